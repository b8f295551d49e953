"""Places for many people: counted in memory, and written down by quota.

Whoever uses one holds the quotas of the conferences (places.hold) until the commit.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from registration.models import Delegate, Quota
from registration.places import TABLE

# Conference, category and attendance: what decides which quotas count somebody.
Group = tuple[int, int, str]
IN_LINE = """
UPDATE registration_delegate AS delegate
SET state = 'waiting', held_until = NULL, waiting_number = line.number
FROM unnest(%s::bigint[], %s::bigint[]) AS line (id, number)
WHERE delegate.id = line.id
"""


class Ledger:
    """What is taken of each quota, with what is about to be.

    A place that one of the people gives back is none that another of them could take:
    the next on the waiting list comes first (places.hand_over).
    """

    def __init__(self, conferences: Iterable[int]) -> None:
        self.quotas = list(Quota.objects.filter(conference__in=set(conferences)))
        self.taken: Counter[Quota] = Counter()
        self.released: Counter[Quota] = Counter()
        self.beyond: Counter[Quota] = Counter()
        self.known: dict[Group, list[Quota]] = {}

    def counting(self, group: Group) -> list[Quota]:
        """As QuotaQuerySet.counting()."""
        if group not in self.known:
            conference, category, attendance = group
            self.known[group] = [
                quota
                for quota in self.quotas
                if quota.conference_id == conference
                and quota.counts(category, attendance)
            ]
        return self.known[group]

    def full(self, group: Group) -> list[Quota]:
        """Those that count a group and have no place left."""
        return [quota for quota in self.counting(group) if self.is_full(quota)]

    def is_full(self, quota: Quota) -> bool:
        return quota.size is not None and quota.taken + self.taken[quota] >= quota.size

    def take(self, group: Group, instead_of: Group | None = None) -> bool:
        """Take a place of each quota that counts the group, or none and say so.

        Where they have one already, `instead_of`, they keep that.
        """
        held = self.counting(instead_of) if instead_of else []
        wanted = [quota for quota in self.counting(group) if quota not in held]
        if any(self.is_full(quota) for quota in wanted):
            return False
        self._move(wanted, group, held)
        return True

    def take_beyond(self, group: Group, instead_of: Group | None = None) -> None:
        """Take them on purpose, after take() said no."""
        held = self.counting(instead_of) if instead_of else []
        wanted = [quota for quota in self.counting(group) if quota not in held]
        self.beyond.update(quota for quota in wanted if self.is_full(quota))
        self._move(wanted, group, held)

    def _move(self, wanted: list[Quota], group: Group, held: list[Quota]) -> None:
        now = self.counting(group)
        self.taken.update(wanted)
        self.released.update(quota for quota in held if quota not in now)

    def give_back(self, group: Group) -> None:
        self.released.update(self.counting(group))

    def write_down(self) -> None:
        for quota in self.quotas:
            number = self.taken[quota] - self.released[quota]
            taken = F("taken") + number
            changes: dict[str, Any] = {"taken": taken} if number else {}
            if self.beyond[quota]:
                changes["beyond"] = Greatest(F("beyond"), taken - F("size"))
            if changes:
                Quota.objects.filter(pk=quota.pk).update(**changes)


def group_of(delegate: Delegate) -> Group:
    return delegate.conference_id, delegate.category_id, delegate.attendance


def put_in_line(numbers: dict[int, int]) -> None:
    """Let delegates wait, each with a number."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(IN_LINE, [list(numbers), list(numbers.values())])


def last_numbers(how_many: int) -> list[int]:
    """Numbers behind everybody who waits, as places.last_number() draws one."""
    draw = (
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(draw, [TABLE, how_many])
        return [number for (number,) in cursor.fetchall()]
