"""Letters on their way: queued inside the transaction that causes them, sent after it.

queue() adds a small row. After the commit the worker's deliver() claims due rows,
writes each letter and sends it over one connection. Beat has the same done every few
seconds, for whatever a dead broker or worker left behind.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from confsite.celery import app
from registration.letters import render, smtp
from registration.models import Delegate, Mail
from registration.states import TRUE_WHILE, Letter, MailState

logger = logging.getLogger(__name__)

# Letters claimed at once: a worker that is killed holds up no more than these.
BATCH = 20
# Seconds between two rings of one process; a ring for each sign-up would cost a tenth
# of the throughput. LINGER is longer, so a row whose ring was saved is still found.
RING_EVERY = 0.2
# Seconds for which a broker that failed is left alone; beat's sweep comes meanwhile.
BROKER_PAUSE = 5
LINGER = 0.3
POLL = 0.05
# A lease of which so much is left needs no renewal.
FRESH = 0.9
# Seconds after which a run ends and rings for the next, so that the worker's other
# tasks get their turn even when letters never cease.
LONGEST_RUN = 5
OVERDUE = timedelta(minutes=10)
RELAY_PAUSE = timedelta(seconds=30)
# After an answer that says "later": 1, 5, 15, 30 minutes, then hourly for five days.
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60)]
GIVE_UP_AFTER = timedelta(days=5)
# A letter that cannot be written is set aside after so many attempts.
MAX_CRASHES = 5

_last_ring = 0.0


def queue(letter: Letter, delegate: Delegate) -> Mail:
    """Put a letter into the outbox; it leaves when the transaction has committed."""
    mail = Mail.objects.create(
        letter=letter, delegate=delegate, language=delegate.language
    )
    # robust: the row is already safe, so a dead broker is only logged. A lambda,
    # because Django 5.2 cannot log a failing functools.partial.
    transaction.on_commit(lambda: ring(), robust=True)
    return mail


def change(mail: Mail, letter: Letter) -> None:
    """Make another letter of one that was queued in this very transaction."""
    mail.letter = letter
    mail.save(update_fields=["letter"])


def ring() -> None:
    """Wake the worker; it sees every row that is due, whoever rang."""
    global _last_ring
    now = time.monotonic()
    if now - _last_ring < RING_EVERY:
        return
    # Until it has answered: nobody else waits for a broker that hangs.
    _last_ring = now + BROKER_PAUSE
    app.send_task("registration.letters.deliver")
    _last_ring = now


@dataclass
class Sending:
    """A letter that the courier is handing to the mail server."""

    mail: Mail
    message: smtp.Message
    result: Future[None]

    @property
    def error(self) -> BaseException | None:
        """What went wrong; waits for the mail server's answer."""
        return self.result.exception()


def deliver(*, linger: float = LINGER) -> int:
    """Send every letter that is due, and those that fall due within `linger` seconds.

    While one is on its way to the mail server the next is written. Returns how many
    were sent. A mail server that is down ends it: the letters stay, no attempt is
    counted, and they are due again after RELAY_PAUSE.
    """
    sent = 0
    before: Sending | None = None
    with smtp.Connection() as relay, ThreadPoolExecutor(max_workers=1) as courier:
        for mail in due_letters(linger):
            message = written(mail) if mail else None
            if mail and message:
                if before and isinstance(before.error, smtp.RelayDown):
                    put_back(mail)
                    break
                result = courier.submit(relay.send, message)
                sent += settle(before)
                before = Sending(mail, message, result)
            elif not mail:
                # Nothing is due: what is on its way is noted before the pause.
                sent += settle(before)
                before = None
        sent += settle(before)
    return sent


def due_letters(linger: float) -> Iterator[Mail | None]:
    """Claimed letters, one after the other, until none has been due for `linger`.

    None where there is a pause. What was claimed and not asked for is put back.
    """
    started = last = time.monotonic()
    while True:
        if time.monotonic() - started > LONGEST_RUN:
            ring()
            return
        batch = claim()
        if not batch:
            yield None
            if time.monotonic() - last >= linger:
                return
            time.sleep(POLL)
        try:
            while batch:
                mail = batch.pop(0)
                if is_held(mail):
                    yield mail
                last = time.monotonic()
        finally:
            for mail in batch:
                put_back(mail)


@transaction.atomic
def claim() -> list[Mail]:
    """Take due letters for this worker alone, for as long as the lease runs.

    It commits before anything is sent, so that two workers never hold the same letter
    and a worker that dies loses only time.
    """
    due = Mail.objects.due().select_for_update(skip_locked=True)
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    if not ids:
        return []
    claimed = Mail.objects.filter(pk__in=ids)
    claimed.update(
        state=MailState.SENDING,
        claim=uuid.uuid4(),
        due_at=timezone.now() + settings.MAIL_LEASE,
        attempts=F("attempts") + 1,
    )
    # Not all in one join: the few conferences and categories are shared by many.
    shared = ("delegate__conference__desk", "delegate__category")
    mails = claimed.select_related("delegate").prefetch_related(*shared)
    return list(mails.order_by("pk"))


def is_held(mail: Mail) -> bool:
    """Whether this worker still holds the letter; then it does for a lease from now.

    The letters before it in the batch may have taken their time.
    """
    if mail.due_at - timezone.now() > settings.MAIL_LEASE * FRESH:
        return True
    held = Mail.objects.filter(pk=mail.pk, claim=mail.claim)
    return bool(held.update(due_at=timezone.now() + settings.MAIL_LEASE))


def written(mail: Mail) -> smtp.Message | None:
    """The letter, if there still is one to send and it can be written."""
    if mail.delegate.state not in TRUE_WHILE[Letter(mail.letter)]:
        note(mail, state=MailState.OVERTAKEN)
        return None
    try:
        return render.write(mail)
    except Exception as error:  # noqa: BLE001 - whatever a letter chokes on
        connection.close_if_unusable_or_obsolete()
        give_up_in_time(mail, error)
        return None


def settle(sending: Sending | None) -> bool:
    """Note what became of a letter; True if it was sent."""
    if sending is None:
        return False
    mail, message = sending.mail, sending.message
    match sending.error:
        case None:
            note(
                mail,
                state=MailState.SENT,
                sent_at=timezone.now(),
                recipient=message.to,
                subject=message.subject[:300],
                text=message.text,
                reason="",
            )
            return True
        case smtp.RelayDown() as error:
            logger.warning("The mail server cannot be reached: %s", error)
            put_back(mail)
        case smtp.TryLater() as error:
            is_last = timezone.now() - mail.queued_at > GIVE_UP_AFTER
            retry(mail, str(error), is_last=is_last)
        case smtp.Refused() as error:
            note(mail, state=MailState.FAILED, reason=str(error))
        case error:
            give_up_in_time(mail, error)
    return False


def give_up_in_time(mail: Mail, error: BaseException) -> None:
    """A letter that cannot be written or sent must not hold up the others for ever."""
    logger.error("Letter %s cannot be sent", mail.pk, exc_info=error)
    retry(mail, repr(error), is_last=mail.attempts >= MAX_CRASHES)


def retry(mail: Mail, reason: str, *, is_last: bool) -> None:
    if is_last:
        note(mail, state=MailState.FAILED, reason=reason)
        return
    pause = RETRY_AFTER[min(mail.attempts, len(RETRY_AFTER)) - 1]
    due_at = timezone.now() + pause
    note(mail, state=MailState.QUEUED, due_at=due_at, reason=reason)


def put_back(mail: Mail) -> None:
    """Leave a letter for later without counting an attempt."""
    note(
        mail,
        state=MailState.QUEUED,
        due_at=timezone.now() + RELAY_PAUSE,
        attempts=mail.attempts - 1,
    )


def note(mail: Mail, **columns: object) -> None:
    """Write down what became of a letter, if this worker still holds it."""
    held = Mail.objects.filter(pk=mail.pk, claim=mail.claim)
    if not held.update(claim=None, **columns):
        logger.warning("Letter %s was taken over by another worker", mail.pk)


def letters_leave() -> bool:
    """Whether no letter that is due has waited for longer than ten minutes."""
    overdue = timezone.now() - OVERDUE
    return not Mail.objects.unsent().filter(due_at__lt=overdue).exists()
