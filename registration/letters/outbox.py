"""Letters on their way: queued inside the transaction that causes them, sent after it.

queue() adds a small row. After the commit the worker's delivery.deliver() claims due
rows, writes each letter and sends it over one connection. Beat has the same done every
few seconds, for whatever a dead broker or worker left behind.
"""

import logging
import time
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from confsite.celery import app
from registration.errors import NotSetAside
from registration.letters.kinds import LetterKind
from registration.models import Delegate, Letter, StaffAction
from registration.states import LetterState

logger = logging.getLogger(__name__)

# Letters claimed at once: a worker that is killed holds up no more than these.
BATCH = 20
# Seconds between two rings of one process; a ring for each sign-up would cost a tenth
# of the throughput. A worker drains for longer, so a row whose ring was saved is found.
WAKE_EVERY = 0.2
# Seconds for which a broker that failed is left alone; beat's sweep comes meanwhile.
BROKER_PAUSE = 5
# A lease of which so much is left needs no renewal.
FRESH = 0.9
OVERDUE = timedelta(minutes=10)
RELAY_PAUSE = timedelta(seconds=30)
# After an answer that says "later": 1, 5, 15, 30 minutes, then hourly for five days.
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60)]

_last_woken = 0.0


def queue(kind: LetterKind, delegate: Delegate, *, recipient: str = "") -> Letter:
    """Put a letter into the outbox; it leaves when the transaction has committed.

    To the delegate's address as it is then, or to another.
    """
    letter = Letter.objects.create(
        kind=kind, delegate=delegate, language=delegate.language, recipient=recipient
    )
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
    due_at = action.leaves_at if action else timezone.now()
    Letter.objects.bulk_create(
        Letter(
            kind=kind,
            delegate=delegate,
            language=delegate.language,
            action=action,
            due_at=due_at,
        )
        for delegate in delegates
    )
    if action is None:
        transaction.on_commit(lambda: wake_worker(), robust=True)


def overtake(delegate: Delegate) -> None:
    """Let the letters that have not begun to leave be overtaken by one to come."""
    waiting = delegate.letters.filter(state=LetterState.QUEUED)
    waiting.update(state=LetterState.OVERTAKEN)


def change(letter: Letter, kind: LetterKind) -> None:
    """Make another letter of one that was queued in this very transaction."""
    letter.kind = kind
    letter.save(update_fields=["kind"])


@transaction.atomic
def retry(letter: Letter) -> None:
    """Give a letter that was set aside a new start. Raises NotSetAside."""
    moved = Letter.objects.filter(pk=letter.pk, state=LetterState.FAILED).update(
        state=LetterState.QUEUED, due_at=timezone.now(), attempts=0, reason=""
    )
    if not moved:
        raise NotSetAside
    transaction.on_commit(lambda: wake_worker(), robust=True)


def check_set_aside(letter: Letter) -> None:
    """Whether retry() would take it. Raises NotSetAside."""
    if letter.state != LetterState.FAILED:
        raise NotSetAside


def wake_worker() -> None:
    """Ring the doorbell; the worker sees every row that is due, whoever rang."""
    global _last_woken
    now = time.monotonic()
    if now - _last_woken < WAKE_EVERY:
        return
    # Until it has answered: nobody else waits for a broker that hangs.
    _last_woken = now + BROKER_PAUSE
    app.send_task("registration.letters.deliver")
    _last_woken = now


# -- What the worker does with a row ---------------------------------------------------


@transaction.atomic
def claim() -> list[Letter]:
    """Take due letters for this worker alone, for as long as the lease runs.

    It commits before anything is sent, so that two workers never hold the same letter
    and a worker that dies loses only time.
    """
    due = Letter.objects.due().select_for_update(skip_locked=True)
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    if not ids:
        return []
    claimed = Letter.objects.filter(pk__in=ids)
    claimed.update(
        state=LetterState.SENDING,
        claim=uuid.uuid4(),
        due_at=timezone.now() + settings.MAIL_LEASE,
        attempts=F("attempts") + 1,
    )
    # Not all in one join: the few conferences and categories are shared by many.
    shared = ("delegate__conference__registration", "delegate__category")
    letters = claimed.select_related("delegate").prefetch_related(*shared)
    return list(letters.order_by("pk"))


def is_held(letter: Letter) -> bool:
    """Whether this worker still holds the letter; then it does for a lease from now.

    The letters before it in the batch may have taken their time.
    """
    if letter.due_at - timezone.now() > settings.MAIL_LEASE * FRESH:
        return True
    held = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    return bool(held.update(due_at=timezone.now() + settings.MAIL_LEASE))


def note(letter: Letter, **columns: object) -> None:
    """Write down what became of a letter, if this worker still holds it."""
    held = Letter.objects.filter(pk=letter.pk, claim=letter.claim)
    if not held.update(claim=None, **columns):
        logger.warning("Letter %s was taken over by another worker", letter.pk)


def put_back(letter: Letter) -> None:
    """Leave a letter for later without counting an attempt."""
    note(
        letter,
        state=LetterState.QUEUED,
        due_at=timezone.now() + RELAY_PAUSE,
        attempts=letter.attempts - 1,
    )


def try_later(letter: Letter, reason: str, *, is_last: bool) -> None:
    """Leave a letter for the next time of the schedule, or set it aside."""
    if is_last:
        note(letter, state=LetterState.FAILED, reason=reason)
        return
    pause = RETRY_AFTER[min(letter.attempts, len(RETRY_AFTER)) - 1]
    due_at = timezone.now() + pause
    note(letter, state=LetterState.QUEUED, due_at=due_at, reason=reason)


def letters_leave() -> bool:
    """Whether no letter that is due has waited for longer than ten minutes."""
    overdue = timezone.now() - OVERDUE
    return not Letter.objects.unsent().filter(due_at__lt=overdue).exists()
