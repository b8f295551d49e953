"""What must not stand in a log."""

import logging
import re

# Personal links are keys: /en/<conference>/my/<token>/, …/delegation/…, /t/<token>/.
PERSONAL_LINK = re.compile(r"/(my|t|join|delegation)/[\w.~-]+")
# A token by itself, as it stands in an error: a reference, a dash and 24 letters.
TOKEN = re.compile(r"\b[2-9a-z]{8}-[\w-]{24}(?![\w-])")
_formatter = logging.Formatter()


class WithoutPersonalLinks(logging.Filter):
    """Masks the token of every personal link in a log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (masked := without_tokens(message)) != message:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            # Formatters take this text and look at the exception no more.
            traceback = _formatter.formatException(record.exc_info)
            record.exc_text = without_tokens(traceback)
        return True


def without_tokens(text: str) -> str:
    return TOKEN.sub("…", PERSONAL_LINK.sub(r"/\1/…", text))
