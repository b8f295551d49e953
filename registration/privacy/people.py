"""Whose data is wiped, and by which words they are found elsewhere."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Q

from confsite.names import is_han
from confsite.tables.names import key
from registration.models import Delegate, DelegateMerge

EVENTS = Delegate.pgh_event_model.objects  # type: ignore[attr-defined]
# Theirs, whoever else is called so; and what is theirs if nobody else has it, too.
OWN = ("email", "phone", "native_name", "reference")
SHARED = (
    *("family_name", "given_name", "organisation", "position"),
    *("contact_name", "contact_email"),
)
# One character of Chinese, two letters of others, say nothing of anybody.
SHORTEST, SHORTEST_LATIN = 2, 3
GONE = "…"
# A part of a word that somebody may have looked for.
SEARCHED = re.compile(r"[^\W_][\w.+-]{2,}")


@dataclass(frozen=True)
class People:
    """Registrations by their keys, with the words that their people ever typed."""

    keys: list[int]
    conferences: set[int]
    emails: set[str]
    words: set[str]
    pattern: re.Pattern[str] = field(repr=False)

    @classmethod
    def of(cls, keys: Iterable[int]) -> Self:
        """As they are now and as they have been: before anything of it is wiped."""
        keys = sorted(set(keys))
        now = Delegate.with_tests.filter(pk__in=keys)
        known = [*now.values(*OWN, *SHARED)]
        known += EVENTS.filter(pgh_obj__in=keys).values(*OWN, *SHARED)
        words = {row[column] for row in known for column in OWN}
        for row in known:
            names = [row["given_name"], row["family_name"]]
            if all(names):
                words |= {" ".join(names), " ".join(reversed(names))}
        shared = {(c, row[c]) for row in known for c in SHARED if row[c]}
        words |= {word for column, word in shared if _is_theirs(column, word, keys)}
        words = {word for word in words if _tells(word)}
        return cls(
            keys,
            set(now.values_list("conference", flat=True)),
            {row["email"] for row in known if row["email"]},
            words,
            _pattern(words),
        )

    @property
    def looks_like(self) -> list[str]:
        """For LIKE ANY: whatever holds one of the words, and more besides."""
        in_json = (json.dumps(word, ensure_ascii=False)[1:-1] for word in self.words)
        plain = {re.sub(r"([\\%_])", r"\\\1", w) for w in (*self.words, *in_json)}
        return [f"%{word}%" for word in plain]

    @property
    def heads(self) -> set[str]:
        """The words as a head of a file is remembered."""
        return {key(word) for word in self.words}

    def are_named_in(self, text: object) -> bool:
        return bool(self.pattern.search(str(text)))

    def without_them(self, value: Any) -> Any:
        """The same text, or whatever JSON holds, with their words blotted out."""
        if isinstance(value, str):
            return self.pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.without_them(one) for one in value]
        if isinstance(value, dict):
            return {
                self.without_them(k): self.without_them(v) for k, v in value.items()
            }
        return value

    def without_rows_of_them(self, value: Any) -> Any:
        """The same where a text that names them is about them as a whole."""
        if isinstance(value, str):
            return GONE if self.are_named_in(value) else value
        return [self.without_rows_of_them(one) for one in value]

    def without_searches(self, value: Any) -> Any:
        """The same without what was looked for and finds nobody but them."""
        if isinstance(value, str):
            return SEARCHED.sub(self._unless_others, self.without_them(value))
        if isinstance(value, list):
            return [self.without_searches(one) for one in value]
        return value

    def _unless_others(self, found: re.Match[str]) -> str:
        part = found[0].casefold()
        if not any(part in word.casefold() for word in self.words):
            return found[0]
        others = Delegate.objects.exclude(pk__in=self.keys).search(found[0])
        return found[0] if others.exists() else GONE


def with_merged(delegate: Delegate) -> list[int]:
    """The keys of a registration and of all that were ever merged into it."""
    found, new = [], [delegate.pk]
    while new:
        found += new
        merges = DelegateMerge.objects.filter(into__in=new).exclude(delegate__in=found)
        new = list(merges.values_list("delegate", flat=True))
    return found


def _is_theirs(column: str, word: str, keys: Collection[int]) -> bool:
    """A name that others have as well, or their institute, is no word for this one."""
    others = Delegate.with_tests.exclude(pk__in=keys)
    return not others.filter(Q(**{column: word})).exists()


def _tells(word: str) -> bool:
    return len(word) >= (SHORTEST if is_han(word) else SHORTEST_LATIN)


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    """The longer ones first; of letters whole words alone: no Li in a list."""
    if not words:
        return re.compile(r"(?!)")
    longest = sorted(words, key=len, reverse=True)
    one = "|".join(
        re.escape(word) if is_han(word) else rf"(?<!\w){re.escape(word)}(?!\w)"
        for word in longest
    )
    return re.compile(one, re.IGNORECASE)
