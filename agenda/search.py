"""Finding people by what somebody types, in whichever spelling."""

import re
import unicodedata
from functools import lru_cache

from agenda.programme import Programme
from agenda.published import Organisation, Speaker
from confsite.text import UNPRINTABLE

LONGEST = 100  # characters
# Letters that no normal form of Unicode takes apart.
LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
# They join: O’Dowd, Abernathy-Cole, 埃莉诺·惠特科姆.
JOINERS = str.maketrans("", "", "'’‘ʼʻ`-‐‑·•・‧")
# 吕 is Lü in pinyin, LYU on a passport, LV on many keyboards, and LU where the dots are
# lost (GB/T 28039); so is what begins with n.
UMLAUT = re.compile("([ln])(?:yu|v)")


def asked(text: str) -> str:
    """What somebody looks for, on one line and not too long."""
    return " ".join(UNPRINTABLE.sub(" ", text[:LONGEST]).split())


def found(programme: Programme, text: str) -> tuple[Speaker, ...]:
    """Everybody with all of the words in their name, position or organisation.

    Where words begin so; if there is nobody, also in their middle: Ming in Xiaoming.
    """
    words = plain(text).split()
    if not words:
        return ()
    people = index(programme)
    return tuple(
        speaker for speaker, known in people if all(begins(w, known) for w in words)
    ) or tuple(
        speaker for speaker, known in people if all(stands(w, known) for w in words)
    )


def begins(word: str, known: str) -> bool:
    # Chinese has no spaces between words.
    return stands(f" {word}" if word.isascii() else word, known)


def stands(word: str, known: str) -> bool:
    return word in known or one_spelling(word) in known


@lru_cache(maxsize=16)
def index(programme: Programme) -> tuple[tuple[Speaker, str], ...]:
    """What each speaker is found by, in the order of precedence."""
    return tuple((speaker, known_by(speaker)) for speaker in programme.speakers)


def known_by(speaker: Speaker) -> str:
    texts = [
        speaker.latin_name,
        speaker.native_name + speaker.native_title,
        speaker.position_en,
        speaker.position_zh,
        *(names_of(speaker.organisation) if speaker.organisation else ()),
    ]
    words = plain("\n".join(texts))
    return f" {words} {one_spelling(words)}"


def names_of(organisation: Organisation) -> tuple[str, ...]:
    return (
        organisation.name_en,
        organisation.name_zh,
        organisation.short_name_en,
        organisation.short_name_zh,
        organisation.aliases,
    )


def plain(text: str) -> str:
    """Small plain letters: ＬÜ and Łü are lu, O’Dowd is odowd."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    letters = (
        c if c.isalnum() else " "
        for c in text.translate(JOINERS)
        if not unicodedata.combining(c)
    )
    return " ".join("".join(letters).split())


def one_spelling(words: str) -> str:
    return UMLAUT.sub(r"\1u", words)
