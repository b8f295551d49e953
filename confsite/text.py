"""What a person may type into a line of text, and what is no text at all."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls, line and paragraph separators, overrides of the writing direction, lone
# surrogates, non-characters, and U+FFFD, into which bytes of another encoding turn.
# Joiners stay: Persian names and families of emoji are written with them.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffd-\uffff]"
)
# What is no control character in a text of several lines.
BETWEEN_LINES = str.maketrans("", "", "\t\n\r")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def line(value: str) -> str:
    """The same text in NFC without white space around it. Raises ValidationError."""
    value = unicodedata.normalize("NFC", value).strip()
    refuse_unprintable(value)
    if value and not INVISIBLE.sub("", value).strip():
        return ""
    return value


def lines(value: str) -> str:
    """The same text of several lines in NFC. Raises ValidationError."""
    value = unicodedata.normalize("NFC", value)
    refuse_unprintable(value.translate(BETWEEN_LINES))
    return value


def refuse_unprintable(value: str) -> None:
    if UNPRINTABLE.search(value):
        raise ValidationError(
            _("This contains characters that cannot be printed. Please type it anew."),
            code="unprintable",
        )


def code(value: str) -> str:
    """An address or a number: full-width letters become plain, invisible ones go."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).strip()
