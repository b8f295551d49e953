"""What staff do with delegates, one or many: tried first, and undone for a minute.

Each is one transaction. Its letters wait for a minute; until they leave, undo() takes
back all that it brought about, also for those who were seated because of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from confsite.constraints import violated
from confsite.models import User
from registration import (
    enrolment,
    entering,
    holds,
    moving,
    places,
    returning,
    waitinglist,
)
from registration.enrolment import Decision
from registration.entering import Entered
from registration.errors import (
    AlreadyUndone,
    CannotBeUndone,
    ChangedMeanwhile,
    NobodyToWriteTo,
    NoLettersWanted,
    NoPlaceLeft,
    PartOfAJob,
    RegisteredAgain,
    RegistrationError,
    TooLateToUndo,
)
from registration.ledger import group_of
from registration.letters import kinds, outbox
from registration.models import Category, Delegate, Letter, Quota, StaffAction
from registration.models.staff_action import DelegateChange
from registration.sign_up import SignUp
from registration.states import (
    HOLDING_A_PLACE,
    DelegateState,
    LetterState,
    Mailing,
    StaffVerb,
)

Refused = list[tuple[Delegate, RegistrationError]]
# What undo() may have to write.
PUT_BACK = [
    *("state", "waiting_number", "held_until", "proved_at"),
    *("category", "attendance", "mailing"),
]
Work = Callable[[StaffAction], Refused]


@dataclass(frozen=True)
class Result:
    """What was done, or would be: with how many, and what follows from it."""

    number: int
    letters: int
    lose_their_place: int
    are_seated: int
    refused: Refused
    # Its key; nothing is left of one that was only tried.
    action: UUID | None = field(compare=False)
    # Who get no place and wait, and whose place is beyond the limit.
    wait: int = 0
    beyond: int = 0
    people: Sequence[Delegate] = ()


@dataclass(frozen=True)
class Grounds:
    """Why: for colleagues, and, where a letter is to tell it, in its languages."""

    text: str = ""
    told_en: str = ""
    told_zh: str = ""


def decide(
    delegates: Sequence[Delegate],
    decision: Decision,
    by: User,
    *,
    reason: Grounds = Grounds(),
    only_try: bool,
) -> Result:
    """Approve, decline or cancel those whom it allows."""

    def work(action: StaffAction) -> Refused:
        return enrolment.decide(delegates, decision, action)

    verb = StaffVerb(decision.letter)
    return carry_out(work, verb, by, reason=reason, only_try=only_try)


def enter(
    people: Sequence[SignUp],
    by: User,
    *,
    mailing: Mailing,
    beyond: bool = False,
    reason: Grounds = Grounds(),
    only_try: bool = False,
) -> Result:
    """Register people whom staff vouch for; the result knows who they are."""
    found: list[Entered] = []

    def work(action: StaffAction) -> Refused:
        found.extend(
            entering.enter(people, mailing=mailing, beyond=beyond, action=action)
        )
        return [
            (Delegate(**signup.columns), refusal)
            for signup, refusal in zip(people, found, strict=True)
            if not isinstance(refusal, Delegate)
        ]

    result = carry_out(work, StaffVerb.ENTERED, by, reason=reason, only_try=only_try)
    return replace(result, people=[d for d in found if isinstance(d, Delegate)])


def move(
    delegates: Sequence[Delegate],
    by: User,
    *,
    category: Category | None,
    attendance: str | None,
    beyond: bool = False,
    letter: bool,
    reason: Grounds = Grounds(),
    only_try: bool = False,
) -> Result:
    """Give people another category or way of attending; places follow."""

    def work(action: StaffAction) -> Refused:
        return moving.move(
            delegates,
            category=category,
            attendance=attendance,
            beyond=beyond,
            letter=letter,
            action=action,
        )

    return carry_out(work, StaffVerb.MOVED, by, reason=reason, only_try=only_try)


def seat_beyond(
    delegates: Sequence[Delegate], by: User, *, reason: Grounds, only_try: bool = False
) -> Result:
    """Give those who wait a place beyond the limit, on purpose."""

    def work(action: StaffAction) -> Refused:
        return waitinglist.seat_beyond(delegates, action)

    return carry_out(work, StaffVerb.SEATED, by, reason=reason, only_try=only_try)


def move_up(
    delegates: Sequence[Delegate],
    by: User,
    *,
    place: int,
    reason: Grounds,
    only_try: bool = False,
) -> Result:
    """Let people past others on the waiting list, to a place counted from 1."""

    def work(action: StaffAction) -> Refused:
        return waitinglist.move_up(delegates, place, action)

    return carry_out(work, StaffVerb.ADVANCED, by, reason=reason, only_try=only_try)


def restore(
    delegate: Delegate,
    by: User,
    *,
    beyond: bool = False,
    reason: Grounds = Grounds(),
    only_try: bool = False,
) -> Result:
    """Take somebody back who was cancelled or declined. Raises as enrolment does."""

    def work(action: StaffAction) -> Refused:
        returning.restore(delegate, beyond=beyond, action=action)
        return []

    return carry_out(work, StaffVerb.RESTORED, by, reason=reason, only_try=only_try)


def restore_all(
    delegates: Sequence[Delegate],
    by: User,
    *,
    beyond: bool = False,
    reason: Grounds = Grounds(),
    only_try: bool,
) -> Result:
    """Take back all who can be, those who came first before the others."""

    def work(action: StaffAction) -> Refused:
        refused: Refused = []
        for delegate in sorted(delegates, key=lambda row: row.pk):
            try:
                returning.restore(delegate, beyond=beyond, action=action)
            except RegistrationError as refusal:
                refused.append((delegate, refusal))
        action.number = len(delegates) - len(refused)
        return refused

    return carry_out(work, StaffVerb.RESTORED, by, reason=reason, only_try=only_try)


def send_again(delegates: Sequence[Delegate], by: User, *, only_try: bool) -> Result:
    """Write once more how each of them stands.

    To whom staff had put off writing, from now on they write.
    """

    def work(action: StaffAction) -> Refused:
        chosen = Delegate.objects.filter(pk__in=[row.pk for row in delegates])
        rows = list(chosen.order_by("pk").select_for_update(no_key=True))
        refused = [(row, no) for row in rows if (no := _not_written_to(row))]
        rows = [row for row in rows if _not_written_to(row) is None]
        later = [row for row in rows if row.mailing == Mailing.LATER]
        for row in later:
            action.moves(row, row.state, mailing=row.mailing)
            row.mailing = Mailing.NOW
        Delegate.objects.filter(pk__in=[row.pk for row in later]).update(
            mailing=Mailing.NOW
        )
        action.number = len(rows)
        groups = defaultdict(list)
        for row in rows:
            groups[row.state, row.is_held].append(row)
        for (state, is_held), those in groups.items():
            outbox.queue_for(those, kinds.telling(state, is_held=is_held), action)
        return refused

    return carry_out(work, StaffVerb.SENT_AGAIN, by, only_try=only_try)


def _not_written_to(delegate: Delegate) -> RegistrationError | None:
    if delegate.mailing == Mailing.NEVER:
        return NoLettersWanted()
    return None if delegate.mailbox else NobodyToWriteTo()


def keep(delegates: Sequence[Delegate], by: User, *, only_try: bool) -> Result:
    """Keep the places of those who still have to, for them."""

    def work(action: StaffAction) -> Refused:
        return holds.keep_for(delegates, action)

    return carry_out(work, StaffVerb.KEPT, by, only_try=only_try)


@transaction.atomic
def carry_out(
    work: Work,
    verb: StaffVerb,
    by: User,
    *,
    reason: Grounds = Grounds(),
    only_try: bool,
) -> Result:
    action = StaffAction.objects.create(
        verb=verb,
        by=by,
        reason=reason.text,
        told_en=reason.told_en,
        told_zh=reason.told_zh,
    )
    refused = work(action)
    changes = [DelegateChange(*row) for row in action.changes]
    written_to = list(action.letters.values_list("delegate", flat=True))
    if not action.keys:
        action.keys = sorted({*written_to, *(change.pk for change in changes)})
    action.save(update_fields=["number", "changes", "keys"])
    held = [change for change in changes if change.state in HOLDING_A_PLACE]
    hold = [change for change in changes if change.after in HOLDING_A_PLACE]
    result = Result(
        number=action.number,
        letters=len(written_to),
        lose_their_place=sum(change.after not in HOLDING_A_PLACE for change in held),
        are_seated=sum(change.state == DelegateState.WAITING for change in hold),
        wait=sum(
            change.after == DelegateState.WAITING != change.state for change in changes
        ),
        beyond=sum(change.is_beyond for change in changes),
        refused=refused,
        action=action.pk,
    )
    if only_try or not action.number:
        transaction.set_rollback(True)
    return result


# -- Undo ------------------------------------------------------------------------------


@transaction.atomic
def undo(action: StaffAction) -> None:
    """Take back all that an action brought about, before its letters leave.

    Raises TooLateToUndo, AlreadyUndone, ChangedMeanwhile, NoPlaceLeft, RegisteredAgain,
    PartOfAJob; then nothing is undone.
    """
    changes = {row[0]: DelegateChange(*row) for row in action.changes}
    rows = Delegate.objects.filter(pk__in=changes).order_by("pk")
    conferences = set(rows.values_list("conference", flat=True))
    # Quotas before delegates, as everywhere; the worker passes over locked letters.
    places.hold(conferences)
    delegates = list(rows.select_for_update(no_key=True))
    letters = list(action.letters.select_for_update())
    if any(row.erased_at for row in delegates):
        raise ChangedMeanwhile
    _check(StaffAction.objects.select_for_update().get(pk=action.pk), letters)
    if not all(changes[row.pk].still_holds(row) for row in delegates):
        raise ChangedMeanwhile
    for letter in letters:
        letter.delete()
    try:
        with transaction.atomic():
            _return_places(delegates, changes)
            _leave([row for row in delegates if not changes[row.pk].state])
            for row in delegates:
                if changes[row.pk].state:
                    _put_back(row, changes[row.pk])
    except IntegrityError as error:
        raise _in_words(error) from error
    StaffAction.objects.filter(pk=action.pk).update(undone_at=timezone.now())


def _check(action: StaffAction, letters: Sequence) -> None:
    if action.job_id:
        raise PartOfAJob
    if action.undone_at:
        raise AlreadyUndone
    if action.verb == StaffVerb.MERGED:
        raise CannotBeUndone
    if any(letter.state != LetterState.QUEUED or letter.attempts for letter in letters):
        raise TooLateToUndo


def _return_places(
    delegates: Sequence[Delegate], changes: dict[int, DelegateChange]
) -> None:
    """Those seated meanwhile give theirs to those who had them; never too many."""
    numbers: Counter[tuple] = Counter()
    for row in delegates:
        change = changes[row.pk]
        numbers[change.group_before(row)] += change.state in HOLDING_A_PLACE
        numbers[group_of(row)] -= change.after in HOLDING_A_PLACE
    # Fewer before more: the check of a quota looks at each step.
    for group, number in sorted(numbers.items(), key=lambda item: item[1]):
        Quota.objects.counting(*group).update(taken=F("taken") + number)


def _leave(entered: Sequence[Delegate]) -> None:
    """Whom the action had entered were never there. Raises ChangedMeanwhile."""
    if Letter.objects.filter(delegate__in=entered).exists():
        # Something else was written to them since.
        raise ChangedMeanwhile
    Delegate.objects.filter(pk__in=[row.pk for row in entered]).remove()


def _put_back(row: Delegate, before: DelegateChange) -> None:
    row.state, row.waiting_number = before.state, before.number
    row.held_until = before.held_until and datetime.fromisoformat(before.held_until)
    row.category_id = before.category or row.category_id
    row.attendance = before.attendance or row.attendance
    row.mailing = before.mailing or row.mailing
    if row.held_until:
        row.proved_at = None
    row.save(update_fields=PUT_BACK)


def _in_words(error: IntegrityError) -> Exception:
    """The refusal behind a constraint, or the error itself if it is none of these."""
    refusals: dict[str, type[RegistrationError]] = {
        "quota_never_overbooked": NoPlaceLeft,
        "delegate_waiting_number_once_per_conference": ChangedMeanwhile,
        enrolment.ONE_FOR_AN_ADDRESS: RegisteredAgain,
    }
    refusal = refusals.get(violated(error))
    return refusal() if refusal else error
