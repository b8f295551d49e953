"""Browsers from which somebody has signed in: strangers cannot lock these out.

A cookie names the account, so that it tells of no other, and the browser, whose tries
are counted apart from everybody else's (OWASP: device cookies).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from confsite import tallies
from confsite.models import User

COOKIE = "device"
KEPT_FOR = 90 * 24 * 3600  # seconds


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser be known as one of the account's owner."""
    account = account_of(user.email)
    device = known_to(request, user.email) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([account, device], salt=COOKIE),
        max_age=KEPT_FOR,
        path="/admin/",
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def known_to(request: HttpRequest, email: str) -> str | None:
    """The browser's name, if the owner of this account has signed in from it."""
    cookie = request.COOKIES.get(COOKIE, "")
    try:
        account, device = signing.loads(cookie, salt=COOKIE, max_age=KEPT_FOR)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return device if account == account_of(email) else None


def account_of(email: str) -> str:
    """The key of an account, whether or not there is one; in any spelling."""
    return tallies.key_of("account", email.strip().casefold())
