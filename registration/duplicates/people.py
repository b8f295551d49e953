"""What of a person tells whether they are somebody whom we know, and the keys of it.

A Latin name counts without its order, a native name as it is written and by how it is
read; a surname with two readings both ways. Who shares a key is looked at (likeness).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from typing import Any

from agenda.models import Organisation
from confsite.folding.letters import folded, one_spelling, plain
from confsite.folding.order import BETWEEN_PARTS, LONGEST_NAME, SURNAMES, pinyin

# Two words in the order of the alphabet, or one: whose name has one part.
Name = tuple[str, ...]
# Texts that name one organisation, each with the same word.
Organisations = Mapping[str, str]
HAN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")
NAMES_OF_ORGANISATIONS = ("name_en", "name_zh", "short_name_en", "short_name_zh")


class KeyKind(Enum):
    """What people share who share a key, and how many may: it says nothing of more."""

    NAME = "n", 5
    NATIVE = "h", 5
    TELEPHONE = "p", 3
    NAME_IN_ORGANISATION = "o", 50
    # Near names have one word in common, and stand in one organisation.
    WORD_IN_ORGANISATION = "w", 200

    def __init__(self, letter: str, most: int) -> None:
        self.letter = letter
        self.most = most


@dataclass(frozen=True)
class Person:
    """What is compared of somebody, folded."""

    # As written in Latin letters, and as the native name is read.
    latin: frozenset[Name]
    read: frozenset[Name]
    native: str
    phone: str
    organisation: str
    # Whether the organisation is written in Chinese; two scripts cannot be compared.
    in_chinese: bool
    email: str

    @cached_property
    def names(self) -> frozenset[Name]:
        return self.latin | self.read

    def keys(self, conference_id: int) -> dict[int, KeyKind]:
        """By which they are found among those of a conference."""
        return {
            hashed(f"{conference_id} {kind.letter} {text}"): kind
            for kind, text in self._shared()
        }

    def _shared(self) -> Iterator[tuple[KeyKind, str]]:
        for name in self.names:
            yield KeyKind.NAME, " ".join(name)
            if self.organisation:
                within = f"{self.organisation}/{' '.join(name)}"
                yield KeyKind.NAME_IN_ORGANISATION, within
                for word in name:
                    yield KeyKind.WORD_IN_ORGANISATION, f"{self.organisation}/{word}"
        if self.native:
            yield KeyKind.NATIVE, self.native
        if self.phone:
            yield KeyKind.TELEPHONE, self.phone

    def stands_for(self, other: "Person") -> bool:
        """Whether this is a row of the same person by the surest facts."""
        if self.email and self.email == other.email:
            return True
        alike = self.names & other.names or self.native == other.native != ""
        return bool(alike and self.phone and self.phone == other.phone)


def hashed(text: str) -> int:
    """A number as a column of PostgreSQL holds it."""
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def person(facts: Any, known: Organisations) -> Person:
    """Of a delegate, a form or a row: whatever has the delegate's columns."""
    latin = f"{facts.family_name} {facts.given_name}".strip()
    native = facts.native_name
    if HAN.search(latin):
        # Typed into the boxes of the Latin name.
        latin, native = "", native or f"{facts.family_name}{facts.given_name}"
    is_native = bool(HAN.search(native))
    written = latin_names(facts.family_name, facts.given_name) if latin else set()
    if native and not is_native:
        written |= latin_names(native, "")
    named = folded(facts.organisation)
    return Person(
        latin=frozenset(written),
        read=frozenset(readings(native) if is_native else ()),
        native=plain(native).replace(" ", "") if is_native else "",
        phone=facts.phone,
        organisation=known.get(named, named.removeprefix("the ")),
        in_chinese=bool(HAN.search(named)),
        email=facts.email.lower(),
    )


def latin_names(family: str, given: str) -> set[Name]:
    """LI Xiaoming and Xiaoming Li, Li Xiao Ming: li xiaoming; in one box either way."""
    words, others = folded(family).split(), folded(given).split()
    if words and others:
        return {ordered("".join(words), "".join(others))}
    words = words or others
    if not words:
        return set()
    return {
        ordered(words[0], "".join(words[1:])),
        ordered(words[-1], "".join(words[:-1])),
    }


def readings(native: str) -> Iterator[Name]:
    """李晓明: li xiaoming; 曾伟: zeng wei, ceng wei. Of a transcription its parts."""
    parts = [part for part in BETWEEN_PARTS.split(native.strip()) if part]
    name = plain("".join(parts)).replace(" ", "")
    if len(name) > LONGEST_NAME:
        yield ordered(*map(syllables, map(plain, (parts[0], "".join(parts[1:])))))
        return
    size = 2 if name[:2] in SURNAMES else 1
    surname, given = name[:size], syllables(name[size:])
    for reading in {SURNAMES.get(surname), syllables(surname)} - {None}:
        yield ordered(one_spelling(str(reading)), given)


def syllables(characters: str) -> str:
    return one_spelling(pinyin(characters).replace(" ", ""))


def ordered(*words: str) -> Name:
    return tuple(sorted(filter(None, words)))


def known_organisations() -> Organisations:
    """Nanjing University, 南京大学 and NJU are one if staff have said so."""
    known: dict[str, str] = {}
    rows = Organisation.objects.order_by("pk").values_list(
        "pk", *NAMES_OF_ORGANISATIONS, "aliases"
    )
    for pk, *names, aliases in rows:
        for name in (*names, *aliases.splitlines()):
            if text := folded(name):
                known.setdefault(text, f"#{pk}")
    return known
