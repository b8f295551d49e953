"""Coming in and going out: register, approve, decline, cancel.

Each function is one transaction: it moves the places, the delegate and the
outbox together. Nothing is sent before the commit.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from registration import places
from registration.errors import AlreadyOver, NotAwaitingApproval, TooManyLetters
from registration.letters import kinds, outbox
from registration.letters.kinds import LetterKind
from registration.models import Delegate, Quota
from registration.states import LIVE, DelegateState

# How many letters nobody asked us for a mailbox gets in an hour, at the most.
LETTERS_AN_HOUR = 3


@dataclass(frozen=True)
class SignUp:
    """What a person told us, cleaned; the names are the delegate's columns."""

    submission: UUID
    conference_id: int
    category_id: int
    attendance: str
    email: str
    language: str
    title: str = ""
    family_name: str = ""
    given_name: str = ""
    native_name: str = ""
    phone: str = ""
    organisation: str = ""
    position: str = ""
    country: str = ""
    needs_approval: bool = field(default=False, kw_only=True)

    @property
    def columns(self) -> dict[str, object]:
        return {k: v for k, v in vars(self).items() if k != "needs_approval"}


def register(signup: SignUp) -> Delegate:
    """Register one person and queue their first letter.

    The same form sent again, in any number of parallel copies, leads to the one
    registration. An address that already holds a live one gets its link again instead
    of a second registration, and the answer is the same, so strangers never learn who
    is coming. Who finds a quota full waits.
    """
    try:
        return _enrol(signup)
    except IntegrityError:
        # The unique constraints are the guard; a look beforehand would cost every
        # sign-up a statement and still leave a gap.
        known = _known(signup)
        if known is None:
            # The reference, or the key of the form, is somebody else's: draw anew.
            return _enrol(replace(signup, submission=uuid4()))
        if known.submission != signup.submission:
            _remind(known)
        return known


@transaction.atomic
def _enrol(signup: SignUp) -> Delegate:
    state = places.first_state(needs_approval=signup.needs_approval)
    delegate = Delegate.objects.create(state=state, **signup.columns)
    letter = outbox.queue(kinds.telling(state), delegate)
    if not places.take(delegate):
        places.wait(delegate)
        outbox.change(letter, kinds.WAITING)
    return delegate


def _known(signup: SignUp) -> Delegate | None:
    delegates = Delegate.objects.filter(conference=signup.conference_id)
    return (
        delegates.filter(submission=signup.submission).first()
        or delegates.live().with_email(signup.email).first()
    )


@transaction.atomic
def _remind(delegate: Delegate) -> None:
    """Send the owner of the mailbox the link to the registration that exists."""
    if may_write_to(delegate):
        outbox.queue(kinds.ALREADY_REGISTERED, delegate)


@transaction.atomic
def send_again(delegate: Delegate) -> None:
    """Queue the letter that says how the delegate stands. Raises TooManyLetters."""
    if not may_write_to(delegate):
        raise TooManyLetters
    outbox.queue(kinds.telling(delegate.state), delegate)


def may_write_to(delegate: Delegate) -> bool:
    """Whether the mailbox has had fewer than LETTERS_AN_HOUR within the last hour.

    Locks the delegate, so that requests at the same time are counted one by one.
    """
    Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    return delegate.letters.within_an_hour().count() < LETTERS_AN_HOUR


@transaction.atomic
def approve(delegate: Delegate) -> None:
    """Confirm a pending delegate. The place is already theirs, so no lock is needed.

    Raises NotAwaitingApproval.
    """
    pending = Delegate.objects.filter(pk=delegate.pk, state=DelegateState.PENDING)
    if not pending.update(state=DelegateState.CONFIRMED):
        raise NotAwaitingApproval
    delegate.state = DelegateState.CONFIRMED
    outbox.queue(kinds.APPROVED, delegate)


def decline(delegate: Delegate) -> None:
    """Turn down somebody who is pending or waiting. Raises NotAwaitingApproval."""
    _leave(delegate, DelegateState.DECLINED, kinds.DECLINED)


def cancel(delegate: Delegate) -> None:
    """Take a registration back and give its places to those who wait.

    Raises AlreadyOver.
    """
    _leave(delegate, DelegateState.CANCELLED, kinds.CANCELLED)


@transaction.atomic
def _leave(delegate: Delegate, state: DelegateState, kind: LetterKind) -> None:
    # Quotas before delegates, as everywhere.
    list(Quota.objects.filter(conference=delegate.conference_id).locked())
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if now.state not in LIVE:
        raise AlreadyOver
    if state == DelegateState.DECLINED and now.state == DelegateState.CONFIRMED:
        raise NotAwaitingApproval
    held_a_place = now.holds_a_place
    delegate.state, delegate.waiting_number = state, None
    delegate.calendar_sequence = now.calendar_sequence + 1
    delegate.save(update_fields=["state", "waiting_number", "calendar_sequence"])
    outbox.queue(kind, delegate)
    if held_a_place:
        places.give_back(delegate)
