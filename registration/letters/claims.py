"""A worker's hold on letters: taken for a lease, renewed, given back, written off.

All times are the database's: the clocks of the machines that run workers may differ.
What this process could not write down while the database was away, it writes as soon as
there is one again.
"""

import logging
import time
import uuid
from collections.abc import Collection
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, F
from django.db.models.functions import Now
from django.utils import translation

from registration.errors import TheWorkerDied
from registration.letters.kinds import Priority
from registration.models import Letter, Outbox
from registration.states import LetterState

logger = logging.getLogger(__name__)

# Letters claimed at once: a worker that is killed holds up no more than these.
BATCH = 20
# Of ten claims one passes over what is urgent, and one all but the least urgent: where
# urgent letters never cease, the others leave nevertheless.
TURNS = [
    *[Priority.URGENT] * 4,
    Priority.NORMAL,
    *[Priority.URGENT] * 4,
    Priority.NON_URGENT,
]
# So often may a letter fail to be written, or kill its worker, before it is set aside.
MAX_CRASHES = 5
# The part of a lease after which it is renewed.
STALE = 0.1

# By hand: the ORM takes longer to put it into words than the letter takes. Measured by
# bench/letters.py.
SENT = """UPDATE registration_letter
SET state = 'sent', claim = NULL, sent_at = STATEMENT_TIMESTAMP(), reason = '',
    recipient = %(recipient)s, subject = %(subject)s, text = %(text)s
WHERE id = %(pk)s AND claim = %(claim)s
"""

Columns = dict[str, Any]
# Of a letter that leaves nothing behind, whether it left or not.
NOTHING = dict.fromkeys(("recipient", "refused_address", "reason"), "")
# Which letters, and what is to be written down about them.
_unwritten: list[tuple[Columns, Columns]] = []
_turns = cycle(TURNS)


def claim() -> list[Letter]:
    """Take due letters for this worker alone, in their order, for as long as the lease.

    It commits before anything is sent, so that two workers never hold the same letter
    and a worker that dies loses only time. A letter whose worker died is taken alone:
    should it have been the reason, no other dies with it.
    """
    taken = uuid.uuid4()
    try:
        ids = _take(taken)
    except (OperationalError, InterfaceError):
        # Whether that was committed nobody knows.
        _remember({"claim": taken}, _given_back())
        raise
    held_since = time.monotonic()
    # Not all in one join: the few conferences and categories are shared by many.
    shared = ("delegate__conference__registration", "delegate__category")
    letters = Letter.objects.select_related("delegate").prefetch_related(*shared)
    claimed = {letter.pk: letter for letter in letters.filter(pk__in=ids, claim=taken)}
    for letter in claimed.values():
        letter.held_since = held_since
    return [claimed[pk] for pk in ids if pk in claimed]


@transaction.atomic
def _take(taken: uuid.UUID) -> list[int]:
    # In a copy of the database none is: copies.py.
    due = Letter.objects.due().filter(Exists(Outbox.objects.released()))
    due = due.select_for_update(skip_locked=True, of=("self",))
    in_turn = due.filter(priority__gte=next(_turns))
    facts = ("pk", "state", "crashes")
    rows = list(in_turn.values_list(*facts)[:BATCH] or due.values_list(*facts)[:BATCH])
    crashed = [pk for pk, state, _crashes in rows if state == LetterState.SENDING]
    if rows and rows[0][0] in crashed:
        pk, _state, crashes = rows[0]
        died = {"crashes": crashes + 1}
        if crashes + 1 >= MAX_CRASHES:
            _bury(pk, died)
            return _take(taken)
        ids = [pk]
    else:
        died = {}
        ids = [pk for pk, _state, _crashes in rows if pk not in crashed]
    if ids:
        Letter.objects.filter(pk__in=ids).update(
            state=LetterState.SENDING,
            claim=taken,
            due_at=Now() + settings.MAIL_LEASE,
            attempts=F("attempts") + 1,
            **died,
        )
    return ids


def _bury(pk: int, died: Columns) -> None:
    logger.error("Letter %s is set aside: its workers died", pk)
    Letter.objects.filter(pk=pk).update(
        state=LetterState.FAILED, claim=None, reason=in_english(TheWorkerDied()), **died
    )


def is_held(letter: Letter) -> bool:
    """Whether this worker still holds the letter; then it does for a lease from now.

    The letters before it in the batch may have taken their time.
    """
    held_for = time.monotonic() - letter.held_since
    if held_for < settings.MAIL_LEASE.total_seconds() * STALE:
        return True
    renewed = time.monotonic()
    held = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    if not held.update(due_at=Now() + settings.MAIL_LEASE):
        return False
    letter.held_since = renewed
    return True


def note(letter: Letter, **columns: Any) -> None:
    """Write down what became of a letter, if this worker still holds it."""
    held = {"pk": letter.pk, "claim": letter.claim}
    if letter.letter_kind.leaves_nothing and columns["state"] != LetterState.QUEUED:
        columns |= NOTHING
    if not _write(held, columns | {"claim": None}):
        _say_taken_over(letter)


def note_sent(letter: Letter, **words: str) -> None:
    """Write down that a letter has left, and what it said, if it is still ours."""
    if letter.letter_kind.leaves_nothing:
        words = dict.fromkeys(words, "")
    held: Columns = {"pk": letter.pk, "claim": letter.claim}
    try:
        with connection.cursor() as cursor:
            cursor.execute(SENT, held | words)
            is_held = cursor.rowcount > 0
    except (OperationalError, InterfaceError):
        sent = {"state": LetterState.SENT, "sent_at": Now(), "reason": ""}
        _remember(held, sent | words | {"claim": None})
        raise
    if not is_held:
        _say_taken_over(letter)


def put_back(letters: Collection[Letter], **columns: Any) -> None:
    """Leave letters as they were, without counting an attempt.

    They are due already, and before those that were queued after them.
    """
    for taken in {letter.claim for letter in letters}:
        those = [letter.pk for letter in letters if letter.claim == taken]
        _write({"pk__in": those, "claim": taken}, _given_back() | columns)


def put_back_later(letter: Letter) -> None:
    """Leave a letter as it was as soon as there is a database again."""
    _remember({"pk": letter.pk, "claim": letter.claim}, _given_back())


def try_later(letter: Letter, reason: str, pause: timedelta, **columns: Any) -> None:
    """Leave a letter for another attempt."""
    note(
        letter, state=LetterState.QUEUED, due_at=Now() + pause, reason=reason, **columns
    )


def set_aside(letter: Letter, reason: str, **columns: Any) -> None:
    """Give a letter up, until staff queue it again."""
    note(letter, state=LetterState.FAILED, reason=reason, **columns)


def catch_up() -> None:
    """Write down what could not be while the database was away."""
    left = _unwritten.copy()
    _unwritten.clear()
    for letters, columns in left:
        _write(letters, columns)


def in_english(reason: object) -> str:
    """A reason of ours as it is kept: who reads it has it in their language."""
    with translation.override("en"):
        return str(reason)


def _say_taken_over(letter: Letter) -> None:
    logger.warning("Letter %s was taken over by another worker", letter.pk)


def _given_back() -> Columns:
    return {
        "state": LetterState.QUEUED,
        "claim": None,
        "due_at": F("queued_at"),
        "attempts": F("attempts") - 1,
    }


def _write(letters: Columns, columns: Columns) -> int:
    try:
        return Letter.objects.filter(**letters).update(**columns)
    except (OperationalError, InterfaceError):
        _remember(letters, columns)
        raise


def _remember(letters: Columns, columns: Columns) -> None:
    _unwritten.append((letters, columns))
    if not connection.is_usable():
        connection.close()
