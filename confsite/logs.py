"""What must not stand in a log, and how much may."""

import logging
import re
import time
from collections import Counter
from threading import Lock

from django.http import UnreadablePostError

from confsite.outage import is_outage

# Personal links are keys: /en/<conference>/my/<token>/, …/delegation/…, /t/<token>/,
# and of staff /admin/password/<number>/<token>/.
PERSONAL_LINK = re.compile(r"/(my|t|join|delegation|password/\d+)/[\w.~-]+")
# A token by itself, as it stands in an error: a reference, a dash and 24 letters.
TOKEN = re.compile(r"\b[2-9a-z]{8}-[\w-]{24}(?![\w-])")
# Whom we write to, as mail servers and the database repeat it in what they say.
ADDRESS = re.compile(r"[^\s@<>()\[\]\"',;:=]+@[\w-]+(?:\.[\w-]+)+")
_formatter = logging.Formatter()

# Of one kind in a minute of a process; else strangers could fill the disk.
MOST, PERIOD = 20, 60
LONGEST, LONGEST_TRACEBACK = 500, 10_000
LEFT_OUT = " (more of this kind are left out for a minute)"


class FewOfAKind(logging.Filter):
    """Lets the first records of each kind through, cut short.

    A kind is a logger, a level and the line at which it went wrong: errors of another
    kind are always told.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lock = Lock()
        self.period = 0
        self.seen: Counter[object] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        count = self.count(kind_of(record))
        if count > MOST:
            return False
        message = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error and is_no_mistake_of_ours(record, error):
            message, record.exc_info = f"{message}: {error}", None
        elif error:
            traceback = _formatter.formatException(record.exc_info)  # type: ignore[arg-type]
            record.exc_text = traceback[-LONGEST_TRACEBACK:]
        message = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
        record.msg = message + LEFT_OUT if count == MOST else message
        record.args = None
        return True

    def count(self, kind: object) -> int:
        with self.lock:
            period = int(time.monotonic() // PERIOD)
            if period != self.period:
                self.period, self.seen = period, Counter()
            self.seen[kind] += 1
            return self.seen[kind]


def is_no_mistake_of_ours(record: logging.LogRecord, error: BaseException) -> bool:
    """Whether there is no line of code to look for.

    The request was wrong, the client went away, or the database did.
    """
    is_refused = getattr(record, "status_code", 500) < 500
    return is_refused or isinstance(error, UnreadablePostError) or is_outage(error)


def kind_of(record: logging.LogRecord) -> object:
    place = (record.pathname, record.lineno)
    traceback = record.exc_info[2] if record.exc_info else None
    while traceback:
        place = (traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return record.name, record.levelno, *place


class WithoutPersonalLinks(logging.Filter):
    """Masks the token of every personal link in a log record, and every address."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (masked := without_tokens(message)) != message:
            record.msg, record.args = masked, None
        if record.exc_info:
            # Formatters take this text and look at the exception no more.
            traceback = record.exc_text or _formatter.formatException(record.exc_info)
            record.exc_text = without_tokens(traceback)
        return True


def without_tokens(text: str) -> str:
    text = TOKEN.sub("…", PERSONAL_LINK.sub(r"/\1/…", text))
    return ADDRESS.sub("…", text)
