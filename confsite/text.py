"""What a person may type into a line of text, and what is no text at all."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Controls, line and paragraph separators, overrides of the writing direction, lone
# surrogates, non-characters, and U+FFFD, into which bytes of another encoding turn.
# Joiners stay: Persian names and families of emoji are written with them.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffd-\uffff]"
)
# As that, but for what stands between lines.
UNPRINTABLE_IN_LINES = re.compile(f"(?![\t\n\r]){UNPRINTABLE.pattern}")
# How Word, slides and chats break a line or a page. A tab, as a spreadsheet pastes it,
# stands between words as well.
SOFT_BREAK = re.compile("[\x0b\x0c\u2028\u2029]")
BETWEEN_WORDS = re.compile(" ?[\t\x0b\x0c\u2028\u2029]+ ?")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# What somebody sees before the place that is wrong.
LONGEST_BEFORE = 12
KINDS = {
    re.compile("[\r\n]"): gettext_lazy("a line break"),
    re.compile("[\x00-\x1f\x7f-\x9f]"): gettext_lazy("a control character"),
    re.compile("[\u202a-\u202e\u2066-\u2069]"): gettext_lazy(
        "a mark that turns the direction of writing"
    ),
    re.compile("[\ud800-\udfff]"): gettext_lazy("one half of a character"),
    re.compile("\ufffd"): gettext_lazy("what is left of a character that was lost"),
}


def line(value: str) -> str:
    """The same text in NFC without white space around it. Raises ValidationError."""
    value = BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFC", value).strip())
    if UNPRINTABLE.search(value):
        refuse_unprintable(value, UNPRINTABLE, _("Character %(number)d"))
    if value and not INVISIBLE.sub("", value).strip():
        return ""
    return value


def lines(value: str) -> str:
    """The same text of several lines in NFC. Raises ValidationError."""
    value = SOFT_BREAK.sub("\n", unicodedata.normalize("NFC", value))
    where = _("Line %(line)d, character %(number)d")
    refuse_unprintable(value, UNPRINTABLE_IN_LINES, where)
    return value


def refuse_unprintable(value: str, what: re.Pattern[str], where: str) -> None:
    """Say what stands where."""
    found = what.search(value)
    if not found:
        return
    above = value[: found.start()]
    before = above.rpartition("\n")[2]
    where %= {"line": above.count("\n") + 1, "number": len(before) + 1}
    if before.strip():
        where = _("%(where)s (after “%(before)s”)") % {
            "where": where,
            "before": before.strip()[-LONGEST_BEFORE:],
        }
    sentence = _("%(where)s cannot be printed: it is %(what)s, %(code)s. Delete it.")
    facts = {
        "where": where,
        "what": kind_of(found[0]),
        "code": f"U+{ord(found[0]):04X}",
    }
    raise ValidationError(sentence % facts, code="unprintable")


def kind_of(character: str) -> str:
    kinds = (words for kind, words in KINDS.items() if kind.match(character))
    return str(next(kinds, _("no character at all")))


def code(value: str) -> str:
    """An address or a number: full-width letters become plain, invisible ones go."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).strip()
