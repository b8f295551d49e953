"""Answers that leave at even moments: no stopwatch tells what was done for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# In the environ: seconds in whose multiples after the arrival an answer leaves.
STEP = "confsite.step"
LONG = 0.1

View = Callable[..., HttpResponse]


def answered_in_steps(view: View) -> View:
    """Have what is sent to this view answered on the next step after it has arrived.

    The view says so and goes on: who waits is confsite.threads, without a thread.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Where no limits hold a load is measured, which is to be work and not waiting;
        # and of two equal answers near a short step one would leave a step later.
        if request.method == "POST" and settings.LIMITS:
            request.META[STEP] = LONG
        return view(request, *args, **kwargs)

    return wrapper


def until_the_next(step: float, passed: float) -> float:
    """How many seconds are left when so many have passed."""
    return step - passed % step
