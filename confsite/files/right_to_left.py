"""Arabic letters in the shapes that join them, and lines that run from right to left.

The shapes are Unicode's presentation forms, for which the typeface has codes: so a
letter keeps its own width and place, and HarfBuzz is not needed. The forms serve
Arabic, Persian and Urdu; a letter of another language that has none stands alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
ARABIC = re.compile("[\u0600-\u06ff]")
# Marks above and below let the letters join; lam and alef share a shape.
MARKS = "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed]*"
UNITS = re.compile(f"\u0644({MARKS})([\u0622\u0623\u0625\u0627])|.{MARKS}", re.DOTALL)
JOINERS = frozenset("\u0640\u200d")
SHAPES = {
    (False, False): "<isolated>",
    (False, True): "<initial>",
    (True, True): "<medial>",
    (True, False): "<final>",
}
# Brackets as they look from right to left.
MIRRORED = dict(
    zip(
        "()[]{}<>«»‹›（）《》〈〉「」『』【】",
        ")(][}{><»«›‹）（》《〉〈」「』『】【",
        strict=True,
    )
)
# They have a direction of their own. No name has a hundred in a row that have none.
STRONG = frozenset({"L", "R", "AL", "EN", "AN"})
LONGEST_PAUSE = 100


def joined(text: str) -> str:
    """The text with each Arabic letter in the shape that its neighbours ask for."""
    if not ARABIC.search(text):
        return text
    typed = unicodedata.normalize("NFC", text)
    units = [_unit(match) for match in UNITS.finditer(typed)]
    following = [letter for letter, _ in units[1:]] + [""]
    shaped, is_joined = "", False
    for (letter, marks), after in zip(units, following, strict=True):
        joins = _has_shape(letter, "<initial>") and _has_shape(after, "<final>")
        shape = SHAPES[is_joined, joins]
        shaped += _forms().get((letter, shape), letter) + marks
        is_joined = joins
    return shaped


def unjoined(text: str) -> str:
    """The letters as they are typed."""
    return unicodedata.normalize("NFKC", text)


def levels(text: str) -> list[int]:
    """How deep each letter is embedded, as Unicode's bidirectional algorithm says.

    What has an odd level runs from right to left.
    """
    if not RIGHT_TO_LEFT.search(text) or _is_endless(text):
        return [0] * len(text)
    # As large as all of fpdf2, which only those who print need.
    from fpdf.bidi import BidiParagraph

    return [letter.embedding_level for letter in BidiParagraph(text).get_characters()]


def from_left(levels: Sequence[int]) -> list[int]:
    """The places of a line's letters in the order in which they stand."""
    places = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        stretches = groupby(places, key=lambda place: levels[place] >= level)
        places = [
            place
            for is_deep, beside in stretches
            for place in (reversed(list(beside)) if is_deep else beside)
        ]
    return places


def _is_endless(text: str) -> bool:
    """Whether fpdf2, which calls itself for each mark in a row, would not return."""
    stretches = groupby(text, key=lambda c: unicodedata.bidirectional(c) in STRONG)
    return any(
        len(list(letters)) > LONGEST_PAUSE
        for is_strong, letters in stretches
        if not is_strong
    )


def _unit(match: re.Match[str]) -> tuple[str, str]:
    """A letter, or lam and alef as one, and its marks."""
    marks, alef = match.groups()
    return ("\u0644" + alef, marks) if alef else (match[0][0], match[0][1:])


def _has_shape(letter: str, shape: str) -> bool:
    return letter in JOINERS or (letter, shape) in _forms()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """The code for the shape of a letter."""
    found = {}
    for form in map(chr, (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))):
        shape = unicodedata.decomposition(form).partition(" ")[0]
        found[unjoined(form), shape] = form
    return found
