"""Names of countries and regions, as the organiser of a conference gives them."""

import unicodedata
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from confsite.bilingual import Pair, Text, suffix

# Where most guests of the founding conference come from.
FIRST = ("CN", "GB")
# What the Chinese of the list has wrong; without it nobody comes from Samoa.
CORRECTED = {
    "BA": "波斯尼亚和黑塞哥维那",
    "CC": "科科斯（基林）群岛",
    "MK": "北马其顿",
    "NP": "尼泊尔",
    "TJ": "塔吉克斯坦",
    "WS": "萨摩亚",
}
# Characters of these names that are not among the common ones, or are read otherwise:
# each beside a common one of the same sound.
SOUNDS_LIKE = str.maketrans("斐梵汶珀瑙缪秘", "诽范问破恼谬必")

Overrides = tuple[tuple[str, Pair | None], ...]


def choices(overrides: Overrides) -> list[tuple[str, str]]:
    """No answer, then code and name in the active language, China and the UK first.

    The overrides stand above every translation; None leaves an entry out.
    """
    return _choices(overrides, get_language() or "en")


@lru_cache(maxsize=32)
def _choices(overrides: Overrides, language: str) -> list[tuple[str, str]]:
    named = {code: as_shipped(code) for code, _name in countries}
    for code, pair in overrides:
        if pair is None:
            named.pop(code, None)
        elif pair.active:
            named[code] = pair.active.plain
    first = [(code, named.pop(code)) for code in FIRST if code in named]
    order = in_pinyin if suffix() == "zh" else in_letters
    rest = sorted(named.items(), key=lambda item: order(item[1]))
    return [("", _("No answer")), *first, *rest]


def name_of(code: str, overrides: Overrides) -> Text | str:
    """One of the names above; empty where the overrides leave the entry out."""
    given = dict(overrides)
    if code not in given:
        return as_shipped(code)
    pair = given[code]
    return pair.active or as_shipped(code) if pair else ""


def as_shipped(code: str) -> str:
    """In the active language, as it stands when no organiser says otherwise."""
    if suffix() == "zh" and code in CORRECTED:
        return CORRECTED[code]
    # Some translations begin with a blank.
    return str(countries.name(code)).strip()


def in_pinyin(name: str) -> bytes:
    """The common characters of GB 2312 stand in the order of their pinyin."""
    return name.translate(SOUNDS_LIKE).encode("gb18030")


def in_letters(name: str) -> str:
    """Åland stands under A."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))
