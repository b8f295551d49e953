"""Coming back after it was over: by staff, or by the person whose place had lapsed."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from confsite.constraints import violated
from registration import places
from registration.enrolment import ONE_FOR_AN_ADDRESS
from registration.errors import (
    AlreadyOver,
    NotOver,
    RegisteredAgain,
    SignUpIsClosed,
    WasErased,
)
from registration.letters import kinds, outbox
from registration.models import Delegate, DelegateMerge, StaffAction
from registration.states import LIVE, DelegateState


@transaction.atomic
def restore(
    delegate: Delegate, *, beyond: bool, action: StaffAction | None = None
) -> None:
    """Take back somebody who was cancelled or declined: as who is confirmed.

    Without a place they wait: at their old number, or at the end if they never had one.
    Or, `beyond` the limit, they get one on purpose. Raises NotOver, RegisteredAgain,
    WasErased.
    """
    places.hold([delegate.conference_id])
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if now.state in LIVE:
        raise NotOver
    if now.erased_at:
        raise WasErased
    has_a_place = places.take(now)
    if beyond and not has_a_place:
        places.take_beyond(now)
        has_a_place = True
    state = DelegateState.CONFIRMED if has_a_place else DelegateState.WAITING
    if action:
        action.number = 1
        action.moves(now, state)
    _bring_back(now, state, None if has_a_place else places.number_in_line(now))
    kind = kinds.RESTORED if has_a_place else kinds.RESTORED_WAITING
    outbox.queue_for([now], kind, action)
    # It stands for itself again.
    DelegateMerge.objects.filter(delegate=now).delete()


@transaction.atomic
def come_back(delegate: Delegate) -> None:
    """Register somebody anew whose place was not kept in time.

    To a place if one is free, or behind everybody who waits. Raises NotOver,
    AlreadyOver, SignUpIsClosed, RegisteredAgain.
    """
    places.hold([delegate.conference_id])
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if now.is_live:
        raise NotOver
    if not now.has_lapsed:
        raise AlreadyOver
    if not now.conference.registration.is_open:
        raise SignUpIsClosed
    if places.take(now):
        state = places.first_state(needs_approval=now.category.needs_approval)
        _bring_back(now, state, None)
    else:
        _bring_back(now, DelegateState.WAITING, places.last_number())
    outbox.queue(kinds.telling(now.state), now, asked=True)


def _bring_back(
    delegate: Delegate, state: DelegateState, waiting_number: int | None
) -> None:
    """Let a locked row live again; there is nothing left to prove.

    Raises RegisteredAgain.
    """
    delegate.state, delegate.waiting_number = state, waiting_number
    delegate.held_until, delegate.proved_at = None, Now()
    try:
        with transaction.atomic():
            delegate.save(
                update_fields=["state", "waiting_number", "held_until", "proved_at"]
            )
    except IntegrityError as error:
        if violated(error) != ONE_FOR_AN_ADDRESS:
            raise
        raise RegisteredAgain from error
