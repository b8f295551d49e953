"""Second factors for tests: an app that shows codes, and whoever has one."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from confsite.models import User

PASSWORD = "unusual-enough-9"
SECRET = "JBSWY3DPEHPK3PXP" * 2


def give_app(user: User, secret: str = SECRET) -> User:
    """With recovery codes, as everybody has them besides."""
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user


def app_code(secret: str = SECRET, later: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def wrong_code() -> str:
    """One that fits at none of these moments."""
    near = {app_code(later=n) for n in range(-5, 6)}
    return next(
        code for code in ("000000", "111111", *map(str, near)) if code not in near
    )


def recovery_codes(user: User) -> list[str]:
    factor = user.authenticator_set.get(type="recovery_codes")
    return RecoveryCodes(factor).get_unused_codes()


def password(client: Client, user: User, **extra: str) -> HttpResponse:
    typed = {"username": user.email, "password": PASSWORD}
    return client.post("/admin/login/", typed, **extra)


def code(client: Client, typed: str, **extra: str) -> HttpResponse:
    return client.post("/admin/account/second/", {"code": typed}, **extra)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200
