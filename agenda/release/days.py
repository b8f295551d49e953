"""The days of a programme, as the conference's own clock counts them."""

from datetime import date
from itertools import groupby

from django.utils import formats

from agenda.release.content import Session
from agenda.release.programme import Programme
from confsite.bilingual import suffix
from confsite.caching.releases import once_per_release
from confsite.clocks import day_in_words


@once_per_release
def sessions_by_day(programme: Programme) -> dict[date, tuple[Session, ...]]:
    """Every day on which something begins, with what begins on it. Treat it as frozen.

    What begins late in the evening belongs to that day, however long it lasts.
    """
    days = groupby(programme.sessions, lambda session: session.starts.local.date())
    return {day: tuple(sessions) for day, sessions in days}


def day_in_full(day: date) -> str:
    """Thursday 9 July 2020, 2020年7月9日（星期四）."""
    if suffix() == "zh":
        return day_in_words(day)
    return f"{formats.date_format(day, 'l')} {day_in_words(day)}"


def day_in_short(day: date) -> str:
    """Thu 9 July, 7月9日 周四: a day among others of the same conference."""
    if suffix() == "zh":
        return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
    return formats.date_format(day, "D j F")
