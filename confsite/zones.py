"""Time zones by name, each with its city and what its time is called."""

from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone, get_timezone_location, get_timezone_name

# Babel's name of a language.
LOCALES = {"en": "en", "zh-hans": "zh_Hans"}
# What the time of a zone is called as well, by those who look for it.
ALSO = {"Asia/Shanghai": "北京时间 Beijing Time"}


@cache
def known() -> frozenset[str]:
    """All names; to ask for them walks through the files of each."""
    return frozenset(available_timezones())


@lru_cache(maxsize=2)
def choices(language: str) -> list[tuple[str, str]]:
    """Those that a city or a region has: Europe/London · 伦敦 · 英国时间."""
    names = sorted(name for name in known() if is_of_a_place(name))
    return [(name, described(name, language)) for name in names]


def is_of_a_place(name: str) -> bool:
    return "/" in name and not name.startswith("Etc/")


def described(name: str, language: str) -> str:
    zone, locale = get_timezone(name), LOCALES[language]
    city = get_timezone_location(zone, locale=locale, return_city=True)
    time = get_timezone_name(zone, locale=locale, zone_variant="generic")
    words = [name, city, time, ALSO.get(name, "")]
    # Each once: of many zones Babel has but the name.
    return " · ".join(word for word in dict.fromkeys(words) if word)
