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

    def __init__(self, minutes: int):
        words = ngettext(
            "Somebody has tried to sign in too often. Please try again in %d minute.",
            "Somebody has tried to sign in too often. Please try again in %d minutes.",
            minutes,
        )
        way_out = _("By a link for a new password you can sign in at once.")
        self.message = sentences(words % minutes, way_out)


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


def begin(request: HttpRequest, email: str) -> Try:
    """Count one more try. Raises TooManyTries, before anything is looked at.

    From a browser of the owner its own tries count, so that nobody who tries their
    account elsewhere, or from the same network, locks them out.
    """
    if not settings.LIMITS:
        return Try(email, (), "")
    if device := devices.known_to(request, email):
        limits = {tallies.key_of("browser", device): AN_ACCOUNT}
    else:
        # The network first: one that is shut out uses up nobody's account.
        limits = {
            tallies.key_of("network", network_address(request)): A_NETWORK,
            devices.account_of(email): AN_ACCOUNT,
        }
    mark = secrets.token_urlsafe(6)
    for key, limit in limits.items():
        if not tallies.mark({key: mark}, limit, WITHIN):
            raise TooManyTries(minutes_until_free(key))
    return Try(email, tuple(limits), mark)


def minutes_until_free(key: str) -> int:
    free_at = tallies.free_at([key], WITHIN).get(key, timezone.now())
    seconds = (free_at - timezone.now()).total_seconds()
    return max(1, -int(-seconds // 60))
