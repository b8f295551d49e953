"""The waiting list of a conference: who comes next, read by the heads of its groups."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F

from registration.models import Category, Delegate, Quota, RegistrationSettings
from registration.states import Attendance, DelegateState

# Who is seated at once: so many rows are read and written by one statement.
BATCH = 1000
# How long the place of who moves up is held, if it is: they sit at no form just now.
A_DAY = timedelta(days=1)
# The first of each group, by their index: no more of a group than could be seated.
FIRST_IN_LINE = """
SELECT first.id, group_.category, group_.attendance
FROM unnest(%(categories)s, %(attendances)s, %(most)s)
    AS group_ (category, attendance, most),
LATERAL (
    SELECT id, waiting_number FROM registration_delegate
    WHERE conference_id = %(conference)s AND category_id = group_.category
      AND attendance = group_.attendance AND state = 'waiting'
    ORDER BY waiting_number LIMIT group_.most
) AS first
ORDER BY first.waiting_number
"""
# Along the index of the waiting list, once for all who are asked about.
PLACES = """
SELECT conference_id, waiting_number, place FROM (
    SELECT conference_id, waiting_number, row_number() OVER (
        PARTITION BY conference_id ORDER BY waiting_number
    ) AS place
    FROM registration_delegate
    WHERE waiting_number IS NOT NULL AND waiting_number <= %(last)s
      AND conference_id = ANY(%(conferences)s)
) AS waiting
WHERE waiting_number = ANY(%(numbers)s)
"""


@dataclass(frozen=True)
class Group:
    """Those who take a place of the same quotas."""

    category_id: int
    attendance: str


class WaitingLine:
    """Who comes next, by the heads of the groups; the whole list is never read."""

    def __init__(self, conference_id: int) -> None:
        self.conference_id = conference_id
        quotas = list(Quota.objects.filter(conference=conference_id))
        categories = Category.objects.filter(conference=conference_id)
        groups = (
            Group(pk, way)
            for pk in categories.values_list("pk", flat=True)
            for way in Attendance.values
        )
        self.quotas = {
            group: [
                quota
                for quota in quotas
                if quota.counts(group.category_id, group.attendance)
            ]
            for group in groups
        }
        self.seated: Counter[Quota] = Counter()

    def free(self, group: Group) -> int:
        """For how many more of a group there are places, at most a batch."""
        left = (
            quota.free - self.seated[quota]
            for quota in self.quotas[group]
            if quota.free is not None
        )
        return max(0, min([BATCH, *left]))

    def next_to_be_seated(self) -> list[int]:
        """The first for whom no quota is full, at most a batch of them.

        Who is passed over is so for good: a group that is full stays so.
        """
        keys: list[int] = []
        for pk, group in self._first_in_line():
            if len(keys) == BATCH:
                break
            if self.free(group):
                self.seated.update(self.quotas[group])
                keys.append(pk)
        return keys

    def _first_in_line(self) -> list[tuple[int, Group]]:
        free = {group: self.free(group) for group in self.quotas}
        open_groups = [group for group, number in free.items() if number]
        values: dict[str, Any] = {
            "conference": self.conference_id,
            "categories": [group.category_id for group in open_groups],
            "attendances": [group.attendance for group in open_groups],
            "most": [free[group] for group in open_groups],
        }
        if not open_groups:
            return []
        with connection.cursor() as cursor:
            cursor.execute(FIRST_IN_LINE, values)
            return [(pk, Group(*group)) for pk, *group in cursor.fetchall()]

    @cached_property
    def hold_for(self) -> timedelta | None:
        """How long a place is held for somebody who has to keep it; else None."""
        settings = RegistrationSettings.objects.filter(conference=self.conference_id)
        registration = settings.first()
        return A_DAY if registration and registration.holds_places else None

    def write_down(self) -> None:
        for quota in sorted(self.seated, key=lambda quota: quota.pk):
            number = self.seated[quota]
            Quota.objects.filter(pk=quota.pk).update(taken=F("taken") + number)


def find_places(delegates: Iterable[Delegate]) -> None:
    """Give each its `line`, as with_place_in_line() does, in one look at the list."""
    waiting: dict[tuple[int, int | None], Any] = {}
    for delegate in delegates:
        delegate.line = None  # type: ignore[attr-defined]
        if delegate.state == DelegateState.WAITING:
            waiting[delegate.conference_id, delegate.waiting_number] = delegate
    if not waiting:
        return
    numbers = [number for _conference, number in waiting]
    values: dict[str, Any] = {
        "conferences": sorted({conference for conference, _number in waiting}),
        "numbers": numbers,
        "last": max(filter(None, numbers)),
    }
    with connection.cursor() as cursor:
        cursor.execute(PLACES, values)
        for conference, number, place in cursor.fetchall():
            if (conference, number) in waiting:
                waiting[conference, number].line = place
