"""How often somebody may try to sign in, counted before any password is looked at.

Whether or not the account exists. Those that fail are written down for staff.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confsite import tallies
from confsite.exceptions import ServiceError
from confsite.networks import network_address
from confsite.staff import devices
from confsite.words import sentences

WITHIN = timedelta(minutes=15)
AN_ACCOUNT, A_NETWORK = 5, 20
# A code has six digits, and three of them fit at any moment: whoever has the password
# would find one within a year of five tries in 15 minutes.
A_DAY, IN_A_DAY = timedelta(days=1), 20
LONG = 90  # minutes, from which on one says hours
# What is tried besides the password, and counted apart from it.
SECOND_FACTOR = "second factor"
# One statement, and the same for an account that does not exist.
FAILED = """
INSERT INTO confsite_failedsignins AS known (account, day, tries)
VALUES (
    coalesce(
        (SELECT min(email) FROM confsite_user WHERE lower(email) = lower(%s)), ''
    ),
    (clock_timestamp() AT TIME ZONE 'UTC')::date,
    1
)
ON CONFLICT (account, day) DO UPDATE SET tries = known.tries + 1
"""


class TooManyTries(ServiceError):
    """Says when to try again, and what to do meanwhile."""

    def __init__(self, minutes: int, what: str = ""):
        if minutes <= LONG:
            number = minutes
            words = ngettext(
                "Somebody has tried to sign in too often. Please try again in %d "
                "minute.",
                "Somebody has tried to sign in too often. Please try again in %d "
                "minutes.",
                number,
            )
        else:
            number = minutes // 60 + 1
            words = ngettext(
                "Somebody has tried to sign in too often. Please try again in %d hour.",
                "Somebody has tried to sign in too often. Please try again in %d "
                "hours.",
                number,
            )
        way_out = _("By a link for a new password you can sign in at once.")
        self.message = sentences(words % number, *([] if what else [way_out]))


@dataclass(frozen=True)
class Try:
    """One that has been counted: for the network and the account, or for a browser."""

    email: str
    keys: tuple[str, ...]
    mark: str

    def failed(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FAILED, [self.email])

    def succeeded(self) -> None:
        """It was their own account: nobody has to be kept out."""
        for key in self.keys:
            tallies.take_back(key, self.mark)


def begin(request: HttpRequest, email: str, what: str = "") -> Try:
    """Count one more try. Raises TooManyTries, before anything is looked at.

    From a browser of the owner its own tries count, so that nobody who tries their
    account elsewhere, or from the same network, locks them out.
    """
    if not settings.LIMITS:
        return Try(email, (), "")
    mark = secrets.token_urlsafe(6)
    limits = limits_of(request, email, what)
    for key, (limit, within) in limits.items():
        if not tallies.mark({key: mark}, limit, within):
            raise TooManyTries(minutes_until_free(key, within), what)
    return Try(email, tuple(limits), mark)


def limits_of(
    request: HttpRequest, email: str, what: str
) -> dict[str, tuple[int, timedelta]]:
    """What is counted, in this order, with how many within how long."""
    if device := devices.known_to(request, email):
        own = tallies.key_of("browser", device, *filter(None, [what]))
        limits = {own: (AN_ACCOUNT, WITHIN)}
    else:
        account = devices.account_of(email)
        own = tallies.key_of(account, what) if what else account
        # The network first: one that is shut out uses up nobody's account.
        limits = {
            tallies.key_of("network", network_address(request)): (A_NETWORK, WITHIN),
            own: (AN_ACCOUNT, WITHIN),
        }
    if what:
        limits[tallies.key_of(own, "day")] = (IN_A_DAY, A_DAY)
    return limits


def minutes_until_free(key: str, within: timedelta) -> int:
    free_at = tallies.free_at([key], within).get(key, timezone.now())
    seconds = (free_at - timezone.now()).total_seconds()
    return max(1, -int(-seconds // 60))
