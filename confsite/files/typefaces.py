"""Which typeface has a letter, how wide it is, and where a line may break.

fpdf2 leaves a letter out without a word when the font has none, its own fall-back
cannot be told that Chinese quotation marks are wide, and it breaks Chinese only at
spaces. So each letter finds its typeface here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from confsite.files import thai
from confsite.files.right_to_left import MIRRORED, from_left, joined, levels

FONTS = Path(__file__).parent / "fonts"
# Stands for a letter that no typeface has.
BOX = "\N{WHITE SQUARE}"
WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
KANA_OR_HANGUL = re.compile(
    "[\u3041-\u30ff\u3131-\u318e\u31f0-\u31ff\uac00-\ud7a3\uff61-\uff9f]"
)
ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufbff\ufe80-\ufefc]")
HEBREW = re.compile("[\u0591-\u05f4\ufb1d-\ufb4f]")
# They choose the shape of the letter before them; no typeface here has the choice.
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# What English and Chinese are written with: no typeface has to be read for it.
EVERYDAY = re.compile(
    "[\x20-\x7e\u00a0-\u024f\u2010-\u2027\u3000-\u3003\u3008-\u3011\u4e00-\u9fa5\uff01-\uff5e]"
)
# As wide as a character in Chinese, as narrow as a letter in English.
SHARED_MARKS = frozenset("“”‘’…—")
NEVER_FIRST = frozenset(
    "，。、；：？！）》」』】〉…—·”’％,.;:?!)]}%"
    "ーゝゞヽヾ々・ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
NEVER_LAST = frozenset("（《「『【〈“‘([{")
BREAK_AFTER = frozenset("-–—/")


class Face(StrEnum):
    """The files in fonts/, which README.md there describes."""

    LATIN = "NotoSans-Regular"
    LATIN_BOLD = "NotoSans-Bold"
    HAN = "NotoSansCJKsc-Regular"
    HAN_BOLD = "NotoSansCJKsc-Bold"
    EAST = "NotoSansCJKkr-Regular"
    EAST_BOLD = "NotoSansCJKkr-Bold"
    ARABIC = "NotoSansArabic-Regular"
    ARABIC_BOLD = "NotoSansArabic-Bold"
    HEBREW = "NotoSansHebrew-Regular"
    HEBREW_BOLD = "NotoSansHebrew-Bold"
    THAI = "NotoSansThai-Regular"
    THAI_BOLD = "NotoSansThai-Bold"

    @property
    def path(self) -> Path:
        return FONTS / f"{self}.woff"


# Where to look for a letter of a script, regular and bold. The others are Chinese.
SCRIPTS = {
    KANA_OR_HANGUL: (Face.EAST, Face.EAST_BOLD),
    ARABIC: (Face.ARABIC, Face.ARABIC_BOLD),
    HEBREW: (Face.HEBREW, Face.HEBREW_BOLD),
    thai.LETTERS: (Face.THAI, Face.THAI_BOLD),
}
CHINESE = (Face.HAN, Face.HAN_BOLD)


@dataclass(frozen=True)
class Glyph:
    char: str
    face: Face
    width: float  # in em
    level: int = 0  # odd: from right to left


@dataclass(frozen=True)
class Run:
    """Letters of one typeface beside each other."""

    face: Face
    text: str
    width: float  # in em


class ShapedText:
    """A text whose letters have found their typefaces."""

    def __init__(self, text: str, *, is_bold: bool = False) -> None:
        lines = ["".join(map(_drawable, _shaped(line))) for line in text.splitlines()]
        letter = _lettering("".join(lines), is_bold)
        self._paragraphs = [_directed([*map(letter, line)], line) for line in lines]

    def lines(self, room: float) -> list[list[Run]]:
        """The text in lines of at most so many em; a word wider than that is cut."""
        return [line for paragraph in self.paragraphs(room) for line in paragraph]

    def paragraphs(self, room: float) -> list[list[list[Run]]]:
        """The same, apart where the text itself has another line."""
        return [
            [_runs(_from_left(line)) for line in _broken(paragraph, room)]
            for paragraph in self._paragraphs
        ]


def _shaped(text: str) -> str:
    """The text with letters in the shapes that typefaces have codes for."""
    return thai.stacked(printable(joined(text)))


def printable(text: str) -> str:
    """The text in NFC without controls, joiners and overrides of the direction."""
    return "".join(map(_printable, unicodedata.normalize("NFC", text)))


def unprintable(text: str) -> str:
    """The letters of a text that show as boxes, each once."""
    asked = dict.fromkeys(EVERYDAY.sub("", _shaped(text)))
    return "".join(char for char in asked if _drawable(char) == BOX != char)


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
        case "Cs" | "Co":
            return BOX
        case "Cc" | "Cf":
            return " " if char == "\t" else ""
    return "" if VARIATION.match(char) else char


@lru_cache(maxsize=4096)
def _faces(char: str) -> tuple[Face, Face]:
    """Regular and bold, for a letter that is not in the Latin ones."""
    found = (faces for script, faces in SCRIPTS.items() if script.match(char))
    return next(found, CHINESE)


@lru_cache(maxsize=4096)
def _drawable(char: str) -> str:
    if _has(Face.LATIN, char) or _has(_faces(char)[False], char):
        return char
    return " " if unicodedata.category(char) == "Zs" else BOX


def _lettering(text: str, is_bold: bool) -> Callable[[str], Glyph]:
    """Choose typefaces for a whole text, so that its lines and words look alike."""
    latin = Face.LATIN_BOLD if is_bold else Face.LATIN
    others = [char for char in set(text) if not _has(latin, char)]
    # One name in two weights would look like a mistake.
    has_bold = is_bold and all(_has(_faces(char)[True], char) for char in others)
    # A Chinese word has two characters where an English one has five or six letters.
    is_chinese = 3 * len(WIDE.findall(text)) > len(LATIN.findall(text))

    @cache
    def letter(char: str) -> Glyph:
        is_wide = char in SHARED_MARKS and is_chinese
        is_other = is_wide or not _has(latin, char)
        face = _faces(char)[has_bold] if is_other else latin
        return Glyph(char, face, advances(face)[ord(char)])

    return letter


def _broken(letters: list[Glyph], room: float) -> Iterator[list[Glyph]]:
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


def _end_of_line(letters: list[Glyph], start: int, room: float) -> int:
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


def _directed(letters: list[Glyph], text: str) -> list[Glyph]:
    depths = levels(text)
    if not any(depths):
        return letters
    return [replace(a, level=depth) for a, depth in zip(letters, depths, strict=True)]


def _from_left(line: list[Glyph]) -> list[Glyph]:
    if not any(letter.level for letter in line):
        return line
    beside = [line[place] for place in from_left([letter.level for letter in line])]
    return [
        replace(letter, char=MIRRORED[letter.char])
        if letter.level % 2 and letter.char in MIRRORED
        else letter
        for letter in beside
    ]


def _runs(letters: list[Glyph]) -> list[Run]:
    runs = []
    for face, group in groupby(letters, key=lambda letter: letter.face):
        beside = list(group)
        text = "".join(letter.char for letter in beside)
        runs.append(Run(face, text, sum(letter.width for letter in beside)))
    return runs
