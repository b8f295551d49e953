"""Plain text in lines that every mail program shows whole (RFC 5322, 2.1.1)."""

import re
from unicodedata import east_asian_width

COLUMNS = 72
# Chinese is broken between any two characters, but for marks that end or begin words.
WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003fffd"
)
CLOSING = "、。，．：；！？）》」』】〉〕”’…—·％"
OPENING = "（《「『【〈〔“‘"
PIECE = re.compile(f"(?:[{OPENING}]*[{WIDE}][{CLOSING}]*|[^\\s{WIDE}]+)\\s*")


def wrapped(text: str) -> str:
    """Each line in 72 columns, 36 Chinese characters; what is indented stays so."""
    return "\n".join(line for long in text.split("\n") for line in lines_of(long))


def lines_of(line: str) -> list[str]:
    if columns(line) <= COLUMNS:
        return [line]
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    found = [indent]
    for piece in PIECE.findall(words):
        if found[-1] != indent and columns(found[-1] + piece.rstrip()) > COLUMNS:
            found.append(indent)
        found[-1] += piece
    return [line.rstrip() for line in found]


def columns(text: str) -> int:
    """Of a font with letters of one width, in which quotation marks may have two."""
    return len(text) + sum(east_asian_width(letter) in "WFA" for letter in text)
