"""Whether two people may be one, by what signs, and how likely that is.

docs/decisions/0022-possible-duplicates.md says why these, and what they were tried on.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from confsite.folding.order import READINGS, SURNAMES
from registration.duplicates.people import KeyKind, Name, Person
from registration.states import Likelihood, Sign

SYLLABLES = {*READINGS.values(), *SURNAMES.values()}
PINYIN = re.compile(f"(?:{'|'.join(sorted(SYLLABLES, key=len, reverse=True))})+")
# A wrong letter in a short word makes another word of it.
SHORTEST_WITH_ONE, SHORTEST_WITH_TWO = 4, 8
# Of two words in pinyin: Wei and Lei are two people, Xiaoming and Xiaomin may be one.
SHORTEST_PINYIN = 6
SHORTEST_BEGINNING = 3


class Likeness(NamedTuple):
    """Why two may be one person."""

    likelihood: Likelihood
    signs: list[str]


def likeness(
    one: Person, other: Person, shared: set[KeyKind], *, few: bool
) -> Likeness | None:
    """What speaks for it, given the keys that tell something; None: not enough.

    `few`: so few people that a namesake by chance is rare.
    """
    phone = Sign.TELEPHONE if same(one.phone, other.phone) else None
    place = Sign.ORGANISATION if same(one.organisation, other.organisation) else None
    if name := same_name(one, other):
        signs = in_order(name, phone, place)
        if phone or place:
            return Likeness(Likelihood.LIKELY, signs)
        alone = by_name_alone(one, other, few=few)
        tells = not shared.isdisjoint({KeyKind.NAME, KeyKind.NATIVE})
        return Likeness(alone, signs) if alone and tells else None
    near = Sign.NEAR if (phone or place) and near_names(one, other) else None
    signs = in_order(near, phone, place)
    if near and phone:
        return Likeness(Likelihood.LIKELY, signs)
    if near or KeyKind.TELEPHONE in shared:
        return Likeness(Likelihood.POSSIBLE, signs)
    return None


def in_order(*signs: Sign | None) -> list[str]:
    return [sign.value for sign in signs if sign]


def same(one: str, other: str) -> bool:
    return one == other != ""


def by_name_alone(one: Person, other: Person, *, few: bool) -> Likelihood | None:
    """How likely namesakes are one person: by how much of the rest differs."""
    phones_differ = bool(one.phone and other.phone)
    comparable = one.organisation and other.organisation
    places_differ = comparable and one.in_chinese == other.in_chinese
    if not few:
        return None if phones_differ or places_differ else Likelihood.FAINT
    if phones_differ and places_differ:
        return None
    return Likelihood.FAINT if phones_differ or places_differ else Likelihood.POSSIBLE


# -- Names -----------------------------------------------------------------------------


def same_name(one: Person, other: Person) -> Sign | None:
    """In one script, whatever its order, or in two of them."""
    if one.native and other.native:
        # 张伟 and 张炜 are read alike, and are two people.
        return Sign.NAME if one.native == other.native else None
    if one.latin & other.latin:
        return Sign.NAME
    return Sign.SCRIPTS if one.names & other.names else None


def near_names(one: Person, other: Person) -> bool:
    """X. Li and Xiaoming Li, Jon and John Smith, 李晓明 and 李小明."""
    if one.native and other.native:
        # Who types Chinese by its sound takes one character for another.
        return bool(one.read & other.read)
    return any(near(a, b) for a in one.names for b in other.names)


def near(name: Name, other: Name) -> bool:
    """One word is the same, and the other nearly."""
    if len(name) < 2 or len(other) < 2:
        return False
    return any(
        name[i] == other[j] and near_words(name[1 - i], other[1 - j])
        for i in (0, 1)
        for j in (0, 1)
    )


@lru_cache(100_000)
def near_words(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    if is_initial(short, long):
        return True
    if PINYIN.fullmatch(word) and PINYIN.fullmatch(other):
        return len(long) >= SHORTEST_PINYIN and distance(short, long) <= 1
    if len(short) >= SHORTEST_BEGINNING and long.startswith(short):
        return True
    allowed = (len(long) >= SHORTEST_WITH_ONE) + (len(long) >= SHORTEST_WITH_TWO)
    return len(long) - len(short) <= allowed and distance(short, long) <= allowed


def is_initial(short: str, long: str) -> bool:
    """x or xm of xiaoming, jp of johnpaul; but li is a word of its own."""
    if len(short) > 2 or short[:1] != long[:1]:
        return False
    if len(short) == 1:
        return True
    return short[1] in long[1:] and not PINYIN.fullmatch(short)


def distance(word: str, other: str) -> int:
    """How many letters must be added, left out or changed (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        before, row[0] = row[0], i
        for j, wanted in enumerate(other, start=1):
            changed = before + (letter != wanted)
            before, row[j] = row[j], min(changed, row[j] + 1, row[j - 1] + 1)
    return row[-1]
