"""Coming in and going out: register, approve, decline, cancel.

Each function is one transaction: it moves the places, the delegate and the
outbox together. Nothing is sent before the commit.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from confsite.constraints import violated
from confsite.inserting import insert
from confsite.outage import is_outage
from registration import correspondence, places, refusals
from registration.consents import services as consents
from registration.errors import (
    AlreadyOver,
    NotAwaitingApproval,
    PlacesTaken,
    RegistrationError,
)
from registration.letters import kinds, outbox
from registration.letters.kinds import LetterKind
from registration.models import Delegate, RefusedSignUp, StaffAction
from registration.sign_up import SignUp
from registration.states import HOLDING_A_PLACE, LIVE, OVER, DelegateState

logger = logging.getLogger(__name__)

# For how long a place is held for a form.
HOLD_HOURS = 24
# What a form says about a person, without consequences for places and letters.
FACTS = {
    *("title", "family_name", "given_name", "native_name"),
    *("phone", "organisation", "position", "country", "language"),
}
ONE_FOR_AN_ADDRESS = "delegate_one_live_registration_per_address"


@transaction.atomic
def register(signup: SignUp) -> Delegate | None:
    """Register one person and queue their first letter.

    The same form sent again, in any number of parallel copies, leads to the one
    registration; filled in otherwise it corrects that. A form with an address that
    holds a live one already is kept until the worker looks at it (settle), and there is
    no delegate to return; it costs as much, and the answer is the same, so strangers
    never learn who is coming. Who finds a quota full waits.

    Raises PlacesTaken, with nothing written, where only waiting is left for somebody
    who has not read so.
    """
    state = places.first_state(needs_approval=signup.needs_approval)
    delegate = Delegate(state=state, **signup.columns, **signup.proof)
    # The unique constraints are the guard; a look beforehand would cost every sign-up a
    # statement and still leave a gap.
    if insert(delegate):
        _seat_or_wait(delegate, signup)
        return delegate
    known = Delegate.objects.filter(submission=signup.submission).first()
    if known is None:
        _put_aside(signup)
        return None
    if known.conference_id != signup.conference_id:
        # The key of the form is somebody else's: draw anew.
        return register(replace(signup, submission=uuid4()))
    return known if _is_repeated(known, signup) else _correct(known, signup)


def _seat_or_wait(delegate: Delegate, signup: SignUp) -> None:
    kind = kinds.telling(delegate.state, is_held=delegate.is_held)
    letter = outbox.queue(kind, delegate)
    if not places.take(delegate, *consents.giving(delegate, signup.consents)):
        if not signup.may_wait:
            raise PlacesTaken
        places.wait(delegate)
        if letter:
            outbox.change(letter, kinds.WAITING)


def _put_aside(signup: SignUp) -> None:
    """Keep a form whose address is known, or whose reference met another by chance.

    What a new address would hear of places, this one hears, and waits for it as long.
    """
    kept = refusals.keeping(signup)
    if not places.are_left(signup.group, kept) and not signup.may_wait:
        raise PlacesTaken
    refusals.tell_of_it()


def _is_repeated(known: Delegate, signup: SignUp) -> bool:
    """Whether it says what was sent first, whatever has been corrected since."""
    first = known.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
    said = {k: v for k, v in signup.columns.items() if k != "network"}
    if any(str(getattr(first, k)) != str(v) for k, v in said.items()):
        return False
    return consents.given_first(known) == signup.consents


def _correct(known: Delegate, signup: SignUp) -> Delegate | None:
    """Take the same form with other content, as browsers send it after *Back*.

    With another category or way of attending the place moves. Raises PlacesTaken.
    """
    with transaction.atomic():
        places.hold([known.conference_id])
        now = Delegate.objects.select_for_update(no_key=True).get(pk=known.pk)
        if now.state in OVER:
            return register(replace(signup, submission=uuid4()))
        if signup.group != (now.conference_id, now.category_id, now.attendance):
            _move(now, signup)
        facts = {k: v for k, v in signup.columns.items() if k in FACTS}
        Delegate.objects.filter(pk=now.pk).update(**facts)
        consents.correct(now, signup.consents, signup.language)
        if now.email == signup.email:
            outbox.overtake(now)
            outbox.queue(kinds.telling(now.state, is_held=now.is_held), now)
    correct_address(known.submission, signup.email)
    return known


def _move(delegate: Delegate, signup: SignUp) -> None:
    """Give the delegate's places back and take those of another group, or wait."""
    if delegate.holds_a_place:
        places.quotas_of(delegate).update(taken=F("taken") - 1)
    delegate.category_id, delegate.attendance = signup.category_id, signup.attendance
    if not (delegate.proved_at or delegate.holds_a_place):
        delegate.held_until = signup.proof.get("held_until")
    delegate.state = places.first_state(needs_approval=signup.needs_approval)
    delegate.waiting_number = None
    if not places.take(delegate):
        if not signup.may_wait:
            raise PlacesTaken
        delegate.state, delegate.waiting_number = DelegateState.WAITING, delegate.pk
        delegate.held_until = None
    delegate.save(
        update_fields=[
            *("category", "attendance", "state", "waiting_number", "held_until")
        ]
    )
    places.hand_over(delegate.conference_id)


def correct_address(submission: UUID, email: str) -> None:
    """Write to another address about what was sent with this form.

    Its registration moves there; a form that was not taken, because its address was
    registered already, is taken now. Whose address is registered already reads so; to
    whoever asked all three look alike.
    """
    registered = Delegate.objects.filter(submission=submission).first()
    if registered is None:
        _take_after_all(submission, email)
        return
    if registered.has_lapsed:
        # There was no such mailbox, and the place went at once.
        signup = _signup_of(registered, email)
        register(replace(signup, submission=uuid4(), hold_hours=HOLD_HOURS))
        return
    try:
        correspondence.change_address(registered, email)
    except IntegrityError as error:
        if violated(error) != ONE_FOR_AN_ADDRESS:
            raise
        refusals.keep(_signup_of(registered, email))


@transaction.atomic
def _take_after_all(submission: UUID, email: str) -> None:
    kept = RefusedSignUp.objects.filter(submission=submission)
    if form := kept.select_for_update().first():
        form.delete()
        # They have their answer already, so they may as well wait.
        register(replace(form.sign_up, email=email, may_wait=True))


def _signup_of(delegate: Delegate, email: str) -> SignUp:
    """What the delegate's form would have said with another address."""
    names = (field.name for field in fields(SignUp))
    known = {name: getattr(delegate, name) for name in names if hasattr(delegate, name)}
    known |= {"email": email, "country": str(delegate.country)}
    return SignUp(**known | {"consents": consents.given_by(delegate)})


# -- Forms that were put aside ---------------------------------------------------------


def settle_all() -> None:
    """Look at every form that was put aside. One that cannot be settled stays."""
    unsettled = RefusedSignUp.objects.unsettled()
    for submission in unsettled.values_list("submission", flat=True):
        try:
            settle(submission)
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("A form cannot be settled: %s", submission)


@transaction.atomic
def settle(submission: UUID) -> Delegate | None:
    """Tell whose address it is that a form came with it; if it is free now, register.

    Returns whom it was settled with: None if another worker is at it.
    """
    forms = RefusedSignUp.objects.unsettled().select_for_update(skip_locked=True)
    form = forms.filter(submission=submission).first()
    if form is None:
        return None
    signup = form.sign_up
    delegates = Delegate.objects.filter(conference=signup.conference_id)
    owner = delegates.live().with_email(signup.email).first()
    if owner and owner.submission != form.submission:
        refusals.refuse(form, owner)
        return owner
    form.delete()
    return owner or register(replace(signup, may_wait=True))


# -- Decisions -------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    """A change of state that somebody decides on, and the letter that tells of it."""

    state: DelegateState
    letter: LetterKind
    from_states: Collection[DelegateState]

    @property
    def keeps_the_place(self) -> bool:
        return self.state in HOLDING_A_PLACE

    def refusal(self, delegate: Delegate) -> RegistrationError | None:
        if delegate.state in self.from_states:
            return None
        return NotAwaitingApproval() if delegate.state in LIVE else AlreadyOver()


# A pending delegate holds a place, so approving someone can never overbook.
APPROVAL = Decision(
    DelegateState.CONFIRMED, kinds.APPROVED, from_states=[DelegateState.PENDING]
)
REFUSAL = Decision(
    DelegateState.DECLINED,
    kinds.DECLINED,
    from_states=[state for state in LIVE if state != DelegateState.CONFIRMED],
)
CANCELLATION = Decision(DelegateState.CANCELLED, kinds.CANCELLED, from_states=LIVE)


def approve(delegate: Delegate) -> None:
    """Confirm a pending delegate. Raises NotAwaitingApproval or AlreadyOver."""
    _decide_on_one(delegate, APPROVAL)


def decline(delegate: Delegate) -> None:
    """Turn down somebody who is not confirmed. Raises as approve() does."""
    _decide_on_one(delegate, REFUSAL)


def cancel(delegate: Delegate) -> None:
    """Take a registration back and give its places to those who wait.

    Raises AlreadyOver.
    """
    _decide_on_one(delegate, CANCELLATION)


def _decide_on_one(delegate: Delegate, decision: Decision) -> None:
    for _delegate, refusal in decide([delegate], decision):
        raise refusal
    delegate.refresh_from_db(fields=["state", "waiting_number", "calendar_sequence"])


@transaction.atomic
def decide(
    delegates: Iterable[Delegate],
    decision: Decision,
    action: StaffAction | None = None,
) -> list[tuple[Delegate, RegistrationError]]:
    """Move all whom the decision allows; returns the others, each with its refusal."""
    keys = {d.pk: d.conference_id for d in delegates}
    if not decision.keeps_the_place:
        # Quotas before delegates, as everywhere.
        places.hold(keys.values())
    chosen = Delegate.objects.filter(pk__in=keys).order_by("pk")
    rows = list(chosen.select_for_update(no_key=True))
    refused = [(row, no) for row in rows if (no := decision.refusal(row))]
    moved = [row for row in rows if decision.refusal(row) is None]
    if action:
        action.number = len(moved)
        for row in moved:
            action.moves(row, decision.state)
    # Whom staff approve of they vouch for.
    proof = {"proved_at": Coalesce("proved_at", Now())}
    Delegate.objects.filter(pk__in=[row.pk for row in moved]).update(
        state=decision.state,
        waiting_number=None,
        held_until=None,
        **(proof if decision.keeps_the_place else {}),
    )
    outbox.queue_for(moved, decision.letter, action)
    if not decision.keeps_the_place:
        places.give_back((row for row in moved if row.holds_a_place), action)
    return refused
