"""Plain letters: two texts that differ in spelling alone are one text.

The rule is the first level of the Unicode Collation Algorithm (UTS 10), at which case,
width, accents and most punctuation count for nothing; beyond it, letters fall together
that people write for each other (ł and l, þ and th, 臺 and 台).
"""

import re
import unicodedata
from pathlib import Path

# They join: O’Dowd, Abernathy-Cole, 埃莉诺·惠特科姆.
JOINERS = "'’‘‛ʼʻʽʾʿˈ′`´-‐‑‒–—―−·•・‧∙⋅"
# Letters that no normal form of Unicode takes apart.
SPECIAL = {
    **dict(zip("łøđðħıŋŧɫƚɖɗɓɠɨʉƶ", "loddhintllddbgiuz", strict=True)),
    **{"þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "e", "ĸ": "k"},
}
# What is no letter among the characters of ASCII.
SIGNS = re.compile(r"[\x00-/:-@\[-`{-\x7f]+")
# Variants of a character that only choose its shape (Unicode, Default_Ignorable).
SELECTORS = {0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)} | {
    *range(0xE0100, 0xE01F0)
}
# 吕 is Lü in pinyin, LYU on a passport, LV on many keyboards, and LU where the dots are
# lost (GB/T 28039); so is what begins with n.
UMLAUT = re.compile("([ln])(yu|v)")


def words_of(name: str) -> list[str]:
    """The words of a table beside this module, without its remarks."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return " ".join(line for line in lines if not line.startswith("#")).split()


SIMPLIFIED = {pair[0]: pair[1] for pair in words_of("simplified.txt")}


class Letters(dict[int, str]):
    """What each letter of a text in NFKD becomes, as str.translate() asks for it."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = plain_letter(chr(code))
        return letter


def plain_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in JOINERS or kind == "Cf" or ord(letter) in SELECTORS:
        return ""
    if unicodedata.combining(letter):
        return ""
    if kind[0] in "PZ" or kind in ("Cc", "Sk") or SIGNS.match(letter):
        return " "
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    small = letter.casefold()
    return SPECIAL.get(small) or SIMPLIFIED.get(letter) or small


LETTERS = Letters()
NOTHING = str.maketrans("", "", JOINERS)


def plain(text: str) -> str:
    """Small plain letters: ＬÜ and Łü are lu, O’Dowd is odowd, 陳 is 陈."""
    decomposed = unicodedata.normalize("NFKD", text.translate(NOTHING))
    return " ".join(decomposed.translate(LETTERS).split())


def one_spelling(text: str) -> str:
    """Plain letters with one way to write ü in pinyin."""
    return UMLAUT.sub(r"\1u", text)


def folded(text: str) -> str:
    """What a text is found by: it contains the folded word that somebody looks for."""
    return one_spelling(plain(text))
