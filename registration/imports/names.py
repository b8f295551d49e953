"""A whole name in one cell, in the columns that it has here.

Nobody guesses: a Latin name is divided where a comma, capitals, its own Chinese form or
somebody's word for the whole file say where.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from confsite import text
from confsite.folding.letters import folded, plain
from confsite.folding.order import LONGEST_NAME, READINGS, SURNAMES
from confsite.names import is_han
from confsite.tables.cells import on_one_line, shortened

# ASCII in double width, as a Chinese keyboard types it, and the space as wide as those.
PLAIN_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
DOTS = "·•・‧∙⋅"
CHINESE = re.compile(rf"[{HAN}][{HAN}\s{DOTS}]*")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
# What no name has, but the foot of a list does: 填表人：王静, Total 300.
NO_NAME = re.compile(r"[:@=<>]|\d{2}|^[合总小共]\s*计|^total\b", re.IGNORECASE)
INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*")


def words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a Latin name, and behind a Chinese one.
TITLE_WORDS = words_in("""
    mr mrs ms miss mx dr prof professor sir dame lord lady rev revd hon eng ing he
    ambassador minister herr frau mme m madame monsieur associate assistant
""")
TITLES_BEHIND = (
    *("副研究员", "助理研究员", "研究员", "副教授", "教授", "讲师", "院士", "博士"),
    *("高级工程师", "工程师", "先生", "女士", "小姐", "夫人", "老师", "阁下"),
)
AFTER_A_NAME = words_in("""
    phd msc mba ma ba bsc md dphil cbe obe mbe kbe frs freng jr sr ii iii esq qc kc
    ceng fiet mr dr prof
""")
# They begin the family name: van der Berg, de la Cruz, bin Salman.
PARTICLES = words_in("""
    van von der den de del della di da dos du la le ten ter af bin ibn al el zu
""")
SEXES = frozenset({"男", "女", "m", "f", "male", "female"})


class NameWriting(StrEnum):
    """What comes first in Latin names that do not show where they are divided."""

    UNKNOWN = ""
    GIVEN_FIRST = "given"
    FAMILY_FIRST = "family"


@dataclass(frozen=True)
class WholeName:
    """The parts of a name, and what was beside it."""

    family_name: str = ""
    given_name: str = ""
    native_name: str = ""
    title: str = ""
    left_out: str = ""

    @property
    def columns(self) -> dict[str, str]:
        names = ("family_name", "given_name", "native_name", "title")
        return {name: value for name in names if (value := getattr(self, name))}


def plain_width(written: str) -> str:
    return written.translate(PLAIN_WIDTH)


def is_title(written: str) -> bool:
    """Whether it is how somebody is addressed, and not what they do: Dr, 教授."""
    words = plain_width(written).replace(".", " ").casefold().split()
    return bool(words) and all(
        word in TITLE_WORDS or word.endswith(TITLES_BEHIND) for word in words
    )


def read_name(
    written: str, writing: NameWriting = NameWriting.UNKNOWN, native: str = ""
) -> WholeName:
    """The parts of a whole name; `native`, from beside it, may say where to divide.

    Raises ValidationError.
    """
    name = text.line(plain_width(on_one_line(written)))
    if NO_NAME.search(name):
        words = _("“%s” does not look like the name of a person.")
        raise ValidationError(words % shortened(name))
    if CHINESE.fullmatch(name):
        chinese, latin, left_out = name, "", ""
    else:
        chinese, latin, left_out = in_scripts(name)
    chinese, title = without_title_behind(tidy_chinese(chinese))
    if latin and not LATIN.search(latin):
        # In a script that is neither: nobody divides it.
        return WholeName(native_name=latin, left_out=left_out)
    before, latin, after = without_titles(latin)
    family, given = divided(latin, writing, chinese or tidy_chinese(native))
    left_out = ", ".join(filter(None, [left_out, after]))
    return WholeName(family, given, chinese, title or before, left_out)


def in_scripts(name: str) -> tuple[str, str, str]:
    """What is Chinese, what is not, and what stood in brackets and belongs to neither.

    张伟（Zhang Wei）, Zhang Wei 张伟, 张伟/ZHANG Wei, 张伟（女）.
    """
    inner = [found.strip() for found in IN_BRACKETS.findall(name)]
    outer = " ".join(IN_BRACKETS.sub(" ", name).split())
    left_out = []
    for part in filter(None, inner):
        is_missing = not (CHINESE if has_chinese(part) else LATIN).search(outer)
        if is_missing and part.casefold() not in SEXES and not is_title(part):
            outer = f"{outer} {part}"
        else:
            left_out.append(part)
    chinese = CHINESE.findall(outer)
    latin = " ".join(
        CHINESE.sub(" ", outer).replace("/", " ").replace("|", " ").split()
    )
    return " ".join(chinese), latin.strip(" ,;-–"), ", ".join(left_out)


def has_chinese(part: str) -> bool:
    return bool(CHINESE.search(part))


def tidy_chinese(name: str) -> str:
    """张　伟 is 张伟: in lists two characters are spread over the width of three."""
    return re.sub(f"[{DOTS}]", "·", "".join(name.split())).strip("·")


def without_title_behind(name: str) -> tuple[str, str]:
    """李晓明教授 is 李晓明, whose title is 教授."""
    found = next((t for t in TITLES_BEHIND if name.endswith(t) and name != t), "")
    return name.removesuffix(found), found


def without_titles(latin: str) -> tuple[str, str, str]:
    """What stands before a Latin name, the name, and what follows it."""
    name, *after = latin.split(",")
    behind: list[str] = []
    while after and is_after_a_name(after[-1]):
        behind.insert(0, after.pop().strip())
    words = name.split()
    titles = []
    while len(words) > 1 and is_title(words[0]):
        titles.append(words.pop(0))
    family = ",".join([" ".join(words), *after])
    if after and not titles:
        # Zhang, Dr Wei
        [first, *others] = after[0].split() or [""]
        if others and is_title(first):
            titles, after[0] = [first], " ".join(others)
            family = ",".join([" ".join(words), *after])
    return " ".join(titles), family, ", ".join(behind)


def is_after_a_name(part: str) -> bool:
    words = part.replace(".", "").casefold().split()
    return bool(words) and all(word in AFTER_A_NAME for word in words)


def divided(latin: str, writing: NameWriting, native: str) -> tuple[str, str]:
    """Family name and given name. Raises ValidationError."""
    family, comma, given = latin.partition(",")
    if comma:
        return family.strip(), " ".join(given.replace(",", " ").split())
    words = latin.split()
    if len(words) < 2:
        return latin, ""
    place = in_capitals(words) or beside(words, native) or as_written(words, writing)
    if place is None:
        raise ValidationError(
            _(
                "Nobody can tell which part of “%s” is the family name. Choose above "
                "how Latin names are written, or write it as “Lovelace, Ada”."
            )
            % shortened(latin)
        )
    family_words = words[place]
    others = words[: place.start] if place.start else words[place.stop :]
    return " ".join(family_words), " ".join(others)


def in_capitals(words: Sequence[str]) -> slice | None:
    """ZHANG Wei, Ludwig VAN BEETHOVEN: the family name is written large."""
    large = [word.isupper() and len(word.strip(".")) > 1 for word in words]
    number = sum(large)
    if number in (0, len(words)):
        return None
    if all(large[:number]):
        return slice(0, number)
    return slice(len(words) - number, len(words)) if all(large[-number:]) else None


def beside(words: Sequence[str], native: str) -> slice | None:
    """Zhang Wei beside 张伟: the word that its surname is read as.

    A transcription, 艾达·洛夫莱斯, keeps the order of the name; so does J. Smith.
    """
    if "·" in native or (INITIAL.fullmatch(words[0]) and len(words[-1]) > 2):
        return as_written(words, NameWriting.GIVEN_FIRST)
    readings = surname_readings(native)
    spelled = [folded(word).replace(" ", "") for word in words]
    for number in (1, 2):
        if number < len(words):
            if "".join(spelled[:number]) in readings:
                return slice(0, number)
            if "".join(spelled[-number:]) in readings:
                return slice(len(words) - number, len(words))
    return None


def surname_readings(native: str) -> frozenset[str]:
    """How the surname of a Chinese name may be spelled; none of a transcription."""
    name = plain(native).replace(" ", "")
    if not is_han(native) or len(name) > LONGEST_NAME:
        return frozenset()
    return readings_of(name[:2] if name[:2] in SURNAMES else name[:1])


@lru_cache(maxsize=2_000)
def readings_of(surname: str) -> frozenset[str]:
    own = {READINGS[surname]} if surname in READINGS else set()
    readings = own | {SURNAMES.get(surname, "")}
    return frozenset(folded(reading) for reading in readings if reading)


def as_written(words: Sequence[str], writing: NameWriting) -> slice | None:
    """By what somebody has said of the whole file."""
    if writing == NameWriting.FAMILY_FIRST:
        return slice(0, 1)
    if writing == NameWriting.GIVEN_FIRST:
        inner = range(1, len(words) - 1)
        particles = (n for n in inner if words[n].casefold() in PARTICLES)
        return slice(next(particles, len(words) - 1), len(words))
    return None
