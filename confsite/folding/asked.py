"""What somebody typed into a search for people, as the columns are folded."""

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from confsite.folding.letters import folded

LONGEST = 200  # characters
BETWEEN_WORDS = re.compile(r"[\s,;、，；]+")
# A telephone number or a part of one, standing alone: digits in groups, an extension.
TRUNK = re.compile(r"\(0\)")
NUMBER = re.compile(
    r"(?<![^\s,;])[+(]*\d(?:[\d\s()./‐-―−-]*\d)?"
    r"(?:\s*(?:转|轉|分机|分機|ext\.?|x|#)\s*\d+)?(?![^\s,;])",
    re.IGNORECASE,
)
NO_DIGITS = re.compile(r"\D+")
# Fewer digits are a part of something else, such as a year.
FEWEST_DIGITS = 6
# So many follow the trunk prefix, which some countries dial as 8 or 06.
WHOLE_NUMBER = 10

Spellings = tuple[str, ...]
Rows = TypeVar("Rows", bound=QuerySet[Any])


def words(typed: str) -> list[Spellings]:
    """All that must be found, each in one of its spellings."""
    typed = NUMBER.sub(in_one_group, TRUNK.sub("", typed[:LONGEST]))
    found = (folded(word) for word in BETWEEN_WORDS.split(typed))
    return [spellings(word) for word in found if word]


def in_one_group(number: re.Match[str]) -> str:
    digits = NO_DIGITS.sub("", number[0])
    return digits if len(digits) >= FEWEST_DIGITS else number[0]


def spellings(word: str) -> Spellings:
    if word.isdecimal() and len(word) >= FEWEST_DIGITS:
        # Kept as the world dials it, without the trunk prefix.
        inland = word.lstrip("0") or word
        shorter = inland[1:] if len(inland) >= WHOLE_NUMBER else inland
        return tuple(dict.fromkeys((word, inland, shorter)))
    if re.search("[ln]y$", word):
        # Somebody is about to type Lyu.
        return word, f"{word[:-1]}u"
    return (word,)


def found(rows: Rows, columns: Sequence[str], typed: str) -> Rows:
    """The rows that have each of the words in one of the columns."""
    looked_for = words(typed)
    for word in looked_for:
        rows = rows.filter(reduce(or_, (has(column, word) for column in columns)))
    return rows if looked_for or not typed.strip() else rows.none()


def has(column: str, word: Spellings) -> Q:
    """One of the spellings; a column that is not kept folded is folded meanwhile."""
    if not column.endswith("search_text"):
        column = f"{column}__folded"
    return reduce(or_, (Q(**{f"{column}__contains": one}) for one in word))
