"""What somebody has besides a password: codes of an app, passkeys, recovery codes.

The tables and the mathematics are django-allauth's; nothing else of it is used. What it
keeps in the session it finds through a context that only `within` opens.
"""

import json
import logging
import secrets
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pghistory
from allauth.core.context import request_context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    validate_totp_code,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from confsite import tallies
from confsite.exceptions import ServiceError
from confsite.models import FactorKind, PasswordLetter, User
from confsite.staff import devices, passwords, sealing, sessions
from confsite.words import headed

logger = logging.getLogger(__name__)

MOST_PASSKEYS = 10
APP_DIGITS = 6
# A code of the app fits for so long, and once.
FITS_FOR = timedelta(seconds=90)
# What junk in the place of a passkey's answer makes of the libraries that read it.
JUNK = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(AssertionError, RecursionError, struct.error),
    *(InvalidSignature, UnsupportedAlgorithm),
)


class LastFactor(ServiceError):
    message = _("You must have a second factor: add another one first.")


class TooManyPasskeys(ServiceError):
    message = _("You have ten passkeys: remove one first.")


@contextmanager
def within(request: HttpRequest) -> Iterator[None]:
    with request_context(request):
        yield


# -- Who has which ---------------------------------------------------------------------


def of(user: User, *kinds: FactorKind) -> QuerySet[Authenticator]:
    found = Authenticator.objects.filter(user=user).order_by("pk")
    return found.filter(type__in=kinds) if kinds else found


def first_ones(user: User) -> QuerySet[Authenticator]:
    """Without the codes that stand in for them."""
    return of(user, FactorKind.TOTP, FactorKind.WEBAUTHN)


def has_one(user: User) -> bool:
    return first_ones(user).exists()


def are_asked_of(user: User) -> bool:
    """Whether a password alone does not let them in."""
    return settings.STAFF_SECOND_FACTOR or has_one(user)


def may_set_up_first(request: HttpRequest, user: User) -> bool:
    """Whether the first one may be set up behind the password alone.

    A stolen password of somebody who has none yet would open everything: so the browser
    must be one of theirs (which it becomes by the link to their mailbox), or the
    account has never been used.
    """
    return user.last_login is None or bool(devices.known_to(request, user.email))


def name_of(factor: Authenticator) -> str:
    """As its owner calls a passkey; others are of their kind alone."""
    kind = str(FactorKind(factor.type).label)
    return headed(kind, factor.data["name"]) if "name" in factor.data else kind


# -- Codes -----------------------------------------------------------------------------


def digits(typed: str) -> str:
    """As they were meant: with spaces or dashes, or in the width of Chinese."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdecimal())


def accepts_code(user: User, typed: str) -> bool:
    """Whether it is a code of their app or a recovery code; it is used up by this."""
    code = digits(typed)
    kind = FactorKind.TOTP if len(code) == APP_DIGITS else FactorKind.RECOVERY_CODES
    factor = of(user, kind).first()
    try:
        if factor is None or not fits(factor, code):
            return False
    except sealing.Unreadable:
        logger.error(
            "A second factor was sealed with another SECRET_KEY: name that in "
            "SECRET_KEY_FALLBACKS."
        )
        return False
    factor.refresh_from_db()
    factor.record_usage()
    seal_anew(user)
    return True


def fits(factor: Authenticator, code: str) -> bool:
    if factor.type == FactorKind.RECOVERY_CODES:
        return RecoveryCodes(factor).validate_code(code)
    if not validate_totp_code(sealing.unseal(factor.data["secret"]), code):
        return False
    # All processes count it, so that nobody who looked on can use it, too.
    key = tallies.key_of("code of an app", factor.pk, code)
    return bool(tallies.mark({key: secrets.token_urlsafe(6)}, 1, FITS_FOR))


def seal_anew(user: User) -> None:
    """What an earlier SECRET_KEY has sealed, so that it can leave the fallbacks."""
    for factor in of(user, FactorKind.TOTP, FactorKind.RECOVERY_CODES):
        name = "secret" if factor.type == FactorKind.TOTP else "seed"
        if not sealing.is_of_an_earlier_key(factor.data[name]):
            continue
        # Of two, one may be lost: that keeps nobody out who has the other.
        with suppress(sealing.Unreadable):
            factor.data[name] = sealing.seal(sealing.unseal(factor.data[name]))
            factor.save(update_fields=["data"])


def codes_left(user: User) -> int:
    codes = of(user, FactorKind.RECOVERY_CODES).first()
    used = codes.data["used_mask"].bit_count() if codes else 10
    return 10 - used


def codes_are_new(user: User) -> bool:
    """Whether there are some that nobody has seen."""
    factor = of(user, FactorKind.RECOVERY_CODES).first()
    return factor is not None and not RecoveryCodes(factor).did_view


def codes_to_show(user: User) -> list[str]:
    """The recovery codes, as long as nobody has seen them; afterwards none."""
    if not codes_are_new(user):
        return []
    codes = RecoveryCodes(of(user, FactorKind.RECOVERY_CODES).get())
    codes.mark_as_viewed()
    return codes.get_unused_codes()


@transaction.atomic
def make_new_codes(user: User) -> None:
    """Those from before open nothing any more."""
    User.objects.select_for_update().get(pk=user.pk)
    of(user, FactorKind.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


# -- Setting one up, and taking it away ------------------------------------------------


def new_app_secret() -> str:
    return generate_totp_secret()


def app_link(user: User, secret: str) -> str:
    """What the QR code says to an app."""
    return get_adapter().build_totp_url(user, secret)


@transaction.atomic
def add_app(user: User, secret: str, typed: str) -> bool:
    """Whether the app's code fits; then it is theirs, in the place of another one."""
    User.objects.select_for_update().get(pk=user.pk)
    if not validate_totp_code(secret, digits(typed)):
        return False
    with pghistory.context(user=user.pk):
        of(user, FactorKind.TOTP).delete()
        TOTP.activate(user, secret)
        added(user)
    return True


def passkey_options(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser needs to know to make one. Raises TooManyPasskeys."""
    if of(user, FactorKind.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise TooManyPasskeys
    with within(request):
        return webauthn.begin_registration(user, passwordless=False)


@transaction.atomic
def add_passkey(request: HttpRequest, user: User, name: str, answer: str) -> bool:
    """Whether the browser made one for this page; then it is theirs."""
    User.objects.select_for_update().get(pk=user.pk)
    try:
        with within(request):
            credential = json.loads(answer)
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
    except (*JUNK, ValidationError):
        return False
    with pghistory.context(user=user.pk):
        webauthn.WebAuthn.add(user, name, credential)
        added(user)
    return True


def passkey_question(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """What the browser needs to know to use one; None if they have none."""
    if not of(user, FactorKind.WEBAUTHN).exists():
        return None
    with within(request):
        return webauthn.begin_authentication(user)


def accepts_passkey(request: HttpRequest, user: User, answer: str) -> bool:
    """Whether one of theirs has answered the question of this session."""
    try:
        with within(request):
            response = json.loads(answer)
            webauthn.parse_authentication_response(response)
            factor = webauthn.complete_authentication(user, response)
    except (*JUNK, ValidationError):
        return False
    factor.record_usage()
    return True


def added(user: User) -> None:
    """Recovery codes come with the first; the owner of the mailbox hears of each."""
    RecoveryCodes.activate(user)
    passwords.write(user, PasswordLetter.About.FACTOR_ADDED)


@transaction.atomic
def remove(user: User, pk: int) -> None:
    """One of their own. Raises LastFactor."""
    User.objects.select_for_update().get(pk=user.pk)
    factor = first_ones(user).filter(pk=pk)
    others = first_ones(user).exclude(pk=pk).exists()
    if not factor.exists():
        return
    if settings.STAFF_SECOND_FACTOR and not others:
        raise LastFactor
    factor.delete()
    if not others:
        of(user).delete()
    passwords.write(user, PasswordLetter.About.FACTOR_REMOVED)


@transaction.atomic
def take_away(user: User) -> None:
    """All of a colleague's, who has lost them; they are signed out everywhere."""
    User.objects.select_for_update().get(pk=user.pk)
    of(user).delete()
    sessions.end_all(user)
    passwords.write(user, PasswordLetter.About.FACTOR_REMOVED)
