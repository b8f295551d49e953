"""Asked again: who is signed in shows once more that it is them, before what matters.

    @asked_again
    def export(request): ...

opens for ten minutes after somebody has signed in or was asked; else it leads to the
page that asks, and from there back. A form that was opened in time is taken for half an
hour, so that nothing is lost that took a while to fill in.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

AT = "asked again"
OPEN_FOR, FORM_OPEN_FOR = 10 * 60, 30 * 60  # seconds

View = Callable[..., Any]


def asked_again(view: View) -> View:
    """Decorates a function view for staff, behind whatever asks who they are."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return ask_again(request) or view(request, *args, **kwargs)

    return wrapper


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks; None for whoever was asked lately."""
    if was_asked(request):
        return None
    back = {REDIRECT_FIELD_NAME: request.get_full_path()}
    return redirect(f"{reverse('ask_again')}?{urlencode(back)}")


def was_asked(request: HttpRequest) -> bool:
    is_form = request.method not in ("GET", "HEAD")
    if AT not in request.session:
        # It was opened by no sign-in of ours, before there was this question.
        note(request)
    age = time.time() - request.session[AT]
    return age < (FORM_OPEN_FOR if is_form else OPEN_FOR)


def note(request: HttpRequest) -> None:
    """Somebody has just shown that it is them."""
    request.session[AT] = time.time()
