"""Names in order, in both languages by the same rule: Latin ones by the surname as it
is spelled, Chinese ones by their pinyin, all in one list; others come last."""

import re

from confsite.folding.letters import plain, words_of

# 陈:chen, of the characters that are written in mainland China.
READINGS = {
    character: syllable
    for syllable, characters in (word.split(":") for word in words_of("pinyin.txt"))
    for character in characters
}
# Surnames of two characters, and those that are read otherwise than the word.
SURNAMES = dict(word.split(":") for word in words_of("surnames.txt"))
# Between the parts of a transcription: 埃莉诺·惠特科姆.
BETWEEN_PARTS = re.compile(r"[\s·•・‧]+")
# A Chinese name has at most four characters; a longer one is a transcription.
LONGEST_NAME = 4
# Behind every Latin letter.
LAST = "~"


def pinyin(text: str) -> str:
    """Plain letters, with a syllable for each character whose reading is known."""
    syllables = (f"{READINGS[c]} " if c in READINGS else c for c in text)
    return " ".join("".join(syllables).split())


def name_key(family: str, given: str, native: str = "") -> str:
    """Where a person stands in a list; 张伟 stands beside Zhang Wei."""
    surname, rest = plain(family), plain(given)
    if not surname:
        surname, rest = rest, ""
    if not surname:
        name = plain(native).replace(" ", "")
        size = 2 if name[:2] in SURNAMES else 1
        surname, rest = name[:size], name[size:]
    surname = SURNAMES.get(surname, surname)
    words = (pinyin(part).replace(" ", "") for part in (surname, rest))
    return latin_first(" ".join(words).strip())


def in_pinyin(name: str) -> str:
    """In plain letters, the family name first and the given name joined (GB/T 28039):
    李晓明 is li xiaoming. Of a transcription each part is a word."""
    parts = [part for part in BETWEEN_PARTS.split(name) if part]
    if len(parts) == 1 and len(parts[0]) <= LONGEST_NAME:
        return name_key("", "", parts[0]).removeprefix(LAST)
    return " ".join(
        SURNAMES.get(part) or pinyin(part).replace(" ", "")
        for part in map(plain, parts)
    )


def text_key(text: str) -> str:
    """Where an organisation stands in a list."""
    return latin_first(pinyin(plain(text)))


def latin_first(key: str) -> str:
    return key if "a" <= key[:1] <= "z" else LAST + key


# -- The two orders that Chinese lists ask for -----------------------------------------

# Fewer strokes first, then by 横竖撇点折.
BY_STROKES = {
    character: place
    for place, character in enumerate(
        "".join(word.partition(":")[2] for word in words_of("strokes.txt"))
    )
}


def pinyin_key(family: str, given: str, native: str = "") -> str:
    """Chinese names by how they are read, however their owners spell them: 陈 and Chan
    stand at chen."""
    if is_chinese(native):
        return name_key("", "", native).removeprefix(LAST)
    return name_key(family, given, native)


def stroke_key(
    family: str, given: str, native: str = ""
) -> tuple[bool, tuple[int, ...], str]:
    """按姓氏笔画为序: character by character; names that are not Chinese come last."""
    letters = name_key(family, given, native)
    if not is_chinese(native):
        return True, (), letters
    unknown = len(BY_STROKES)
    name = plain(native).replace(" ", "")
    return False, tuple(BY_STROKES.get(c, unknown) for c in name), letters


def is_chinese(native: str) -> bool:
    """A longer one is a transcription, and stands where its letters do."""
    name = plain(native).replace(" ", "")
    return 0 < len(name) <= LONGEST_NAME and name[0] in BY_STROKES
