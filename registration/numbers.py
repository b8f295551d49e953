"""How many have signed up, by day and by what they told, for the first page of staff.

Counted by one statement when the page is opened, or by the worker where that takes
longer than a page may. Nothing is kept up to date by the sign-ups themselves: all of
them would wait for the same row (docs/decisions/0023).
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from agenda.models import Conference
from confsite.bell import Bell
from confsite.celery import app
from registration.models import Delegate, RegistrationNumbers

# So many are counted while somebody waits for the page.
FEW = 5_000
# After so long the worker counts anew once somebody looks.
FRESH = timedelta(minutes=5)
# So many answers have a line of their own; the others are one.
MOST = 10
# What is counted, and the column or expression that it is counted by. What people type
# by hand is the same in whichever case and with blanks around it.
FACETS = {
    "state": "state",
    "category": "category_id::text",
    "attendance": "attendance",
    "country": "country",
    "organisation": "lower(btrim(organisation))",
    "language": "language",
}
BY_DAY = "((signed_up_at AT TIME ZONE %(zone)s)::date)::text"
COUNT = f"""
WITH person AS NOT MATERIALIZED (
    SELECT {BY_DAY} AS day, btrim(organisation) AS spelling,
        {", ".join(f"{sql} AS {name}_" for name, sql in FACETS.items())}
    FROM registration_delegate
    WHERE conference_id = %(conference)s AND NOT is_test
      AND state NOT IN ('declined', 'cancelled')
), grouped AS (
    SELECT GROUPING(day, {", ".join(f"{name}_" for name in FACETS)}) AS facet,
        coalesce(day, {", ".join(f"{name}_" for name in FACETS)}) AS answer,
        CASE WHEN GROUPING(organisation_) = 0 THEN max(spelling) END AS spelling,
        count(*) AS number
    FROM person
    GROUP BY GROUPING SETS ((day), {", ".join(f"({name}_)" for name in FACETS)})
), ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY facet, answer = '' ORDER BY number DESC, answer
    ) AS rank
    FROM grouped
)
SELECT facet, answer, coalesce(spelling, answer), number, 1
FROM ranked WHERE rank <= %(most)s OR facet = %(days)s
UNION ALL
SELECT facet, NULL, NULL, sum(number)::bigint, count(*)
FROM ranked WHERE rank > %(most)s AND facet <> %(days)s GROUP BY facet
ORDER BY 4 DESC, 2
"""  # noqa: S608 - our own names
NAMES = ["day", *FACETS]
# As GROUPING() numbers the sets: a bit for each that is left out.
SETS = {
    (1 << len(NAMES)) - 1 - (1 << (len(NAMES) - 1 - place)): name
    for place, name in enumerate(NAMES)
}
DAYS = next(number for number, name in SETS.items() if name == "day")
# Seconds between two rings of a process, and after one that failed.
REST, PAUSE = 5.0, 30.0


@dataclass(frozen=True)
class Answers:
    """How many gave each answer, the most frequent first."""

    given: tuple[tuple[str, int], ...] = ()
    # All further ones together: how many answers, of how many people.
    others: int = 0
    by_others: int = 0
    # Who told nothing.
    none: int = 0


@dataclass(frozen=True)
class Numbers:
    """Those who have a place or wait for one, at a moment."""

    counted_at: datetime
    by_day: Mapping[date, int] = field(default_factory=dict)
    answers: Mapping[str, Answers] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_day.values())

    def of(self, facet: str) -> Answers:
        return self.answers.get(facet, Answers())

    @property
    def is_stale(self) -> bool:
        return self.counted_at < timezone.now() - FRESH


def of(conference: Conference) -> Numbers | None:
    """The numbers of now, or as they were last counted; None while nobody has yet.

    Of a large conference the worker counts, soon after somebody has looked.
    """
    if not is_large(conference.pk):
        return made_of(timezone.now(), count(conference))
    kept = RegistrationNumbers.objects.filter(conference=conference.pk).first()
    numbers = made_of(kept.counted_at, kept.counts) if kept else None
    if numbers is None or numbers.is_stale:
        bell.ask()
    return numbers


def is_large(conference_id: int) -> bool:
    """Whether there are more than a few; no more of them is read than that."""
    keys = Delegate.objects.filter(conference=conference_id).order_by()
    return keys.values("state")[: FEW + 1].count() > FEW


def count_all() -> None:
    """Count every large conference whose numbers are no longer fresh."""
    fresh = RegistrationNumbers.objects.filter(counted_at__gt=timezone.now() - FRESH)
    for conference in Conference.objects.exclude(pk__in=fresh.values("conference")):
        if is_large(conference.pk):
            began = timezone.now()
            counts = count(conference)
            RegistrationNumbers.objects.update_or_create(
                conference=conference,
                defaults={"counted_at": began, "counts": counts},
            )


def count(conference: Conference) -> list[list[Any]]:
    """Rows: facet, answer, how it is written, people, and answers it stands for."""
    values: dict[str, Any] = {
        "conference": conference.pk,
        "zone": conference.time_zone,
        "most": MOST,
        "days": DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        return [
            [SETS[facet], answer, spelling, int(number), answers]
            for facet, answer, spelling, number, answers in cursor.fetchall()
        ]


def made_of(counted_at: datetime, rows: Iterable[list[Any]]) -> Numbers:
    rows = list(rows)
    days = [(row[1], row[3]) for row in rows if row[0] == "day"]
    return Numbers(
        counted_at,
        {date.fromisoformat(day): number for day, number in sorted(days)},
        {
            facet: answers_of([row[1:] for row in rows if row[0] == facet])
            for facet in FACETS
        },
    )


def answers_of(rows: list[list[Any]]) -> Answers:
    others = [(number, answers) for key, _text, number, answers in rows if key is None]
    return Answers(
        tuple((text, number) for key, text, number, _answers in rows if key),
        others=sum(answers for _number, answers in others),
        by_others=sum(number for number, _answers in others),
        none=sum(number for key, _text, number, _answers in rows if key == ""),
    )


def count_apart() -> threading.Thread:
    """Count in a thread of its own, unless one does already: no letter waits for it."""
    thread = threading.Thread(target=_count_if_nobody_does, daemon=True)
    thread.start()
    return thread


def _count_if_nobody_does() -> None:
    if not _counting.acquire(blocking=False):
        return
    try:
        count_all()
    finally:
        _counting.release()
        connection.close()


def _ring() -> None:
    app.send_task("registration.count")


bell = Bell(_ring, REST, PAUSE)
_counting = threading.Lock()
