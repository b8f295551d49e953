"""Another category or way of attending: places follow, by the rules of a sign-up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Coalesce, Now

from registration import places
from registration.errors import (
    AlreadyOver,
    CannotBeAttendedSo,
    IsThereAlready,
    OfAnotherConference,
    RegistrationError,
)
from registration.ledger import Group, Ledger, group_of, last_numbers, put_in_line
from registration.letters import kinds, outbox
from registration.models import Category, Delegate, StaffAction
from registration.models.delegate import DelegateQuerySet
from registration.states import LIVE, DelegateState

Refused = list[tuple[Delegate, RegistrationError]]


@dataclass
class Move:
    """Where one delegate goes, and how they stand there."""

    delegate: Delegate
    category: Category
    attendance: str
    state: str = ""
    is_beyond: bool = False
    is_approved: bool = False

    @property
    def group(self) -> Group:
        return self.delegate.conference_id, self.category.pk, self.attendance

    def refusal(self) -> RegistrationError | None:
        if self.delegate.state not in LIVE:
            return AlreadyOver()
        if self.category.conference_id != self.delegate.conference_id:
            return OfAnotherConference()
        if self.group == group_of(self.delegate):
            return IsThereAlready()
        if self.attendance not in self.category.attendances:
            return CannotBeAttendedSo()
        return None

    def seat(self, ledger: Ledger, *, beyond: bool) -> None:
        """Take the places there; without one they wait, and give back what they had."""
        before = self.delegate
        held = group_of(before) if before.holds_a_place else None
        has_a_place = ledger.take(self.group, instead_of=held)
        if beyond and not has_a_place:
            ledger.take_beyond(self.group, instead_of=held)
            self.is_beyond = True
        if has_a_place or self.is_beyond:
            self.state = self.state_with_a_place()
            return
        self.state = DelegateState.WAITING
        if held:
            ledger.give_back(held)

    def state_with_a_place(self) -> str:
        """Who was confirmed stays so: staff have decided on them before."""
        if self.delegate.state in (DelegateState.CONFIRMED, DelegateState.OFFERED):
            return self.delegate.state
        needs_approval = self.category.needs_approval and not self.is_approved
        return places.first_state(needs_approval=needs_approval)


@transaction.atomic
def move(
    delegates: Iterable[Delegate],
    *,
    category: Category | None,
    attendance: str | None,
    beyond: bool = False,
    letter: bool,
    action: StaffAction,
) -> Refused:
    """Move all who can be, None leaves as it is; returns the others with why not.

    Who finds no place there waits: at the number they had, or at the end; or, `beyond`
    the limit, gets one on purpose. A place that is left goes to who has waited for it
    before it goes to anybody who is moved. Without a letter only those others are told.
    """
    keys = {delegate.pk: delegate.conference_id for delegate in delegates}
    # Quotas before delegates, as everywhere.
    places.hold(keys.values())
    rows = Delegate.objects.filter(pk__in=keys).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",))
    moves = [
        Move(row, category or row.category, attendance or row.attendance)
        for row in locked.select_related("category")
    ]
    refused = [(move.delegate, no) for move in moves if (no := move.refusal())]
    moves = [move for move in moves if move.refusal() is None]
    ledger = Ledger(keys.values())
    _look_for_approval(moves)
    for one in moves:
        one.seat(ledger, beyond=beyond)
    ledger.write_down()
    _remember(moves, action)
    _write(moves, category, attendance)
    for conference_id in sorted(set(keys.values())):
        places.hand_over(conference_id, action)
    _settle(moves, action, letter=letter)
    return refused


def _look_for_approval(moves: list[Move]) -> None:
    """Of those who wait: who was entered, approved or restored by staff."""
    waiting = [
        one
        for one in moves
        if one.category.needs_approval and one.delegate.state == DelegateState.WAITING
    ]
    if not waiting:
        return
    keys = [one.delegate.pk for one in waiting]
    approved = StaffAction.objects.approved_of(keys)
    for one in waiting:
        one.is_approved = one.delegate.pk in approved


def _remember(moves: list[Move], action: StaffAction) -> None:
    action.number += len(moves)
    for one in moves:
        action.moves(
            one.delegate,
            one.state,
            category=one.delegate.category_id,
            attendance=one.delegate.attendance,
            category_after=one.category.pk,
            attendance_after=one.attendance,
            is_beyond=one.is_beyond,
        )


def _write(
    moves: list[Move], category: Category | None, attendance: str | None
) -> None:
    """Let the rows say where they are, and how they stand, until the line has moved."""
    goal: dict[str, object] = {}
    if category:
        goal["category"] = category
    if attendance:
        goal["attendance"] = attendance
    _rows(moves).update(**goal)
    by_state: dict[str, list[Move]] = defaultdict(list)
    for one in moves:
        by_state[one.state].append(one)
    lose = [
        one.delegate
        for one in by_state.pop(DelegateState.WAITING, [])
        if one.delegate.state != DelegateState.WAITING
    ]
    put_in_line(_numbers(lose))
    for state, those in by_state.items():
        gain = [one for one in those if one.delegate.state == DelegateState.WAITING]
        _rows(those).update(state=state, waiting_number=None)
        # Whom staff move to a place they vouch for.
        _rows(gain).update(held_until=None, proved_at=Coalesce("proved_at", Now()))


def _rows(moves: Iterable[Move]) -> DelegateQuerySet:
    return Delegate.objects.filter(pk__in=[one.delegate.pk for one in moves])


def _numbers(delegates: list[Delegate]) -> dict[int, int]:
    """As places.number_in_line(), for many."""
    events = Delegate.pgh_event_model.objects  # type: ignore[attr-defined]
    waited = set(
        events.filter(
            pgh_obj__in=[row.pk for row in delegates], state=DelegateState.WAITING
        ).values_list("pgh_obj_id", flat=True)
    )
    new = [row.pk for row in delegates if row.pk not in waited]
    old = {row.pk: row.pk for row in delegates if row.pk in waited}
    return old | dict(zip(new, last_numbers(len(new)), strict=True))


def _settle(moves: list[Move], action: StaffAction, *, letter: bool) -> None:
    """Tell those who were moved how they stand in the end, once and by one letter."""
    kept = [one for one in moves if one.delegate.state == DelegateState.CONFIRMED]
    # They were approved; that the line has seated them changes nothing about it.
    again = _rows(kept).filter(state=DelegateState.PENDING)
    again.update(state=DelegateState.CONFIRMED)
    action.letters.filter(delegate__in=[one.delegate.pk for one in moves]).delete()
    groups: dict[kinds.LetterKind, list[Delegate]] = defaultdict(list)
    for now in _rows(moves).order_by("pk"):
        action.moves(now, now.state)
        groups[kinds.moved(now.state, is_held=now.is_held)].append(now)
    if letter:
        for kind, those in groups.items():
            outbox.queue_for(those, kind, action)
