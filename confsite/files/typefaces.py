"""Which typeface has a letter, how wide it is, and where a line may break.

fpdf2 leaves a letter out without a word when the font has none, its own fall-back
cannot be told that Chinese quotation marks are wide, and it breaks Chinese only at
spaces. So each letter finds its typeface here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# Stands for a letter that no typeface has.
BOX = "\N{WHITE SQUARE}"
WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# They choose the shape of the letter before them; no typeface here has the choice.
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# As wide as a character in Chinese, as narrow as a letter in English.
SHARED_MARKS = frozenset("“”‘’…—")
NEVER_FIRST = frozenset("，。、；：？！）》」』】〉…—·”’％,.;:?!)]}%")
NEVER_LAST = frozenset("（《「『【〈“‘([{")
BREAK_AFTER = frozenset("-–—/")


class Face(StrEnum):
    """The files in fonts/, which README.md there describes."""

    LATIN = "NotoSans-Regular"
    LATIN_BOLD = "NotoSans-Bold"
    HAN = "NotoSansCJKsc-Regular"
    HAN_BOLD = "NotoSansCJKsc-Bold"

    @property
    def path(self) -> Path:
        return FONTS / f"{self}.woff"


@dataclass(frozen=True)
class Letter:
    char: str
    face: Face
    width: float  # in em


@dataclass(frozen=True)
class Run:
    """Letters of one typeface beside each other."""

    face: Face
    text: str
    width: float  # in em


class Text:
    """A text whose letters have found their typefaces."""

    def __init__(self, text: str, *, is_bold: bool = False) -> None:
        lines = ["".join(map(_drawable, printable(line))) for line in text.splitlines()]
        letter = _lettering("".join(lines), is_bold)
        self._paragraphs = [[letter(char) for char in line] for line in lines]

    def lines(self, room: float) -> list[list[Run]]:
        """The text in lines of at most so many em; a word wider than that is cut."""
        return [
            _runs(line)
            for paragraph in self._paragraphs
            for line in _broken(paragraph, room)
        ]


def printable(text: str) -> str:
    """The text in NFC without controls, joiners and overrides of the direction."""
    return "".join(map(_printable, unicodedata.normalize("NFC", text)))


@cache
def advances(face: Face) -> dict[int, float]:
    """How far each letter of a typeface moves on, in em. Read once for each process."""
    from fontTools.ttLib import TTFont  # large, as fpdf2 is

    with TTFont(face.path, lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


def _has(face: Face, char: str) -> bool:
    return ord(char) in advances(face)


@lru_cache(maxsize=4096)
def _printable(char: str) -> str:
    match unicodedata.category(char):
        case "Cs":
            return BOX
        case "Cc" | "Cf":
            return " " if char == "\t" else ""
    return "" if VARIATION.match(char) else char


@lru_cache(maxsize=4096)
def _drawable(char: str) -> str:
    if _has(Face.LATIN, char) or _has(Face.HAN, char):
        return char
    return " " if unicodedata.category(char) == "Zs" else BOX


def _lettering(text: str, is_bold: bool) -> Callable[[str], Letter]:
    """Choose typefaces for a whole text, so that its lines and words look alike."""
    latin = Face.LATIN_BOLD if is_bold else Face.LATIN
    others = [char for char in set(text) if not _has(latin, char)]
    # One name in two weights would look like a mistake.
    has_bold = is_bold and all(_has(Face.HAN_BOLD, char) for char in others)
    han = Face.HAN_BOLD if has_bold else Face.HAN
    # A Chinese word has two characters where an English one has five or six letters.
    is_chinese = 3 * len(WIDE.findall(text)) > len(LATIN.findall(text))

    @cache
    def letter(char: str) -> Letter:
        is_wide = char in SHARED_MARKS and is_chinese
        face = han if is_wide or not _has(latin, char) else latin
        return Letter(char, face, advances(face)[ord(char)])

    return letter


def _broken(letters: list[Letter], room: float) -> Iterator[list[Letter]]:
    """Cut a paragraph into lines without the spaces at their ends."""
    start = 0
    while True:
        end = _end_of_line(letters, start, room)
        line = letters[start:end]
        while line and line[-1].char == " ":
            line.pop()
        yield line
        start = end
        while start < len(letters) and letters[start].char == " ":
            start += 1
        if start == len(letters):
            return


def _end_of_line(letters: list[Letter], start: int, room: float) -> int:
    taken = 0.0
    for end in range(start, len(letters)):
        taken += letters[end].width
        if taken > room and letters[end].char != " ":
            break
    else:
        return len(letters)
    for place in range(end, start, -1):
        if _may_break(letters[place - 1].char, letters[place].char):
            return place
    return max(end, start + 1)


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return True
    if before in NEVER_LAST or after in NEVER_FIRST:
        return False
    return bool(before in BREAK_AFTER or WIDE.match(before) or WIDE.match(after))


def _runs(letters: list[Letter]) -> list[Run]:
    runs = []
    for face, group in groupby(letters, key=lambda letter: letter.face):
        beside = list(group)
        text = "".join(letter.char for letter in beside)
        runs.append(Run(face, text, sum(letter.width for letter in beside)))
    return runs
