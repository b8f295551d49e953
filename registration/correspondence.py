"""Where we write to somebody, how often, and what our links still open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy

from django.db import connection, transaction
from django.db.models import F

from registration.errors import NobodyToWriteTo, TooManyLetters
from registration.letters import kinds, outbox
from registration.letters.kinds import LetterKind
from registration.letters.mailboxes import LETTERS_AN_HOUR
from registration.models import Delegate

ADDRESSES = """
UPDATE registration_delegate AS delegate
SET email = new.email, contact_email = new.contact_email
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, email, contact_email)
WHERE delegate.id = new.id
"""


@transaction.atomic
def remind(delegate: Delegate, kind: LetterKind) -> None:
    """Tell the owner of the mailbox that a form came with its address."""
    if may_write_to(delegate):
        outbox.queue(kind, delegate)


@transaction.atomic
def change_address(
    delegate: Delegate, email: str, contact_email: str | None = None
) -> bool:
    """Write to another address from now on. Raises IntegrityError where it is taken.

    Or to a contact, where there is none of their own. Every link that was sent to the
    mailbox before stops working. The new one gets the letter that says how the delegate
    stands, the other a note. Returns whether letters go elsewhere now.
    """
    rows = Delegate.objects.filter(pk=delegate.pk)
    before = rows.select_for_update(no_key=True).get()
    if contact_email is None:
        contact_email = before.contact_email
    rows.update(email=email, contact_email=contact_email)
    delegate.email, delegate.contact_email = email, contact_email
    if before.mailbox == delegate.mailbox:
        return False
    rows.update(link_version=F("link_version") + 1)
    outbox.overtake(delegate)
    if before.is_live:
        kind = kinds.telling(before.state, is_held=before.is_held)
        outbox.queue(kind, delegate)
    if before.mailbox:
        outbox.queue(kinds.ADDRESS_CHANGED, delegate, recipient=before.mailbox)
    return True


@transaction.atomic
def change_addresses(
    addresses: Mapping[int, tuple[str, str]], *, letters: bool
) -> None:
    """The same for many whom the caller has locked: own address and contact's, by key.

    Raises IntegrityError. Without letters nobody is told, but the links stop working
    all the same.
    """
    rows = Delegate.objects.filter(pk__in=addresses)
    before = {row.pk: copy(row) for row in rows}
    moved = []
    for row in rows:
        row.email, row.contact_email = addresses[row.pk]
        if row.mailbox != before[row.pk].mailbox:
            moved.append(row)
    with connection.cursor() as cursor:
        own, contacts = zip(*addresses.values(), strict=True)
        cursor.execute(ADDRESSES, [list(addresses), list(own), list(contacts)])
    close_links(moved)
    outbox.overtake_all(moved)
    if not letters:
        return
    told = defaultdict(list)
    for row in moved:
        if row.is_live:
            told[row.state, row.is_held].append(row)
    for (state, is_held), those in told.items():
        outbox.queue_for(those, kinds.telling(state, is_held=is_held), None)
    for row in moved:
        if mailbox := before[row.pk].mailbox:
            outbox.queue(kinds.ADDRESS_CHANGED, row, recipient=mailbox)


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
