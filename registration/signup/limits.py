"""How often one network address may send forms, counted for the whole machine.

What is accepted and what comes back are counted apart: a hall full of people who type
wrongly uses up nobody's sign-up.
"""

import logging
import time

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confsite import prepared
from confsite.csrf import ReasonToReturn
from confsite.networks import network_address

logger = logging.getLogger(__name__)

PERIOD = 600  # seconds
# 200 people behind one company's address must all be able to sign up in that time, and
# each may need several attempts.
SIGN_UPS, COME_BACK = "sign-ups", "come back"
LIMITS = {SIGN_UPS: 300, COME_BACK: 1200}
# One statement of its own: whoever counts waits for nobody's sign-up. Beyond the limit
# nothing is written any more, and no row comes back.
COUNT = """
WITH gone AS (
    DELETE FROM registration_formcount WHERE key IN (
        SELECT key FROM registration_formcount WHERE period < %s
        FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO registration_formcount AS known (key, period, forms)
VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET forms = known.forms + 1 WHERE known.forms < %s
RETURNING forms
"""
TAKE_BACK = "UPDATE registration_formcount SET forms = forms - 1 WHERE key = %s"


def is_over_limit(request: HttpRequest, what: str) -> bool:
    """Count one more, and say whether it is more than the limit within the period.

    What cannot be counted is not limited.
    """
    if not settings.LIMITS:
        return False
    now = period()
    values = (now, key_of(request, what), now, LIMITS[what])
    try:
        with connection.cursor() as cursor:
            prepared.execute(cursor, (COUNT, values))
            return cursor.fetchone() is None
    except Error as error:
        logger.warning("Forms are not counted: %s", error)
        return False


def take_back(request: HttpRequest, what: str) -> None:
    """Count one less: nothing came of it."""
    if settings.LIMITS:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_BACK, [key_of(request, what)])


def reason() -> ReasonToReturn:
    """What somebody reads who is held back, with what they typed."""
    minutes = -(-seconds_left() // 60)
    words = ngettext(
        "Please press the button in %(minutes)d minute.",
        "Please press the button in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
    why = _(
        "Many forms came from your network in a short time, so we are waiting a "
        "little. Nothing has been sent yet."
    )
    return ReasonToReturn(_("Please wait a few minutes"), (why, words))


def wait(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(seconds_left())
    return response


def seconds_left() -> int:
    """Until the counts begin anew."""
    return PERIOD - int(time.time()) % PERIOD


def period() -> int:
    return int(time.time()) // PERIOD


def key_of(request: HttpRequest, what: str) -> str:
    """Nobody reads the address from it without the site's secret."""
    counted = f"{what}/{network_address(request)}/{period()}"
    signed = salted_hmac("confsite.limits", counted, algorithm="sha256")
    return signed.hexdigest()[:32]
