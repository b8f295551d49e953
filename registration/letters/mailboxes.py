"""At most so many letters in an hour to one mailbox that nobody there asked for (S4).

However its address is written, and over all conferences. The worker counts when it has
claimed a letter: a sign-up costs nothing more and says nothing else. Who has had enough
gets the next letter when an hour is over.
"""

from contextlib import suppress
from datetime import timedelta
from unicodedata import normalize

from django.conf import settings
from django.db.models.functions import Now
from django.utils.encoding import punycode

from confsite import tallies
from registration.errors import MailboxHasEnough
from registration.letters import claims, mime
from registration.models import Letter

LETTERS_AN_HOUR = 3
HOUR = timedelta(hours=1)
# One provider under several names, and whose mailboxes are the same without dots.
SAME = {"googlemail.com": "gmail.com"}
WITHOUT_DOTS = {"gmail.com"}


def within_the_limit(letters: list[Letter]) -> list[Letter]:
    """Of claimed letters those that may leave now; the others are put back for later.

    A letter that is tried again is counted once, as of its latest try.
    """
    if not settings.LIMITS:
        return letters
    keys = {letter: key_of(letter) for letter in letters if not letter.was_asked_for}
    held: list[Letter] = []
    left = list(keys)
    while left:
        # One of each mailbox at a time.
        first = {keys[letter]: letter for letter in reversed(left)}
        marks = {key: str(letter.pk) for key, letter in first.items()}
        taken = tallies.mark(marks, LETTERS_AN_HOUR, HOUR)
        held += [letter for letter in left if keys[letter] in set(first) - taken]
        left = [
            letter
            for letter in left
            if keys[letter] in taken and letter != first[keys[letter]]
        ]
    hold_back(held, keys)
    return [letter for letter in letters if letter not in held]


def hold_back(letters: list[Letter], keys: dict[Letter, str]) -> None:
    if not letters:
        return
    free_at = tallies.free_at([keys[letter] for letter in letters], HOUR)
    reason = claims.in_english(MailboxHasEnough())
    for letter in letters:
        due_at = free_at.get(keys[letter], Now())
        claims.put_back([letter], due_at=due_at, reason=reason)


def key_of(letter: Letter) -> str:
    return tallies.key_of("mailbox", canonical(mime.recipient(letter)))


def canonical(address: str) -> str:
    """One spelling of all that lead to the same mailbox.

    In small letters, without a tag (RFC 5233), quotation marks or, where the provider
    reads none, dots; the domain as it is looked up.
    """
    local, _at, domain = normalize("NFKC", address).casefold().rpartition("@")
    if local.startswith('"'):
        local = local.strip('"').replace("\\", "")
    local = local.partition("+")[0] or local
    # To what cannot be looked up no letter leaves.
    with suppress(UnicodeError):
        domain = punycode(domain.strip("."))
    domain = SAME.get(domain, domain)
    if domain in WITHOUT_DOTS:
        local = local.replace(".", "")
    return f"{local}@{domain}"
