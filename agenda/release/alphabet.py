"""An index of people by the letter of the family name, the same in both languages.

A Chinese name stands under the letter of its pinyin, as its owner spells it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby
from string import ascii_lowercase
from typing import NamedTuple

from agenda.release.content import Speaker
from agenda.release.search import plain
from confsite.names import first_letter

OTHERS = ""  # neither Latin letters nor a character whose pinyin is known
# The first level of GB 2312 stands in the order of pinyin: where each letter begins.
LETTERS = "abcdefghjklmnopqrstwxyz"
BEGINS = [c.encode("gb2312") for c in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
LAST = "座".encode("gb2312")
# Family names that are read otherwise than the word, or stand on the second level.
READ_AS = {
    character: letter
    for letter, characters in {
        "b": "卜薄",
        "c": "岑种",
        "g": "盖",
        "m": "缪",
        "o": "区欧",
        "p": "朴",
        "q": "仇覃",
        "s": "单",
        "t": "佟",
        "x": "解冼",
        "y": "乐闫尉",
        "z": "查翟曾",
    }.items()
    for character in characters
}


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


def place(speaker: Speaker) -> tuple[bool, str, str, str, bytes]:
    """Those without Latin letters come after those with them, in pinyin themselves."""
    letter = letter_of(speaker)
    family = plain(speaker.family_name or speaker.given_name)
    return (
        letter == OTHERS,
        letter,
        family if is_latin(family) else "~",
        plain(speaker.given_name),
        speaker.native_name.encode("gb18030"),
    )


def letter_of(speaker: Speaker) -> str:
    """The letter under which somebody is looked for, as a capital.

    It is that of the monogram, without the signs that Latin letters bear.
    """
    first = first_letter(speaker.family_name) or first_letter(speaker.given_name)
    if is_latin(plain(first)):
        return plain(first)[0].upper()
    return initial(first_letter(speaker.native_name) or first).upper() or OTHERS


def is_latin(name: str) -> bool:
    return name[:1] in ascii_lowercase and name != ""


def initial(character: str) -> str:
    """The first letter of the pinyin of a family name; empty where it is not known."""
    if character in READ_AS:
        return READ_AS[character]
    code = character.encode("gb2312", errors="ignore")
    if not BEGINS[0] <= code <= LAST:
        return ""
    return LETTERS[bisect_right(BEGINS, code) - 1]
