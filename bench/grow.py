"""Fills a conference and prints the seconds of a sign-up, a cancellation, more places.

`python -m bench.grow 1000 1000000`: with so many who have a place, and always as many
who wait for one. One JSON line for each number.
"""

import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from agenda.models import Conference  # noqa: E402
from bench.site import SLUG  # noqa: E402
from registration import enrolment, places  # noqa: E402
from registration.enrolment import SignUp  # noqa: E402
from registration.models import Category, Delegate, Quota  # noqa: E402

WAITING = 50_000
MORE = 1_000
TIMES = 50
FILL = """
INSERT INTO registration_delegate (
    conference_id, uid, submission, reference, category_id, attendance, state,
    waiting_number, email, phone, organisation, position, country, language,
    link_version, calendar_sequence, signed_up_at,
    title, family_name, given_name, native_name, name_order
)
SELECT %(conference)s, gen_random_uuid(), gen_random_uuid(),
    lpad(to_hex(%(first)s + n), 8, '0'), %(category)s, 'onsite', %(state)s,
    CASE WHEN %(state)s = 'waiting' THEN %(first)s + n END,
    'p' || %(first)s + n || '@example.org', '', 'Analytical Engines', '', 'GB', 'en',
    1, 0, now(), '', 'Lovelace', 'Ada', '', 'auto'
FROM generate_series(1, %(number)s) AS n
"""


def grow(category: Category, number: int, state: str) -> None:
    """So many by one statement, without a history and not to be searched for."""
    first = Delegate.objects.count()
    values: dict[str, Any] = {
        "conference": category.conference_id,
        "category": category.pk,
        "first": first,
        "number": number,
        "state": state,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registration_delegate DISABLE TRIGGER USER")
        cursor.execute(FILL, values)
        cursor.execute("ALTER TABLE registration_delegate ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE registration_delegate")


def measure(quota: Quota, category: Category) -> dict[str, float]:
    holders = list(category.delegates.holding_a_place().order_by("-pk")[:TIMES])
    newcomers = [somebody(category) for _ in range(TIMES)]
    quota.refresh_from_db()
    quota.size = quota.taken + MORE
    return {
        "signup": median(enrolment.register, newcomers),
        "cancel": median(enrolment.cancel, holders),
        "enlarge": median(places.set_up, [quota]),
    }


def median(act: Callable[..., object], on: list[Any]) -> float:
    """Of the seconds that it takes with each."""

    def seconds(one: object) -> float:
        began = time.perf_counter()
        act(one)
        return time.perf_counter() - began

    return statistics.median(map(seconds, on))


def somebody(category: Category) -> SignUp:
    key = uuid.uuid4()
    return SignUp(
        submission=key,
        conference_id=category.conference_id,
        category_id=category.pk,
        # They find a place: who is on site waits.
        attendance="online",
        email=f"{key}@example.org",
        language="en",
        family_name="Lovelace",
        given_name="Ada",
    )


def main(sizes: list[int]) -> None:
    conference = Conference.objects.get(slug=SLUG)
    category = conference.categories.get()
    quota = conference.quotas.get()
    quota.attendance = "onsite"
    quota.save()
    grow(category, WAITING, "waiting")
    for size in sizes:
        missing = size - category.delegates.holding_a_place().count()
        grow(category, missing, "confirmed")
        holders = Delegate.objects.counted_by(quota).holding_a_place().count()
        Quota.objects.filter(pk=quota.pk).update(taken=holders, size=holders)
        print(json.dumps(measure(quota, category)), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
