"""Names of countries and regions, as the organiser of a conference gives them."""

from functools import lru_cache

from django.utils.translation import get_language
from django_countries import countries

from confsite.bilingual import Pair, Text, suffix

# Where most guests of the founding conference come from.
FIRST = ("CN", "GB")


Overrides = tuple[tuple[str, Pair | None], ...]


def choices(overrides: Overrides) -> list[tuple[str, str]]:
    """No answer, then code and name in the active language, China and the UK first.

    The overrides stand above every translation; None leaves an entry out.
    """
    return _choices(overrides, get_language() or "en")


@lru_cache(maxsize=32)
def _choices(overrides: Overrides, language: str) -> list[tuple[str, str]]:
    named = {code: str(name) for code, name in countries}
    for code, pair in overrides:
        if pair is None:
            named.pop(code, None)
        elif pair.active:
            named[code] = pair.active.plain
    first = [(code, named.pop(code)) for code in FIRST if code in named]
    rest = list(named.items())
    if suffix() == "zh":
        # The common characters of GB 2312 stand in the order of their pinyin.
        rest.sort(key=lambda item: item[1].encode("gb18030"))
    return [("", ""), *first, *rest]


def name_of(code: str, overrides: Overrides) -> Text | str:
    """One of the names above; empty where the overrides leave the entry out."""
    given = dict(overrides)
    if code not in given:
        return str(countries.name(code))
    pair = given[code]
    return pair.active or str(countries.name(code)) if pair else ""
