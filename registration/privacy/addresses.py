"""Another address for our letters: the new mailbox confirms it, the old one is told.

Whether the new address is registered already nobody learns but who reads its mailbox.
"""

from django.db import IntegrityError, transaction

from confsite.constraints import violated
from registration import correspondence, holds
from registration.enrolment import ONE_FOR_AN_ADDRESS
from registration.errors import (
    AlreadyOver,
    NobodyToWriteTo,
    RegisteredAlready,
    TooManyLetters,
    YourAddressAlready,
)
from registration.letters import kinds, outbox
from registration.letters.mailboxes import LETTERS_AN_HOUR
from registration.models import Delegate, Letter
from registration.states import Mailing


@transaction.atomic
def ask(delegate: Delegate, email: str) -> None:
    """Write to the new address what confirms it. Nothing has changed until then.

    Asked again, the newer letter counts. Raises AlreadyOver, YourAddressAlready,
    NobodyToWriteTo, TooManyLetters.
    """
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if not now.is_live:
        raise AlreadyOver
    if now.email == email:
        raise YourAddressAlready
    if now.mailing != Mailing.NOW:
        raise NobodyToWriteTo
    letters = now.letters.within_an_hour().filter(kind=kinds.CONFIRM_ADDRESS)
    if letters.count() >= LETTERS_AN_HOUR:
        raise TooManyLetters
    outbox.queue(kinds.CONFIRM_ADDRESS, now, recipient=email)


def confirm(letter: Letter) -> Delegate:
    """Do as the letter offered, whose reader has pressed the button behind its link.

    From now on letters go there, and the old links are dead: the old mailbox reads so,
    and not where to. It proves the address, as keeping a place does. Raises
    RegisteredAlready, AlreadyOver.
    """
    delegate = letter.delegate
    try:
        with transaction.atomic():
            now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
            if not now.is_live:
                raise AlreadyOver
            correspondence.change_address(now, letter.recipient)
            holds.keep(now)
    except IntegrityError as error:
        if violated(error) != ONE_FOR_AN_ADDRESS:
            raise
        raise RegisteredAlready from error
    return Delegate.objects.select_related("conference", "category").get(pk=now.pk)
