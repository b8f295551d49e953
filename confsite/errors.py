"""Error pages. Each stands in both languages and needs neither database nor context."""

import sys
from functools import lru_cache

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from confsite import csrf
from confsite.outage import has_waited, is_outage

# Seconds; what a browser or a load balancer waits before it asks again.
RETRY_AFTER = 5


@lru_cache
def body(name: str) -> bytes:
    return render_to_string(f"{name}.html").encode()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return HttpResponse(body("413"), status=413)
    return HttpResponse(body("400"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(body("403"), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to go on: the form was open too long, or the browser keeps no cookies."""
    return csrf.own_answer(request) or HttpResponse(body("403_csrf"), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # A middleware of the staff pages can meet the outage before any view does.
    error = sys.exc_info()[1]
    if is_outage(error):
        return DatabaseAway(error)
    return HttpResponse(body("500"), status=500)


class DatabaseAway(HttpResponse):
    """The 503 of a request that the database did not answer."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.is_worth_repeating = not has_waited(error)
        super().__init__(
            body("503"), status=503, headers={"Retry-After": str(RETRY_AFTER)}
        )
