"""Finding people by what somebody types, in whichever spelling."""

import re
from typing import NamedTuple

from agenda.release.content import Speaker
from agenda.release.programme import Programme
from confsite.caching.releases import once_per_release
from confsite.folding.letters import one_spelling, plain
from confsite.folding.order import name_key
from confsite.names import is_han
from confsite.text import UNPRINTABLE

LONGEST = 100  # characters
# In a name that was put into Chinese: 埃莉诺·惠特科姆.
BETWEEN_NAMES = re.compile("[·•・‧]")
# Anybody may be called so; other titles are found as somebody bears them.
COURTESIES = {"mr", "mrs", "ms", "miss", "先生", "女士", "小姐", "老师"}


def asked(text: str) -> str:
    """What somebody looks for, on one line and not too long."""
    return " ".join(UNPRINTABLE.sub(" ", text[:LONGEST]).split())


class SearchTerms(NamedTuple):
    """What somebody is found by, in plain letters."""

    words: str  # of name, position and organisation, with a space before each
    pinyin: str  # of a Chinese name in one spelling, with a space on both sides
    natives: tuple[str, ...]  # the name in Chinese, and what follows a dot in it
    titles: str  # what is said after that name


def found(programme: Programme, text: str) -> tuple[Speaker, ...]:
    """Everybody with all of the words in their name, position or organisation.

    Where the words are a name in pinyin, so that Li is not Lillian. If there is nobody,
    where words begin so; then as one is addressed, 陈教授; and then also in the middle
    of words: Ming in Xiaoming.
    """
    words = plain(text).split()
    words = [word for word in words if word not in COURTESIES] or words
    if not words:
        return ()
    people = index(programme)
    for fits in (is_name, begins, is_address, stands):
        some = [who for who, terms in people if all(fits(w, terms) for w in words)]
        if some:
            return tuple(some)
    return ()


def is_name(word: str, terms: SearchTerms) -> bool:
    return f" {one_spelling(word)} " in terms.pinyin


def begins(word: str, terms: SearchTerms) -> bool:
    # Chinese has no spaces between words.
    start = f" {word}" if word.isascii() else word
    return start in terms.words or one_spelling(start) in terms.pinyin


def is_address(word: str, terms: SearchTerms) -> bool:
    """陈教授, 陈市长: a name or its beginning, then what its bearer is called."""
    return begins(word, terms) or any(
        is_title(word[end:], terms)
        for name in terms.natives
        for end in range(1, len(name) + 1)
        if word.startswith(name[:end])
    )


def is_title(word: str, terms: SearchTerms) -> bool:
    return word in COURTESIES or (len(word) > 1 and word in terms.titles)


def stands(word: str, terms: SearchTerms) -> bool:
    return (
        word in terms.words
        or one_spelling(word) in terms.pinyin
        or is_address(word, terms)
    )


@once_per_release
def index(programme: Programme) -> tuple[tuple[Speaker, SearchTerms], ...]:
    """What each speaker is found by, in the order of precedence."""
    return tuple((speaker, terms_of(speaker)) for speaker in programme.speakers)


def terms_of(speaker: Speaker) -> SearchTerms:
    latin = [plain(speaker.latin_name), *joined(speaker)]
    texts = [
        speaker.native_name + speaker.native_title,
        speaker.position_en,
        speaker.position_zh,
    ]
    if home := speaker.organisation:
        texts += [home.name_en, home.name_zh, home.short_name_en, home.short_name_zh]
        texts.append(home.aliases)
    native = plain(speaker.native_name)
    # A longer one is a transcription, as in confsite/names.py.
    is_chinese = is_han(native) and len(native) <= 4
    parts = BETWEEN_NAMES.split(speaker.native_name)
    return SearchTerms(
        words=" ".join(["", *latin, plain("\n".join(texts))]),
        pinyin=one_spelling(" ".join(["", *latin, ""])) if is_chinese else "",
        natives=(native, *(plain(part) for part in parts[1:])),
        titles=plain(f"{speaker.native_title} {speaker.position_zh}"),
    )


def joined(speaker: Speaker) -> tuple[str, str]:
    """A name in one word, as people with a Chinese one often type it: chenshigui.

    One that is written in Chinese alone is found by its pinyin, in words and in one.
    """
    family, given = (
        plain(name).replace(" ", "")
        for name in (speaker.family_name, speaker.given_name)
    )
    if not family + given:
        key = name_key("", "", speaker.native_name)
        return key, key.replace(" ", "")
    return family + given, given + family
