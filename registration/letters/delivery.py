"""What the worker does: letters that are due are written and handed to the mail server.

While one is on its way to the server the next is written.
"""

import logging
import time
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from registration.errors import LetterCannotBeWritten, NobodyKnowsWhetherItArrived
from registration.letters import (
    claims,
    mailboxes,
    mime,
    outbox,
    progress,
    render,
    smtp,
)
from registration.letters.answers import Verdict
from registration.letters.courier import Courier
from registration.letters.troubles import Troubles
from registration.models import Delegate, Letter
from registration.states import LetterState

logger = logging.getLogger(__name__)

# Seconds without a due letter after which a run ends; longer than outbox.WAKE_EVERY.
DRAIN_FOR = 0.3
POLL = 0.05
# Seconds after which a run ends and rings for the next, so that the worker's other
# tasks get their turn even when letters never cease.
LONGEST_RUN = 5
# Seconds for which others wait for one letter's answer. Then another courier goes on
# with them; so many couriers may be away.
PATIENCE = 5
MANY_AWAY = 10
# After an answer that says "later": 1, 5, 15, 30 minutes, then hourly for five days;
# more slowly where the answer looks final.
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60)]
RETRY_SLOWLY = [timedelta(minutes=m) for m in (30, 60, 120, 240)]
# Where the letter may have arrived, so that there are three copies at most.
RETRY_UNCLEAR = [timedelta(minutes=15), timedelta(hours=4)]
GIVE_UP_AFTER = timedelta(days=5)


@dataclass
class Sending:
    """A letter that a courier is handing to the mail server."""

    letter: Letter
    message: smtp.Message
    result: Future[None]

    def comes_back(self, patience: float) -> bool:
        """Wait for the answer; the letter stays ours meanwhile."""
        deadline = time.monotonic() + patience
        step = settings.MAIL_LEASE.total_seconds() / 3
        while not self.result.done():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            claims.is_held(self.letter)
            try:
                self.result.exception(min(left, step))
            except TimeoutError:
                continue
        return True


# Letters whose answer has not come within a run; only this worker knows them.
_away: list[Sending] = []


def deliver(*, drain_for: float = DRAIN_FOR) -> int:
    """Send every letter that is due, and those that fall due within that many seconds.

    Returns how many were sent. A mail server that cannot be used ends it: the letters
    stay, no attempt is counted, and the next try is after a pause.
    """
    claims.catch_up()
    run = Delivery()
    try:
        run.look_for_those_away()
        if len(_away) < MANY_AWAY:
            run.send_all(drain_for)
    finally:
        run.end()
    return run.sent


class Delivery:
    """Letters one after the other, over one courier as long as it comes back."""

    def __init__(self) -> None:
        self.sent = 0
        self.left: set[int] = set()
        self.troubles = Troubles()
        self.courier = Courier()
        self.on_its_way: Sending | None = None

    def send_all(self, drain_for: float) -> None:
        with closing(due_letters(drain_for, self.troubles)) as letters:
            for letter in letters:
                if letter is None:
                    self.settle(self.answered())
                    continue
                try:
                    self.hand_over(letter)
                except (OperationalError, InterfaceError):
                    if not self.on_its_way:
                        claims.put_back_later(letter)
                    raise
                if self.troubles.is_relay_down:
                    return

    def hand_over(self, letter: Letter) -> None:
        """Give a letter to the courier, and note what became of the one before."""
        message = written(letter)
        before = self.answered()
        if before and before.result.exception():
            self.settle(before)
            before = None
        if message and not self.must_wait(letter):
            result = self.courier.carry(message)
            self.on_its_way = Sending(letter, message, result)
        self.settle(before)

    def must_wait(self, letter: Letter) -> bool:
        """Because of what has become known since it was claimed."""
        if self.troubles.is_relay_down:
            claims.put_back([letter])
        elif self.troubles.holds_up(letter):
            self.troubles.put_off([letter])
        else:
            return False
        return True

    def answered(self) -> Sending | None:
        """What was on its way, if it has come back in time."""
        sending, self.on_its_way = self.on_its_way, None
        if sending is None or sending.comes_back(PATIENCE):
            return sending
        logger.warning("The mail server is slow with letter %s", sending.letter.pk)
        _away.append(sending)
        self.courier.dismiss()
        self.courier = Courier()
        return None

    def look_for_those_away(self) -> None:
        for sending in _away.copy():
            if sending.comes_back(0):
                _away.remove(sending)
                self.settle(sending)
            else:
                claims.is_held(sending.letter)

    def settle(self, sending: Sending | None) -> None:
        if sending is None:
            return
        try:
            if settle(sending, self.troubles):
                self.sent += 1
                self.left.add(sending.letter.priority)
        except (OperationalError, InterfaceError):
            # Unless what became of it is written down, or will be.
            claims.put_back_later(sending.letter)
            raise

    def end(self) -> None:
        try:
            self.settle(self.answered())
            if self.left:
                progress.note(self.left)
        finally:
            self.courier.dismiss()


def due_letters(drain_for: float, troubles: Troubles) -> Generator[Letter | None]:
    """Claimed letters, one after the other, until none has been due for so long.

    None where there is a pause, and before and after a letter whose worker died. What
    was claimed and not asked for is put back.
    """
    started = last = time.monotonic()
    while True:
        if time.monotonic() - started > LONGEST_RUN:
            outbox.ring_to_go_on()
            return
        troubles.look()
        batch = [] if troubles.is_relay_down else claims.claim()
        if not batch:
            yield None
            if time.monotonic() - last >= drain_for:
                return
            time.sleep(POLL)
        try:
            waiting = [letter for letter in batch if troubles.holds_up(letter)]
            batch = [letter for letter in batch if letter not in waiting]
            troubles.put_off(waiting)
            batch = mailboxes.within_the_limit(batch)
            while batch:
                if claims.is_held(batch[0]):
                    letter = batch.pop(0)
                    # Nothing else is on its way with one that may kill us again.
                    yield from [None, letter, None] if letter.crashes else [letter]
                else:
                    batch.pop(0)
                last = time.monotonic()
        finally:
            claims.put_back(batch)


def written(letter: Letter) -> smtp.Message | None:
    """The letter, if there still is one to send and it can be written."""
    delegate, kind = letter.delegate, letter.letter_kind
    if not kind.is_true(delegate.state, is_held=delegate.is_held):
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


def settle(sending: Sending, troubles: Troubles) -> bool:
    """Note what became of a letter; True if it was sent."""
    letter, message = sending.letter, sending.message
    match sending.result.exception():
        case None:
            claims.note_sent(
                letter,
                recipient=message.to,
                subject=message.subject[:300],
                text=message.text,
            )
            troubles.taken(letter)
            return True
        case smtp.NotTaken() as error:
            answer(letter, str(error), error.verdict, troubles)
        case smtp.Unclear():
            maybe_taken(letter)
        case error:
            give_up_in_time(letter, error)
    return False


def answer(letter: Letter, said: str, verdict: Verdict, troubles: Troubles) -> None:
    """Do as the mail server's answer says."""
    match verdict:
        case Verdict.RELAY:
            claims.put_back([letter], reason=said)
            troubles.relay_down(said)
        case Verdict.DOMAIN:
            try_later(letter, said, RETRY_AFTER)
            troubles.slow_down(letter, said)
        case Verdict.LATER:
            try_later(letter, said, RETRY_AFTER)
        case Verdict.SLOWLY:
            try_later(letter, said, RETRY_SLOWLY)
        case Verdict.NOBODY | Verdict.NEVER:
            if troubles.is_final(letter, said):
                is_nobody = verdict == Verdict.NOBODY
                address = mime.recipient(letter) if is_nobody else ""
                claims.set_aside(letter, said, refused_address=address)
                Delegate.objects.filter(pk=letter.delegate_id).let_go(address)
            else:
                try_later(letter, said, RETRY_AFTER, had_its_chance=True)


def try_later(
    letter: Letter, said: str, pauses: list[timedelta], **columns: object
) -> None:
    """As long as it makes sense: then it is set aside."""
    if timezone.now() - letter.queued_at > GIVE_UP_AFTER:
        claims.set_aside(letter, said)
    else:
        pause = pauses[min(letter.attempts, len(pauses)) - 1]
        claims.try_later(letter, said, pause, **columns)


def maybe_taken(letter: Letter) -> None:
    """The server may have it: two more tries, widely apart, and all are one letter."""
    reason = claims.in_english(NobodyKnowsWhetherItArrived())
    ends = letter.unclear_ends
    if ends < len(RETRY_UNCLEAR):
        pause = RETRY_UNCLEAR[ends]
        claims.try_later(letter, reason, pause, unclear_ends=ends + 1)
    else:
        claims.set_aside(letter, reason)


def give_up_in_time(letter: Letter, error: BaseException) -> None:
    """A letter that cannot be written or sent must not hold up the others for ever."""
    logger.error("Letter %s cannot be sent", letter.pk, exc_info=error)
    crashes = letter.crashes + 1
    known = isinstance(error, LetterCannotBeWritten)
    reason = claims.in_english(error if known else LetterCannotBeWritten())
    if crashes < claims.MAX_CRASHES:
        pause = RETRY_AFTER[crashes - 1]
        claims.try_later(letter, reason, pause, crashes=crashes)
    else:
        claims.set_aside(letter, reason, crashes=crashes)
