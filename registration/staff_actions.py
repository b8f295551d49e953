"""What staff do with delegates, one or many: tried first, and undone for a minute.

Each is one transaction. Its letters wait for a minute; until they leave, undo() takes
back all that it brought about, also for those who were seated because of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from confsite.constraints import violated
from confsite.models import User
from registration import enrolment, holds, places, returning
from registration.duplicates import merging
from registration.duplicates.merging import Choice
from registration.enrolment import Decision
from registration.errors import (
    AlreadyUndone,
    CannotBeUndone,
    ChangedMeanwhile,
    NoPlaceLeft,
    RegisteredAgain,
    RegistrationError,
    TooLateToUndo,
)
from registration.letters import kinds, outbox
from registration.models import Delegate, PossibleDuplicate, Quota, StaffAction
from registration.states import (
    HOLDING_A_PLACE,
    DelegateState,
    LetterState,
    StaffVerb,
)

Refused = list[tuple[Delegate, RegistrationError]]
Work = Callable[[StaffAction], Refused]


@dataclass(frozen=True)
class Result:
    """What was done, or would be: with how many, and what follows from it."""

    number: int
    letters: int
    lose_their_place: int
    are_seated: int
    refused: Refused


def decide(
    delegates: Sequence[Delegate], decision: Decision, by: User, *, only_try: bool
) -> Result:
    """Approve, decline or cancel those whom it allows."""

    def work(action: StaffAction) -> Refused:
        return enrolment.decide(delegates, decision, action)

    return _carry_out(work, StaffVerb(decision.letter), by, only_try=only_try)


def restore(
    delegate: Delegate, by: User, *, beyond: bool = False, only_try: bool = False
) -> Result:
    """Take somebody back who was cancelled or declined. Raises as enrolment does."""

    def work(action: StaffAction) -> Refused:
        returning.restore(delegate, beyond=beyond, action=action)
        return []

    return _carry_out(work, StaffVerb.RESTORED, by, only_try=only_try)


def send_again(delegates: Sequence[Delegate], by: User, *, only_try: bool) -> Result:
    """Write once more how each of them stands."""

    def work(action: StaffAction) -> Refused:
        action.number = len(delegates)
        groups = defaultdict(list)
        for delegate in delegates:
            groups[delegate.state, delegate.is_held].append(delegate)
        for (state, is_held), those in groups.items():
            outbox.queue_for(those, kinds.telling(state, is_held=is_held), action)
        return []

    return _carry_out(work, StaffVerb.SENT_AGAIN, by, only_try=only_try)


def keep(delegates: Sequence[Delegate], by: User, *, only_try: bool) -> Result:
    """Keep the places of those who still have to, for them."""

    def work(action: StaffAction) -> Refused:
        return holds.keep_for(delegates, action)

    return _carry_out(work, StaffVerb.KEPT, by, only_try=only_try)


def merge(
    pair: PossibleDuplicate, choice: Choice, by: User, *, only_try: bool = False
) -> Result:
    """Let one registration stand for two of one person. Raises as merging does."""

    def work(action: StaffAction) -> Refused:
        merging.merge(pair, choice, action)
        return []

    return _carry_out(work, StaffVerb.MERGED, by, only_try=only_try)


@transaction.atomic
def _carry_out(work: Work, verb: StaffVerb, by: User, *, only_try: bool) -> Result:
    action = StaffAction.objects.create(verb=verb, by=by)
    refused = work(action)
    action.save(update_fields=["number", "changes"])
    held, hold = (
        [row for row in action.changes if row[place] in HOLDING_A_PLACE]
        for place in (1, 3)
    )
    result = Result(
        number=action.number,
        letters=action.letters.count(),
        lose_their_place=sum(row[3] not in HOLDING_A_PLACE for row in held),
        are_seated=sum(row[1] == DelegateState.WAITING for row in hold),
        refused=refused,
    )
    if only_try or not action.number:
        transaction.set_rollback(True)
    return result


# -- Undo ------------------------------------------------------------------------------


@transaction.atomic
def undo(action: StaffAction) -> None:
    """Take back all that an action brought about, before its letters leave.

    Raises TooLateToUndo, AlreadyUndone, ChangedMeanwhile, NoPlaceLeft, RegisteredAgain;
    then nothing is undone.
    """
    changes = {pk: before for pk, *before in action.changes}
    rows = Delegate.objects.filter(pk__in=changes).order_by("pk")
    conferences = set(rows.values_list("conference", flat=True))
    # Quotas before delegates, as everywhere; the worker passes over locked letters.
    places.hold(conferences)
    delegates = list(rows.select_for_update(no_key=True))
    letters = list(action.letters.select_for_update())
    _check(StaffAction.objects.select_for_update().get(pk=action.pk), letters)
    if any(row.state != changes[row.pk][2] for row in delegates):
        raise ChangedMeanwhile
    for letter in letters:
        letter.delete()
    try:
        with transaction.atomic():
            _return_places(delegates, changes)
            for row in delegates:
                row.state, row.waiting_number, _after, row.held_until = changes[row.pk]
                if row.held_until:
                    row.proved_at = None
                row.save(
                    update_fields=["state", "waiting_number", "held_until", "proved_at"]
                )
    except IntegrityError as error:
        raise _in_words(error) from error
    StaffAction.objects.filter(pk=action.pk).update(undone_at=timezone.now())


def _check(action: StaffAction, letters: Sequence) -> None:
    if action.undone_at:
        raise AlreadyUndone
    if action.verb == StaffVerb.MERGED:
        raise CannotBeUndone
    if any(letter.state != LetterState.QUEUED or letter.attempts for letter in letters):
        raise TooLateToUndo


def _return_places(delegates: Sequence[Delegate], changes: dict[int, list]) -> None:
    """Those seated meanwhile give theirs to those who had them; never too many."""
    numbers: Counter[tuple] = Counter()
    for row in delegates:
        before, _number, after, _held = changes[row.pk]
        group = (row.conference_id, row.category_id, row.attendance)
        numbers[group] += (before in HOLDING_A_PLACE) - (after in HOLDING_A_PLACE)
    # Fewer before more: the check of a quota looks at each step.
    for group, number in sorted(numbers.items(), key=lambda item: item[1]):
        Quota.objects.counting(*group).update(taken=F("taken") + number)


def _in_words(error: IntegrityError) -> Exception:
    """The refusal behind a constraint, or the error itself if it is none of these."""
    refusals: dict[str, type[RegistrationError]] = {
        "quota_never_overbooked": NoPlaceLeft,
        enrolment.ONE_FOR_AN_ADDRESS: RegisteredAgain,
    }
    refusal = refusals.get(violated(error))
    return refusal() if refusal else error
