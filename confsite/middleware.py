"""What stands around every page: a calm answer to an outage, and staff-only layers."""

import logging
from collections.abc import Callable
from typing import Any

import pghistory.middleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language_from_path

from confsite import errors
from confsite.caching.microcache import PublicResponse
from confsite.outage import is_outage, note_that_it_lives, trust_the_connection
from confsite.staff import pending

logger = logging.getLogger(__name__)


class DatabaseOutage:
    """Answers 503 while the database is away, instead of an error.

    A request that met a connection which had died in the meantime is tried once more on
    a fresh one: every public change can be repeated without harm (a sign-up by its
    submission key), and staff pages are repeated only when they read. What has waited
    as long as one may is not made to wait again. Where it is repeated, a connection
    need not be asked each time whether it is alive.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        may_repeat = request.method in ("GET", "HEAD") or not is_staff_page(request)
        is_trusted = may_repeat and trust_the_connection()
        response = self.get_response(request)
        if isinstance(response, errors.DatabaseAway):
            connection.close()
            if response.is_worth_repeating and may_repeat:
                response = self.get_response(request)
        elif not is_trusted:
            note_that_it_lives()
        return response

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """What a view meets; of a middleware of the staff pages handler500 says it."""
        if not is_outage(error):
            return None
        logger.warning("The database does not answer: %s", error)
        return errors.DatabaseAway(error)


class ReadableAddress:
    """Refuses an address with a NUL: no text in the database can hold one.

    Whatever looks for it there would fail, one search after the other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request, BadRequest("a NUL in the address"))
        return self.get_response(request)


class Common(CommonMiddleware):
    """Does not ask by which name those came who ask this process, and not the site."""

    def process_request(
        self, request: HttpRequest
    ) -> HttpResponsePermanentRedirect | None:
        if request.path_info in settings.ASKED_DIRECTLY:
            return None
        return super().process_request(request)


class Locale(LocaleMiddleware):
    """Keeps silent about languages where an address has none, and the answer neither.

    Others depend on what the visitor prefers: Vary says so.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info in settings.ASKED_DIRECTLY:
            return response
        has_language = bool(get_language_from_path(request.path_info))
        if isinstance(response, PublicResponse) and not has_language:
            return response
        return super().process_response(request, response)


def is_staff_page(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.STAFF_PATHS)


class OnStaffPages:
    """Skips the middleware it is mixed into wherever no staff is."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if is_staff_page(request):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)


class SessionOnStaffPages(OnStaffPages, SessionMiddleware):
    pass


class AuthenticationOnStaffPages(OnStaffPages, AuthenticationMiddleware):
    """Says who it is: nobody, where a second factor is demanded and was not shown."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        pending.turn_back(request)


class MessagesOnStaffPages(OnStaffPages, MessageMiddleware):
    pass


class HistoryOnStaffPages(OnStaffPages, pghistory.middleware.HistoryMiddleware):
    """Writes who made a change beside every row of the history."""
