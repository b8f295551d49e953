"""Fills a conference and prints the seconds of a sign-up, a cancellation, more places.

`python -m bench.grow 1000 1000000`: with so many who have a place, and always as many
who wait for one. One JSON line for each number.
"""

import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402

from agenda.models import Conference  # noqa: E402
from bench import words  # noqa: E402
from bench.site import SLUG  # noqa: E402
from registration import enrolment, places  # noqa: E402
from registration.enrolment import SignUp  # noqa: E402
from registration.models import Category, Delegate, Quota  # noqa: E402

WAITING = 50_000
MORE = 1_000
TIMES = 50
# Names as people have them, folded once by the database's own functions.
PEOPLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS people AS
SELECT n, family, given, native, organisation,
    confsite_name_key(family, given, native) AS key,
    confsite_person(family, given, native, organisation) AS found
FROM (
    SELECT n, family, given, native, organisation
    FROM unnest(%(families)s, %(givens)s, %(natives)s, %(houses)s)
        WITH ORDINALITY AS given_(family, given, native, organisation, n)
) AS folded
"""
FILL = """
INSERT INTO registration_delegate (
    conference_id, uid, submission, reference, category_id, attendance, state,
    waiting_number, email, phone, organisation, position, country, language,
    link_version, calendar_sequence, signed_up_at,
    title, family_name, given_name, native_name, name_order, name_key, search_text
)
SELECT %(conference)s, gen_random_uuid(),
    lpad(to_hex(%(first)s + i), 32, '0')::uuid,
    lpad(to_hex(%(first)s + i), 8, '0'), %(category)s, 'onsite', %(state)s,
    CASE WHEN %(state)s = 'waiting' THEN %(first)s + i END,
    'p' || %(first)s + i || '@example.org', '', organisation, '', 'GB', 'en',
    1, 0, now(), '', family, given, native, 'auto', key,
    concat_ws(' ', found, 'p' || %(first)s + i || 'exampleorg',
        lpad(to_hex(%(first)s + i), 8, '0'), key, replace(key, ' ', ''))
FROM generate_series(1, %(number)s) AS i
JOIN people ON n = 1 + i %% %(people)s
ORDER BY i
"""
FOREIGN_KEYS = """
SELECT conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND conrelid IN
    ('registration_delegate'::regclass, 'registration_letter'::regclass)
"""
# What they were told last.
LETTERS = """
INSERT INTO registration_letter (
    uid, delegate_id, kind, language, state, queued_at, due_at, attempts, sent_at,
    recipient, subject, text, reason
)
SELECT gen_random_uuid(), id, CASE state WHEN 'waiting' THEN 'waiting'
    ELSE 'confirmed' END, 'en', 'sent', now(), now(), 1, now(), email,
    'Your place', '', ''
FROM registration_delegate
WHERE id > %(last)s
"""


def grow(category: Category, number: int, state: str) -> None:
    """So many in a few statements, each with a letter, and without a history."""
    people = names()
    last = Delegate.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    values: dict[str, Any] = people | {
        "conference": category.conference_id,
        "category": category.pk,
        "first": last,
        "last": last,
        "number": number,
        "people": len(people["natives"]),
        "state": state,
    }
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, values)
        with unguarded(cursor):
            cursor.execute(FILL, values)
            cursor.execute(LETTERS, values)
        cursor.execute("VACUUM ANALYZE registration_delegate, registration_letter")


@contextmanager
def unguarded(cursor: CursorWrapper) -> Iterator[None]:
    """Without the triggers of delegates, and looking for nobody's category."""
    cursor.execute(FOREIGN_KEYS)
    keys = cursor.fetchall()
    cursor.execute("ALTER TABLE registration_delegate DISABLE TRIGGER USER")
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    cursor.execute("ALTER TABLE registration_delegate ENABLE TRIGGER USER")


def names() -> dict[str, list[str]]:
    """Some thousand, half of them in both scripts, each with an organisation."""
    random = Random("delegates")
    chinese = [
        (family, given.capitalize(), family_zh + given_zh)
        for family, family_zh in words.SURNAMES
        for given, given_zh in words.GIVEN_NAMES
    ]
    latin = [
        (family, given, "")
        for family, _zh in words.LAST_NAMES
        for given, _zh in words.FIRST_NAMES
    ]
    everybody = chinese + latin
    random.shuffle(everybody)
    families, givens, natives = map(list, zip(*everybody, strict=True))
    houses = [
        f"University of {en}" if not native else f"{zh}大学"
        for native in natives
        for en, zh, _country in [random.choice(words.SEATS)]
    ]
    return {
        "families": families,
        "givens": givens,
        "natives": natives,
        "houses": houses,
    }


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
