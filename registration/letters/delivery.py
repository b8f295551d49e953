"""What the worker does: letters that are due are written and handed to the mail server.

While one is on its way to the server the next is written.
"""

import logging
import time
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils import timezone

from registration.errors import LetterCannotBeWritten
from registration.letters import claims, mime, outbox, render, smtp
from registration.models import Letter
from registration.states import LetterState

logger = logging.getLogger(__name__)

# Seconds without a due letter after which a run ends; longer than outbox.WAKE_EVERY.
DRAIN_FOR = 0.3
POLL = 0.05
# Seconds after which a run ends and rings for the next, so that the worker's other
# tasks get their turn even when letters never cease.
LONGEST_RUN = 5
GIVE_UP_AFTER = timedelta(days=5)


@dataclass
class Sending:
    """A letter that the courier is handing to the mail server."""

    letter: Letter
    message: smtp.Message
    result: Future[None]

    @property
    def error(self) -> BaseException | None:
        """What went wrong; waits for the mail server's answer."""
        return self.result.exception()


def deliver(*, drain_for: float = DRAIN_FOR) -> int:
    """Send every letter that is due, and those that fall due within that many seconds.

    Returns how many were sent. A mail server that is down ends it: the letters stay, no
    attempt is counted, and they are due again after claims.RELAY_PAUSE.
    """
    claims.catch_up()
    sent = 0
    before: Sending | None = None
    courier = ThreadPoolExecutor(max_workers=1)
    with (
        closing(smtp.Connection()) as relay,
        courier,
        closing(due_letters(drain_for)) as letters,
    ):
        try:
            for letter in letters:
                message = written(letter) if letter else None
                if letter and message:
                    if before and isinstance(before.error, smtp.RelayDown):
                        claims.put_back([letter], after=claims.RELAY_PAUSE)
                        break
                    result = courier.submit(relay.send, message)
                    last, before = before, Sending(letter, message, result)
                    sent += settle(last)
                elif not letter:
                    # What is on its way is noted before the pause.
                    last, before = before, None
                    sent += settle(last)
        finally:
            sent += settle(before)
    return sent


def due_letters(drain_for: float) -> Generator[Letter | None]:
    """Claimed letters, one after the other, until none has been due for so long.

    None where there is a pause, and before and after a letter whose worker died. What
    was claimed and not asked for is put back.
    """
    started = last = time.monotonic()
    while True:
        if time.monotonic() - started > LONGEST_RUN:
            outbox.wake_worker()
            return
        batch = claims.claim()
        if not batch:
            yield None
            if time.monotonic() - last >= drain_for:
                return
            time.sleep(POLL)
        try:
            while batch:
                if claims.is_held(batch[0]):
                    letter = batch.pop(0)
                    # Nothing else is on its way with one that may kill us again.
                    yield from [None, letter, None] if letter.crashes else [letter]
                else:
                    batch.pop(0)
                last = time.monotonic()
        finally:
            claims.put_back(batch, after=claims.RELAY_PAUSE)


def written(letter: Letter) -> smtp.Message | None:
    """The letter, if there still is one to send and it can be written."""
    if letter.delegate.state not in letter.letter_kind.true_while:
        claims.note(letter, state=LetterState.OVERTAKEN)
        return None
    try:
        return mime.message(letter, render.content(letter))
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            connection.close()
            claims.put_back([letter])
            raise
        give_up_in_time(letter, error)
        return None


def settle(sending: Sending | None) -> bool:
    """Note what became of a letter; True if it was sent."""
    if sending is None:
        return False
    letter, message = sending.letter, sending.message
    match sending.error:
        case None:
            claims.note(
                letter,
                state=LetterState.SENT,
                sent_at=Now(),
                recipient=message.to,
                subject=message.subject[:300],
                text=message.text,
                reason="",
            )
            return True
        case smtp.RelayDown() as error:
            logger.warning("The mail server cannot be reached: %s", error)
            claims.put_back([letter], after=claims.RELAY_PAUSE)
        case smtp.TryLater() as error:
            is_last = timezone.now() - letter.queued_at > GIVE_UP_AFTER
            claims.try_later(letter, str(error), is_last=is_last)
        case smtp.Refused() as error:
            claims.note(letter, state=LetterState.FAILED, reason=str(error))
        case error:
            give_up_in_time(letter, error)
    return False


def give_up_in_time(letter: Letter, error: BaseException) -> None:
    """A letter that cannot be written or sent must not hold up the others for ever."""
    logger.error("Letter %s cannot be sent", letter.pk, exc_info=error)
    crashes = letter.crashes + 1
    is_last = crashes >= claims.MAX_CRASHES
    known = isinstance(error, LetterCannotBeWritten)
    reason = claims.in_english(error if known else LetterCannotBeWritten())
    claims.try_later(letter, reason, is_last=is_last, crashes=crashes)
