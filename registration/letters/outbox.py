"""Letters on their way: queued inside the transaction that causes them, sent after it.

queue() adds a small row. After the commit the worker's delivery.deliver() claims due
rows, writes each letter and sends it over one connection. Beat has the same done every
few seconds, for whatever a dead broker or worker left behind.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from confsite.bell import Bell
from confsite.celery import app
from confsite.inserting import insert
from registration.errors import NotSetAside
from registration.letters.kinds import LetterKind, Priority
from registration.models import Delegate, Letter, StaffAction
from registration.models.staff_action import UNDO_WITHIN
from registration.states import LetterState, Mailing

# Seconds between two rings of one process; a ring for each sign-up would cost a tenth
# of the throughput. A worker drains for longer, so a row whose ring was saved is found.
WAKE_EVERY = 0.2
# Seconds for which a broker that failed is left alone; beat's sweep comes meanwhile.
BROKER_PAUSE = 5.0
# Seconds within which a run that rang to go on does, or is rung for like any other.
GOES_ON_WITHIN = 10
# More letters at once are news to many: nobody waits for one of them.
A_FEW = 20

# For thousands: what bulk_create does to as many rows takes seconds.
QUEUE = """
INSERT INTO registration_letter (
    uid, delegate_id, language, kind, priority, action_id, due_at, state, attempts,
    recipient, subject, text, reason
)
SELECT gen_random_uuid(), person.id, person.language, %s, %s, %s,
    statement_timestamp() + %s,
    'queued', 0, '', '', '', ''
FROM unnest(%s::bigint[], %s::text[]) AS person (id, language)
"""

_goes_on_until = 0.0


def queue(
    kind: LetterKind, delegate: Delegate, *, recipient: str = "", asked: bool = False
) -> Letter | None:
    """Put a letter into the outbox; it leaves when the transaction has committed.

    To the delegate's mailbox as it is then, or to another. Nothing to somebody who has
    none, or to whom staff write later or never: that rule stands here and in
    queue_for() alone. `asked`: by whoever has the
    personal link, so that the limit for each mailbox does not count it.
    """
    if delegate.mailing != Mailing.NOW or not (recipient or delegate.mailbox):
        return None
    letter = Letter(
        kind=kind,
        priority=kind.priority,
        delegate=delegate,
        language=delegate.language,
        recipient=recipient,
        asked=asked,
    )
    insert(letter)
    # robust: the row is already safe, so a dead broker is only logged. A lambda,
    # because Django 5.2 cannot log a failing functools.partial.
    transaction.on_commit(lambda: wake_worker(), robust=True)
    return letter


def queue_for(
    delegates: Iterable[Delegate], kind: LetterKind, action: StaffAction | None
) -> None:
    """Put the same kind of letter into the outbox for several people.

    What staff cause leaves when they can no longer undo it.
    """
    delegates = [delegate for delegate in delegates if delegate.gets_letters]
    if not delegates:
        return
    priority = kind.priority if len(delegates) <= A_FEW else Priority.NON_URGENT
    values: list[Any] = [
        *(str(kind), priority, action and action.pk),
        UNDO_WITHIN if action else timedelta(0),
        [delegate.pk for delegate in delegates],
        [delegate.language for delegate in delegates],
    ]
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, values)
    if action is None:
        transaction.on_commit(lambda: wake_worker(), robust=True)


def overtake(delegate: Delegate) -> None:
    """Let the letters that have not begun to leave be overtaken by one to come.

    But for a note to an address before, and what staff caused: these may still undo it.
    """
    waiting = delegate.letters.filter(state=LetterState.QUEUED)
    waiting.filter(recipient="", action=None).update(state=LetterState.OVERTAKEN)


def overtake_all(delegates: Iterable[Delegate]) -> None:
    """The same for several people."""
    keys = [delegate.pk for delegate in delegates]
    waiting = Letter.objects.filter(delegate__in=keys, state=LetterState.QUEUED)
    waiting.filter(recipient="", action=None).update(state=LetterState.OVERTAKEN)


def change(letter: Letter, kind: LetterKind) -> None:
    """Make another letter of one that was queued in this very transaction."""
    letter.kind, letter.priority = kind, kind.priority
    letter.save(update_fields=["kind", "priority"])


@transaction.atomic
def retry(letter: Letter) -> None:
    """Give a letter that was set aside a new start. Raises NotSetAside."""
    moved = Letter.objects.filter(pk=letter.pk, state=LetterState.FAILED).update(
        state=LetterState.QUEUED,
        # Its days of trying begin anew.
        queued_at=Now(),
        due_at=Now(),
        attempts=0,
        crashes=0,
        unclear_ends=0,
        had_its_chance=False,
        refused_address="",
        reason="",
    )
    if not moved:
        raise NotSetAside
    transaction.on_commit(lambda: wake_worker(), robust=True)


def check_set_aside(letter: Letter) -> None:
    """Whether retry() would take it. Raises NotSetAside."""
    if letter.state != LetterState.FAILED:
        raise NotSetAside


def wake_worker() -> None:
    """Have the doorbell rung; the worker sees every row that is due, whoever rang."""
    bell.ask()


def _ring() -> None:
    app.send_task("registration.letters.deliver")


bell = Bell(_ring, WAKE_EVERY, BROKER_PAUSE)


def ring_to_go_on() -> None:
    """Let the worker's other tasks have their turn; what is left is sent after them."""
    global _goes_on_until
    app.send_task("registration.letters.go_on")
    _goes_on_until = time.monotonic() + GOES_ON_WITHIN


def goes_on() -> bool:
    """Whether this worker has rung for itself: no other ring is needed meanwhile."""
    return time.monotonic() < _goes_on_until


def has_gone_on() -> None:
    global _goes_on_until
    _goes_on_until = 0.0
