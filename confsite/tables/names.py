"""Finding a row by what people call it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.db.models import Model

from confsite.bilingual import Pair
from confsite.names import is_han
from confsite.text import INVISIBLE

M = TypeVar("M", bound=Model)
BETWEEN_LANGUAGES = " / "
BETWEEN_NAMES = re.compile(r"[;；\n]")  # several in one cell


def key(name: str) -> str:
    """The same for every way to write a name: case, width, spaces, invisible signs."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return "".join(plain.casefold().split())


def halves(name: str) -> Pair:
    """A name in the language it is written in, or in both: Plenary Hall / 主会场."""
    parts = [part.strip() for part in name.split(BETWEEN_LANGUAGES)]
    if len(parts) == 2 and has_han(parts[0]) != has_han(parts[1]):
        first, second = parts
        return Pair(second, first) if has_han(first) else Pair(first, second)
    return Pair("", name) if has_han(name) else Pair(name, "")


def in_its_language(text: str) -> Pair:
    """The same for a text of any length; a Chinese name alone makes none Chinese."""
    pair = halves(text)
    if pair.en and pair.zh:
        return pair
    han = sum(map(is_han, text))
    # A Chinese word has two characters where an English one has five or six letters.
    is_chinese = 3 * han > sum(letter.isalpha() for letter in text) - han
    return Pair("", text) if is_chinese and han else Pair(text, "")


def names_in(written: str) -> list[str]:
    """The keys of what may be one name in one language or two names in both."""
    return [key(name) for name in (written, *halves(written))]


def in_one(pair: Pair) -> str:
    """Both halves as halves() reads them."""
    return BETWEEN_LANGUAGES.join(half for half in pair if half)


def has_han(text: str) -> bool:
    return any(is_han(letter) for letter in text)


class NameIndex(Generic[M]):
    """Rows by every name they answer to; it changes as they do."""

    def __init__(self, names: Callable[[M], Iterable[str]], rows: Iterable[M] = ()):
        self.rows: dict[int, M] = {}
        self._names = names
        # Names that a row had once stay here: find() asks the row itself.
        self._index: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            self.put(row)

    def put(self, row: M) -> None:
        self.rows[row.pk] = row
        for name in self._names(row):
            self._index[name].add(row.pk)

    def find(self, *names: str) -> list[M]:
        """The rows that answer to one of these names, each once, oldest first."""
        found = {
            pk
            for name in names
            for pk in self._index.get(name, ())
            if name and pk in self.rows and name in self._names(self.rows[pk])
        }
        return [self.rows[pk] for pk in sorted(found)]

    def current(self, row: M) -> M:
        """The same row as it is now."""
        return self.rows.get(row.pk, row)
