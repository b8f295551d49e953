"""An index of people by the letter of the family name, the same in both languages.

A Chinese name stands under the letter of its pinyin, as its owner spells it.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from agenda.release.content import Speaker
from confsite.folding.order import LAST, name_key

OTHERS = ""  # neither Latin letters nor a character whose pinyin is known


class IndexLetter(NamedTuple):
    letter: str
    speakers: tuple[Speaker, ...]


def by_letter(speakers: Iterable[Speaker]) -> tuple[IndexLetter, ...]:
    """Everybody under a letter, in the order of the names; the others come last."""
    ordered = sorted(speakers, key=place)
    return tuple(
        IndexLetter(letter, tuple(group))
        for letter, group in groupby(ordered, key=letter_of)
    )


def place(speaker: Speaker) -> tuple[str, str]:
    return key_of(speaker), speaker.native_name


def letter_of(speaker: Speaker) -> str:
    """The letter under which somebody is looked for, as a capital."""
    first = key_of(speaker)[0]
    return OTHERS if first == LAST else first.upper()


def key_of(speaker: Speaker) -> str:
    return name_key(speaker.family_name, speaker.given_name, speaker.native_name)
