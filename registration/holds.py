"""Places that are held until a press shows that our letter reaches its person.

So nobody takes all places with addresses that they do not own. Opening a link proves
nothing: programs that read mail for people do so too.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, Now

from registration import places
from registration.errors import AlreadyOver, NotHeld, RegistrationError
from registration.letters import kinds, outbox
from registration.models import Delegate, Letter, StaffAction
from registration.states import DelegateState, LetterState

# So many are released by one transaction: nobody waits for long for its locks.
BATCH = 500
# Until a letter has been tried the time to answer it does not run out.
AT_LEAST = timedelta(hours=2)
RENEWED_BEFORE = timedelta(hours=1)
# Minutes after which a place that should have been released is a fault.
OVERDUE = timedelta(minutes=10)
ASKING = [str(kind) for kind in kinds.KINDS.values() if kind.while_held]


@transaction.atomic
def keep(delegate: Delegate) -> None:
    """Take what somebody does on their own page as proof that our letters reach them.

    A place that was held is theirs, and a letter with the calendar entry follows.
    Raises AlreadyOver.
    """
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if not now.is_live:
        raise AlreadyOver
    if now.proved_at is None:
        _prove([now], None)


@transaction.atomic
def keep_for(
    delegates: Iterable[Delegate], action: StaffAction
) -> list[tuple[Delegate, RegistrationError]]:
    """Keep the places of those who still have to; returns the others, with why not."""
    chosen = Delegate.objects.filter(pk__in=[delegate.pk for delegate in delegates])
    rows = list(chosen.order_by("pk").select_for_update(no_key=True))
    held = [row for row in rows if row.is_held]
    action.number = len(held)
    for row in held:
        action.moves(row, row.state)
    _prove(held, action)
    return [(row, NotHeld()) for row in rows if not row.is_held]


def _prove(rows: list[Delegate], action: StaffAction | None) -> None:
    proved = Delegate.objects.filter(pk__in=[row.pk for row in rows])
    proved.update(held_until=None, proved_at=Coalesce("proved_at", Now()))
    confirmed = [r for r in rows if r.is_held and r.state == DelegateState.CONFIRMED]
    if action:
        outbox.queue_for(confirmed, kinds.CONFIRMED, action)
        return
    for row in confirmed:
        outbox.queue(kinds.CONFIRMED, row, asked=True)


# -- What beat asks for ----------------------------------------------------------------


def release() -> int:
    """Give on the places that nobody has kept in time; returns how many.

    By any number of workers, as often as they like: each place is released once.
    """
    _wait_for_letters()
    overdue = Delegate.objects.overdue().order_by("conference")
    released = 0
    for conference_id in overdue.values_list("conference", flat=True).distinct():
        while number := _release_some(conference_id):
            released += number
    return released


def _wait_for_letters() -> None:
    """Give those time whose letter is due and has not been tried: that is our fault."""
    untried = Letter.objects.unsent().filter(
        delegate=OuterRef("pk"), kind__in=ASKING, attempts=0, due_at__lte=Now()
    )
    ends_soon = Delegate.objects.held().filter(held_until__lt=Now() + RENEWED_BEFORE)
    ends_soon.filter(Exists(untried)).update(held_until=Now() + AT_LEAST)


@transaction.atomic
def _release_some(conference_id: int) -> int:
    # Quotas before delegates, as everywhere.
    places.hold([conference_id])
    overdue = Delegate.objects.overdue().filter(conference=conference_id)
    rows = list(overdue.order_by("pk").select_for_update(no_key=True)[:BATCH])
    lapsed = Delegate.objects.filter(pk__in=[row.pk for row in rows])
    lapsed.update(state=DelegateState.CANCELLED)
    refused = Letter.objects.filter(
        delegate__in=rows,
        state=LetterState.FAILED,
        refused_address__iexact=F("delegate__email"),
    )
    nobody = set(refused.values_list("delegate", flat=True))
    outbox.queue_for((r for r in rows if r.pk not in nobody), kinds.LAPSED, None)
    places.give_back(rows)
    return len(rows)


def lapse_in_time() -> bool:
    """Whether places are released soon after they should be."""
    late = Delegate.objects.held().filter(held_until__lt=Now() - OVERDUE)
    return not late.exists()
