"""Finding registrations that may be of one person, after they were made.

A sign-up pays nothing for it: the worker reads on in the history of delegates, where
each write has left a row already, and compares whom these tell of.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet

from registration.duplicates.likeness import Likeness, likeness
from registration.duplicates.people import (
    KeyKind,
    PersonFacts,
    known_organisations,
    person,
)
from registration.models import (
    Delegate,
    DelegateKey,
    DuplicateSearch,
    PossibleDuplicate,
)
from registration.states import Likelihood, PairState

Found = dict[int, Likeness]
# So many delegates in one transaction, and so many seconds before letters have a turn.
BATCH = 1000
SECONDS = 2.0
# For whoever writes at the moment; a long import is waited for until the next time.
TRIES, PAUSE = 10, 0.05
# In a conference of fewer people a namesake by chance is rare.
FEW = 1000
# More of them are looked at by the worker alone.
MOST_UNSEEN = 2000
MOST = max(kind.most for kind in KeyKind)
# Without one of these nobody is *likely* somebody else.
LIKELY_BY = (KeyKind.TELEPHONE, KeyKind.NAME_IN_ORGANISATION)
FACTS = (
    *("pk", "family_name", "given_name", "native_name"),
    *("phone", "organisation", "email", "conference"),
)
WHO_HAS = """
SELECT asked.key, found.delegate_id FROM unnest(%s::bigint[]) AS asked (key),
LATERAL (
    SELECT delegate_id FROM registration_delegatekey WHERE key = asked.key LIMIT %s
) AS found
"""
WRITE = """
INSERT INTO registration_delegatekey (delegate_id, key)
SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ORDER BY 1, 2
ON CONFLICT DO NOTHING
"""
ERASE = """
DELETE FROM registration_delegatekey AS known
USING unnest(%s::bigint[], %s::bigint[]) AS gone (delegate_id, key)
WHERE (known.delegate_id, known.key) = (gone.delegate_id, gone.key)
"""
# Those transactions that may still bring in a row of the history.
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = 'registration_delegateevent'::regclass
  AND pid IS DISTINCT FROM pg_backend_pid()
"""
EVENTS = Delegate.pgh_event_model.objects  # type: ignore[attr-defined]


# -- Whom they resemble ----------------------------------------------------------------


def resembling(
    conference_id: int,
    asked: Mapping[int, PersonFacts],
    unseen: Mapping[int, PersonFacts] | None = None,
) -> dict[int, Found]:
    """Live delegates who may be one of these people.

    `asked` are those of delegates by their keys, or of others by negative numbers;
    `unseen` delegates whom the worker has not come to yet.
    """
    unseen = unseen or {}
    keys = {n: someone.keys(conference_id) for n, someone in asked.items()}
    holders = holders_of({key for own in keys.values() for key in own})
    for pk, someone in unseen.items():
        for key in someone.keys(conference_id):
            holders[key].add(pk)
    shared = {n: telling(n, own, holders) for n, own in keys.items()}
    others = {pk for told in shared.values() for pk in told}
    known = {**people_of(conference_id, others - unseen.keys()), **unseen}
    few = not live(conference_id)[FEW : FEW + 1].exists()
    found: dict[int, Found] = {n: {} for n in asked}
    for n, told in shared.items():
        for pk in told.keys() & known.keys():
            if alike := likeness(asked[n], known[pk], told[pk], few=few):
                found[n][pk] = alike
    return found


def alike_among(
    conference_id: int, asked: Mapping[int, PersonFacts]
) -> dict[int, tuple[int, Likeness]]:
    """Of people in one list: the first before each who is likely the same.

    Nothing less: colleagues share a telephone, and near names are often two people.
    """
    holders: dict[int, set[int]] = defaultdict(set)
    found: dict[int, tuple[int, Likeness]] = {}
    for n, someone in asked.items():
        keys = someone.keys(conference_id)
        own = {key: kind for key, kind in keys.items() if kind in LIKELY_BY}
        shared = telling(n, own, holders)
        for other, told in sorted(shared.items(), key=itemgetter(0)):
            alike = likeness(asked[n], asked[other], told, few=False)
            if alike and alike.likelihood == Likelihood.LIKELY:
                found[n] = other, alike
                break
        for key in own:
            holders[key].add(n)
    return found


def telling(
    n: int, own: Mapping[int, KeyKind], holders: Mapping[int, set[int]]
) -> dict[int, set[KeyKind]]:
    """Who shares a key that few have, and of which kinds."""
    shared: dict[int, set[KeyKind]] = defaultdict(set)
    for key, kind in own.items():
        others = holders.get(key, set()) - {n}
        if len(others) < kind.most:
            for pk in others:
                shared[pk].add(kind)
    return shared


def holders_of(keys: Collection[int]) -> dict[int, set[int]]:
    """Who has each of these keys; of very many only some."""
    holders: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(WHO_HAS, [list(keys), MOST + 1])
        for key, pk in cursor.fetchall():
            holders[key].add(pk)
    return holders


def live(conference_id: int) -> QuerySet[Delegate]:
    return Delegate.objects.live().filter(conference=conference_id).order_by()


def people_of(conference_id: int, pks: Iterable[int]) -> dict[int, PersonFacts]:
    """Those of them who are live."""
    return people(live(conference_id).filter(pk__in=list(pks)))


def people(delegates: QuerySet[Delegate]) -> dict[int, PersonFacts]:
    rows = list(delegates.only(*FACTS))
    known = known_organisations() if rows else {}
    return {row.pk: person(row, known) for row in rows}


def of_unseen(conference_id: int) -> dict[int, PersonFacts]:
    """The latest whom the worker has not come to yet: staff have just entered them."""
    seen = DuplicateSearch.objects.values_list("seen", flat=True).first() or 0
    latest = EVENTS.filter(pgh_id__gt=seen).order_by("-pgh_id")[:MOST_UNSEEN]
    return people_of(conference_id, {event.pgh_obj_id for event in latest})


# -- What is remembered ----------------------------------------------------------------


def look_at(pks: Collection[int]) -> list[PossibleDuplicate]:
    """Compare these delegates anew with the others, in the caller's transaction.

    Returns the pairs that are new. What staff have said of a pair stays.
    """
    rows = Delegate.objects.live().filter(pk__in=list(pks))
    conferences = dict(rows.values_list("pk", "conference"))
    asked = people(rows)
    changed = write_keys(pks, asked, conferences)
    new: list[PossibleDuplicate] = []
    for conference_id in sorted({conferences[pk] for pk in asked}):
        own = {
            pk: asked[pk]
            for pk in asked.keys() & changed
            if conferences[pk] == conference_id
        }
        new += remember(conference_id, own, resembling(conference_id, own))
    return new


def write_keys(
    pks: Collection[int],
    asked: Mapping[int, PersonFacts],
    conferences: Mapping[int, int],
) -> set[int]:
    """Give each delegate the keys of today, none if they are over; whose changed."""
    rows = DelegateKey.objects.filter(delegate__in=list(pks))
    before = set(rows.values_list("delegate_id", "key"))
    now = {
        (pk, key)
        for pk, someone in asked.items()
        for key in someone.keys(conferences[pk])
    }
    with connection.cursor() as cursor:
        for statement, changes in ((ERASE, before - now), (WRITE, now - before)):
            if changes:
                columns = zip(*sorted(changes), strict=True)
                cursor.execute(statement, [list(column) for column in columns])
    return {pk for pk, _key in now ^ before}


def remember(
    conference_id: int, asked: Mapping[int, PersonFacts], found: Mapping[int, Found]
) -> list[PossibleDuplicate]:
    """Write down the pairs that are new, and drop those that no longer hold."""
    either = Q(first__in=asked) | Q(second__in=asked)
    known = {
        (pair.first_id, pair.second_id): pair
        for pair in PossibleDuplicate.objects.filter(either)
    }
    pairs = {
        (min(n, pk), max(n, pk)): alike
        for n, others in found.items()
        for pk, alike in others.items()
    }
    for pair, alike in pairs.items():
        if (row := known.get(pair)) and (row.likelihood, row.signs) != alike:
            row.likelihood, row.signs = alike
            row.save(update_fields=["likelihood", "signs"])
    no_more = [
        row.pk
        for pair, row in known.items()
        if pair not in pairs and row.is_by_likeness
    ]
    PossibleDuplicate.objects.filter(pk__in=no_more, state=PairState.OPEN).delete()
    new = {pair: alike for pair, alike in pairs.items() if pair not in known}
    apart = told_apart({pk for pair in new for pk in pair})
    return PossibleDuplicate.objects.bulk_create(
        (
            PossibleDuplicate(
                conference_id=conference_id,
                first_id=first,
                second_id=second,
                likelihood=alike.likelihood,
                signs=list(alike.signs),
            )
            for (first, second), alike in sorted(new.items())
            if not apart.are(first, second)
        ),
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class ToldApart:
    """Whom staff have told apart, and who they are."""

    people: Mapping[int, PersonFacts]
    others: Mapping[int, Collection[PersonFacts]]

    def are(self, first: int, second: int) -> bool:
        """Whether staff have said so of them, or of who was there for one of them."""
        return any(
            self.is_one_of(one, self.people[other])
            for one, other in ((first, second), (second, first))
            if one in self.others
        )

    def is_one_of(self, pk: int, someone: PersonFacts) -> bool:
        """Whether staff have told this delegate apart from somebody who is that one."""
        return any(someone.stands_for(other) for other in self.others.get(pk, ()))


def told_apart(pks: Collection[int]) -> ToldApart:
    """Of these delegates; the others may be over by now."""
    either = Q(first__in=pks) | Q(second__in=pks)
    pairs = PossibleDuplicate.objects.filter(either, state=PairState.DIFFERENT)
    ends = list(pairs.values_list("first", "second")) if pks else []
    if not ends:
        return ToldApart({}, {})
    named = {*pks, *(pk for pair in ends for pk in pair)}
    known = people(Delegate.objects.filter(pk__in=named))
    others: dict[int, list[PersonFacts]] = defaultdict(list)
    for first, second in ends:
        others[first].append(known[second])
        others[second].append(known[first])
    return ToldApart(known, others)


@transaction.atomic
def look_at_now(pks: Collection[int]) -> list[PossibleDuplicate]:
    """Compare whom staff have just entered, before the worker comes to them."""
    DuplicateSearch.objects.get_or_create(pk=1)
    list(DuplicateSearch.objects.select_for_update())
    return look_at(pks)


# -- What beat asks for ----------------------------------------------------------------


def search(seconds: float = SECONDS) -> None:
    """Look at those who have signed up or changed since the last time.

    By any number of workers: one at a time reads on.
    """
    ends_at = time.monotonic() + seconds
    newest = newest_that_has_ended()
    while _read_on(newest) and time.monotonic() < ends_at:
        pass


def newest_that_has_ended() -> int:
    """Up to where no other row of the history can come in any more; 0: not yet.

    A row has its number before its transaction commits, and the lock of its table
    before that: when who had the lock has ended, all lower numbers are to be seen.
    """
    newest = EVENTS.aggregate(newest=Max("pgh_id"))["newest"] or 0
    before = writers()
    for _try in range(TRIES):
        if before.isdisjoint(writers()):
            return newest
        time.sleep(PAUSE)
    return 0


def writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {transaction for (transaction,) in cursor.fetchall()}


@transaction.atomic
def _read_on(newest: int) -> bool:
    """Look at the next of them; returns whether there are more."""
    DuplicateSearch.objects.get_or_create(pk=1)
    search = DuplicateSearch.objects.select_for_update(skip_locked=True).first()
    if search is None:
        return False
    events = EVENTS.filter(pgh_id__gt=search.seen, pgh_id__lte=newest)
    rows = list(events.order_by("pgh_id").values_list("pgh_id", "pgh_obj_id")[:BATCH])
    if not rows:
        return False
    look_at({pk for _event, pk in rows})
    search.seen = rows[-1][0]
    search.save(update_fields=["seen"])
    return len(rows) == BATCH
