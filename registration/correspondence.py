"""Where we write to somebody, how often, and what our links still open."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from registration.errors import NobodyToWriteTo, TooManyLetters
from registration.letters import kinds, outbox
from registration.letters.kinds import LetterKind
from registration.letters.mailboxes import LETTERS_AN_HOUR
from registration.models import Delegate


@transaction.atomic
def remind(delegate: Delegate, kind: LetterKind) -> None:
    """Tell the owner of the mailbox that a form came with its address."""
    if may_write_to(delegate):
        outbox.queue(kind, delegate)


@transaction.atomic
def change_address(
    delegate: Delegate, email: str, contact_email: str | None = None
) -> None:
    """Write to another address from now on. Raises IntegrityError where it is taken.

    Or to a contact, where there is none of their own. Every link that was sent to the
    mailbox before stops working. The new one gets the letter that says how the delegate
    stands, the other a note.
    """
    rows = Delegate.objects.filter(pk=delegate.pk)
    before = rows.select_for_update(no_key=True).get()
    if contact_email is None:
        contact_email = before.contact_email
    rows.update(email=email, contact_email=contact_email)
    delegate.email, delegate.contact_email = email, contact_email
    if before.mailbox == delegate.mailbox:
        return
    rows.update(link_version=F("link_version") + 1)
    outbox.overtake(delegate)
    if before.is_live:
        kind = kinds.telling(before.state, is_held=before.is_held)
        outbox.queue(kind, delegate)
    if before.mailbox:
        outbox.queue(kinds.ADDRESS_CHANGED, delegate, recipient=before.mailbox)


def close_links(delegates: Sequence[Delegate]) -> None:
    """Let no link that was ever sent to these people open anything any more."""
    rows = Delegate.objects.filter(pk__in=[delegate.pk for delegate in delegates])
    rows.update(link_version=F("link_version") + 1)


@transaction.atomic
def send_again(delegate: Delegate) -> None:
    """Queue the letter that says how the delegate stands.

    Raises TooManyLetters, NobodyToWriteTo.
    """
    if not delegate.gets_letters:
        raise NobodyToWriteTo
    if not may_write_to(delegate):
        raise TooManyLetters
    kind = kinds.telling(delegate.state, is_held=delegate.is_held)
    outbox.queue(kind, delegate, asked=True)


def may_write_to(delegate: Delegate) -> bool:
    """Whether this registration has caused fewer than LETTERS_AN_HOUR of late.

    Locks the delegate, so that requests at the same time are counted one by one. What
    staff caused is not counted: the limit is for strangers. Nor is what went to an
    address before, or never left.
    """
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    letters = delegate.letters.within_an_hour().to(now.mailbox).filter(action=None)
    return letters.count() < LETTERS_AN_HOUR
