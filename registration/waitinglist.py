"""What staff do on purpose with those who wait: past others, or beyond the limit."""

from collections.abc import Iterable
from itertools import chain

from django.db import transaction
from django.db.models.functions import Coalesce, Now

from registration import places
from registration.errors import (
    AlreadyOver,
    NotWaiting,
    RegistrationError,
    StandsFurtherUp,
)
from registration.ledger import Ledger, group_of, put_in_line
from registration.letters import kinds, outbox
from registration.models import Delegate, StaffAction
from registration.models.delegate import DelegateQuerySet
from registration.states import LIVE, DelegateState

Refused = list[tuple[Delegate, RegistrationError]]


@transaction.atomic
def seat_beyond(delegates: Iterable[Delegate], action: StaffAction) -> Refused:
    """Give those who wait a place, beyond the limit if none is free.

    They are confirmed: staff have decided on them. Returns the others with why not.
    """
    waiting, refused = _waiting(delegates)
    ledger = Ledger(row.conference_id for row in waiting)
    for row in waiting:
        is_beyond = not ledger.take(group_of(row))
        if is_beyond:
            ledger.take_beyond(group_of(row))
        action.moves(row, DelegateState.CONFIRMED, is_beyond=is_beyond)
    ledger.write_down()
    action.number = len(waiting)
    Delegate.objects.filter(pk__in=[row.pk for row in waiting]).update(
        state=DelegateState.CONFIRMED,
        waiting_number=None,
        held_until=None,
        proved_at=Coalesce("proved_at", Now()),
    )
    outbox.queue_for(waiting, kinds.MOVED_UP, action)
    return refused


@transaction.atomic
def move_up(delegates: Iterable[Delegate], place: int, action: StaffAction) -> Refused:
    """Let people past others, to a place that is counted from 1, in their own order.

    Nothing else lets anybody overtake (P2). Who stands before that place keeps their
    place, by a new number; who comes behind only reads a higher one. Returns those who
    do not wait, or stand there already.
    """
    delegates = list(delegates)
    conferences = sorted({delegate.conference_id for delegate in delegates})
    # Who waits stays where they are as long as the quotas are held.
    places.hold(conferences)
    ahead = {pk: list(_line(pk)[: place - 1]) for pk in conferences}
    rows, refused = _waiting([*delegates, *chain.from_iterable(ahead.values())])
    locked = {row.pk: row for row in rows}
    for conference_id, first in ahead.items():
        stay = {row.pk for row in first}
        chosen = [d for d in delegates if d.conference_id == conference_id]
        own = [locked[d.pk] for d in chosen if d.pk in locked and d.pk not in stay]
        refused += [(locked[d.pk], StandsFurtherUp()) for d in chosen if d.pk in stay]
        if own:
            own.sort(key=lambda row: row.waiting_number or 0)
            _put_in_front(conference_id, [*first, *own], action)
            # Those who stay ahead are let past by nobody: it does not concern them.
            action.keys += [row.pk for row in own]
            action.number += len(own)
    return refused


def _line(conference_id: int) -> DelegateQuerySet:
    return Delegate.objects.waiting().filter(conference=conference_id)


def _put_in_front(
    conference_id: int, people: list[Delegate], action: StaffAction
) -> None:
    """By numbers below the first: no two ever have the same, not for a moment."""
    first = _line(conference_id).values_list("waiting_number", flat=True)[0]
    assert first is not None  # of who waits
    for row in people:
        action.moves(row, row.state)
    numbers = range(first - len(people), first)
    put_in_line(dict(zip((row.pk for row in people), numbers, strict=True)))


def _waiting(delegates: Iterable[Delegate]) -> tuple[list[Delegate], Refused]:
    """Locked, and the quotas before them; and the others with why not."""
    keys = {delegate.pk: delegate.conference_id for delegate in delegates}
    places.hold(keys.values())
    rows = Delegate.objects.filter(pk__in=keys).order_by("pk")
    locked = list(rows.select_for_update(no_key=True))
    waiting = [row for row in locked if row.state == DelegateState.WAITING]
    refused: Refused = [
        (row, NotWaiting() if row.state in LIVE else AlreadyOver())
        for row in locked
        if row.state != DelegateState.WAITING
    ]
    return waiting, refused
