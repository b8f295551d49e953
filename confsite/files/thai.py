"""Thai marks in the shapes that keep them apart from each other and from tall letters.

The typeface has these shapes for its layout tables to choose from. Here they have codes
of the private use area, as Arabic shapes have codes of their own, and HarfBuzz is not
needed. fonts/README.md says how the typeface gets them.
"""

import re

LETTERS = re.compile("[\u0e01-\u0e5b\ue001-\ue34f]")
UPPER, TONES, LOWER = "ัิีึื็ํ", "่้๊๋์", "ฺุู"
CLUSTER = re.compile(f"([ก-ฮฤฦ])([{UPPER}{TONES}{LOWER}]*)(ำ?)")
TALL = "ปฝฟ"
# Their feet make room for a vowel below them; ฬ lowers its arm for one above.
SHORT_BELOW, SHORT_ABOVE = "ญฐฎฏฤฦ", "ฬ"
# The codes of a shape follow those of its letters.
NARROW, RAISED, SHORT, RAISED_NARROW = 0xE000, 0xE100, 0xE200, 0xE300
BLOCK = 0x0E00


def stacked(text: str) -> str:
    """The text with each mark in the shape that its neighbours ask for."""
    return CLUSTER.sub(_stacked, text) if LETTERS.search(text) else text


def typed(shape: str) -> str:
    """The letter as it is typed."""
    return chr(BLOCK + ord(shape) % 0x100) if "\ue001" <= shape <= "\ue34f" else shape


def _stacked(match: re.Match[str]) -> str:
    letter, marks, am = match.groups()
    is_tall = letter in TALL
    has_upper = bool(am) or any(mark in UPPER for mark in marks)
    shaped = ""
    for mark in marks:
        if mark in TONES and has_upper:
            mark = _shape(mark, RAISED_NARROW if is_tall else RAISED)
        elif mark not in LOWER and is_tall:
            mark = _shape(mark, NARROW)
        shaped += mark
    if am and is_tall:
        am = _shape("ํ", NARROW) + "า"
    has_lower = any(mark in LOWER for mark in marks)
    is_short = (letter in SHORT_BELOW and has_lower) or (
        letter in SHORT_ABOVE and bool(marks or am) and not has_lower
    )
    return (_shape(letter, SHORT) if is_short else letter) + shaped + am


def _shape(letter: str, shape: int) -> str:
    return chr(shape + ord(letter) - BLOCK)
