"""Places: taken all or none, given back, and handed to those who wait.

A quota's row is the lock. Whoever takes, gives back or decides to wait holds the rows
of all quotas concerned until the commit, so that these always hold: nobody waits while
every quota of theirs has a place, and no counter passes its size.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now

from confsite import prepared
from confsite.prepared import Statement
from registration.letters import kinds, outbox
from registration.line import WaitingLine
from registration.models import Delegate, Quota, StaffAction
from registration.models.quota import QuotaQuerySet
from registration.states import DelegateState

# Which quotas a conference has is a lock of its own, shared by all who count in them:
# of a new one there is no row yet that they could wait for.
SHARE = "SELECT pg_advisory_xact_lock_shared(%s, %s)"
KEEP_OTHERS_OUT = "SELECT pg_advisory_xact_lock(%s, %s)"
# Any number that no other lock of ours begins with.
WHICH_QUOTAS = 1_013
TABLE = Delegate._meta.db_table
OWN = """registration_quota
WHERE conference_id = %s
  AND (category_id IS NULL OR category_id = %s)
  AND attendance IN ('', %s)"""
# In ascending id, so that two sign-ups never wait for each other in a circle.
LOCK = f"SELECT FROM {OWN} ORDER BY id FOR NO KEY UPDATE"
IS_FULL = f"SELECT coalesce(bool_or(taken >= size), FALSE) FROM {OWN}"  # noqa: S608
TAKE = f"""
WITH own AS (SELECT id, taken >= size AS is_full FROM {OWN}), counted AS (
    UPDATE registration_quota SET taken = taken + 1
    WHERE id IN (SELECT id FROM own) AND NOT EXISTS (SELECT FROM own WHERE is_full)
)
SELECT coalesce(bool_or(is_full), FALSE) FROM own
"""  # noqa: S608


def take(delegate: Delegate) -> bool:
    """Take one place of each quota that counts this delegate, or none and say so.

    Call it last: from here to the commit, everybody else who wants one of these places
    waits. Plain SQL, because under load everything else would wait for its turn while
    they wait.
    """
    group = (delegate.conference_id, delegate.category_id, delegate.attendance)
    return not _locked(group, (TAKE, group))


def hold(conferences: Iterable[int]) -> None:
    """Hold all quotas of these conferences until the commit, before any delegate."""
    chosen = sorted(set(conferences))
    with connection.cursor() as cursor:
        for conference_id in chosen:
            cursor.execute(SHARE, [WHICH_QUOTAS, conference_id])
    list(Quota.objects.filter(conference__in=chosen).locked())


def are_left(group: tuple[int, int, str], *also: Statement) -> bool:
    """Whether take() would find places for somebody like this; it waits as long.

    What is also to be written goes along in the same message, as a sign-up's would.
    """
    return not _locked(group, *also, (IS_FULL, group))


def _locked(group: tuple[int, int, str], *statements: Statement) -> bool:
    """What the last of them says of the quotas of a group, locked by those before them.

    Each sees what others have committed while the one before it waited; all are one
    message, for everybody who waits for the lock waits for every message.
    """
    locks = (SHARE, (WHICH_QUOTAS, group[0])), (LOCK, group)
    with connection.cursor() as cursor:
        prepared.execute(cursor, *locks, *statements)
        [answer] = cursor.fetchone()
    return bool(answer)


def wait(delegate: Delegate) -> None:
    """Put the delegate at the end of the waiting list, after take() has said no.

    take() still holds the quotas: nobody gives a place back in between.
    """
    delegate.state = DelegateState.WAITING
    delegate.waiting_number = delegate.pk
    delegate.held_until = None
    delegate.save(update_fields=["state", "waiting_number", "held_until"])


def number_in_line(delegate: Delegate) -> int:
    """The number of somebody who comes back: their old one, or behind everybody.

    It had started as the row's own id.
    """
    return delegate.pk if has_waited(delegate) else last_number()


def last_number() -> int:
    """A number behind everybody, drawn where the rows' own ids come from, so that
    nobody who signs up later gets the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [TABLE])
        return int(cursor.fetchone()[0])


def has_waited(delegate: Delegate) -> bool:
    """Whether they have ever been on the waiting list."""
    events = delegate.events  # type: ignore[attr-defined]
    return bool(events.filter(state=DelegateState.WAITING).exists())


def take_beyond(delegate: Delegate) -> None:
    """Take one place of each quota beyond its size, on purpose, after take() said no.

    When a place is given back, nobody is seated in one that is beyond the size.
    """
    taken = F("taken") + 1
    quotas_of(delegate).update(
        taken=taken, beyond=Greatest(F("beyond"), taken - F("size"))
    )


def give_back(delegates: Iterable[Delegate], action: StaffAction | None = None) -> None:
    """Return the places of these delegates and seat whoever has waited for them.

    The caller holds the quotas of their conferences and has taken their states away.
    """
    numbers = Counter((d.conference_id, d.category_id, d.attendance) for d in delegates)
    for group, number in numbers.items():
        Quota.objects.counting(*group).update(taken=F("taken") - number)
    for conference_id in sorted({group[0] for group in numbers}):
        hand_over(conference_id, action)


def hand_over(conference_id: int, action: StaffAction | None = None) -> int:
    """Seat those who wait, in their order, while there are places for them.

    Returns how many. The caller holds the conference's quotas.
    """
    line = WaitingLine(conference_id)
    seated = 0
    while keys := line.next_to_be_seated():
        rows = Delegate.objects.filter(pk__in=keys).order_by("waiting_number")
        _seat(rows.select_related("category"), line.hold_for, action)
        seated += len(keys)
    line.write_down()
    return seated


def _seat(
    delegates: Iterable[Delegate],
    hold_for: timedelta | None,
    action: StaffAction | None,
) -> None:
    """Give these people the places that are counted for them, and tell them.

    Who has never shown that they read their mailbox has to keep theirs. Whom staff
    have entered, approved or restored is confirmed.
    """
    groups = defaultdict(list)
    delegates = list(delegates)
    asking = [row.pk for row in delegates if row.category.needs_approval]
    approved = StaffAction.objects.approved_of(asking) if asking else set()
    for delegate in delegates:
        needs_approval = delegate.category.needs_approval
        state = first_state(
            needs_approval=needs_approval and delegate.pk not in approved
        )
        is_held = hold_for is not None and delegate.proved_at is None
        groups[state, is_held].append(delegate)
        if action:
            action.moves(delegate, state)
    for (state, is_held), those in groups.items():
        until = Now() + hold_for if is_held else None
        moved = Delegate.objects.filter(pk__in=[delegate.pk for delegate in those])
        moved.update(state=state, waiting_number=None, held_until=until)
        outbox.queue_for(those, kinds.moving_up(state, is_held=is_held), action)


@transaction.atomic
def set_up(quota: Quota) -> int:
    """Save a quota as staff want it: count who holds its places, seat who waits.

    Returns how many were seated. Raises IntegrityError when more places are taken than
    it is to have.
    """
    _keep_others_out(quota.conference_id)
    quota.taken = taken_of(quota)
    # Of those beyond the size only what is still needed, and never one more.
    needed = 0 if quota.size is None else max(0, quota.taken - quota.size)
    quota.beyond = min(quota.beyond, needed)
    quota.save()
    return hand_over(quota.conference_id)


@transaction.atomic
def remove(quota: Quota) -> int:
    """Lift a limit, and seat whoever has waited because of it: returns how many."""
    _keep_others_out(quota.conference_id)
    quota.delete()
    return hand_over(quota.conference_id)


def taken_of(quota: Quota) -> int:
    """How many places of it are taken. Whom it counts already are not counted anew."""
    before = Quota.objects.filter(pk=quota.pk).first()
    if before and before.counts_the_same_as(quota):
        return before.taken
    return Delegate.objects.counted_by(quota).holding_a_place().count()


def _keep_others_out(conference_id: int) -> None:
    """Wait for who counts in this conference, and let nobody until the commit.

    Locked rows are not enough: who has read the quotas before a new one was there is
    counted neither by it nor by whoever sets it up.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEP_OTHERS_OUT, [WHICH_QUOTAS, conference_id])


def first_state(*, needs_approval: bool) -> DelegateState:
    return DelegateState.PENDING if needs_approval else DelegateState.CONFIRMED


def quotas_of(delegate: Delegate) -> QuotaQuerySet:
    return Quota.objects.counting(
        delegate.conference_id, delegate.category_id, delegate.attendance
    )
