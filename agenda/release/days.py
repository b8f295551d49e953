"""The days of a programme, as the conference's own clock counts them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import formats

from agenda.release.content import Session
from agenda.release.programme import Programme
from confsite.bilingual import suffix
from confsite.caching.releases import once_per_release
from confsite.clocks import Span, day_in_words

# What ends in the small hours belongs to the evening before.
SMALL_HOURS = timedelta(hours=6)
# What follows upon it within so long goes on with it.
LONGEST_PAUSE = timedelta(hours=3)
# What lasts longer says on which day it is, but not when one has to be there.
LONGEST_SITTING = timedelta(hours=12)
# Of a conference that lasts longer the days on which something begins are told alone.
MOST_DAYS = 31


@dataclass(frozen=True)
class ConferenceDay:
    """A day of the conference: from its first to its last session.

    Without a span nothing is known of it but that it is one.
    """

    day: date
    span: Span | None


@once_per_release
def sessions_by_day(programme: Programme) -> dict[date, tuple[Session, ...]]:
    """Every day on which something begins, with what begins on it. Treat it as frozen.

    What begins late in the evening belongs to that day, however long it lasts.
    """
    days = groupby(programme.sessions, lambda session: session.starts.local.date())
    return {day: tuple(sessions) for day, sessions in days}


@once_per_release
def days_of(programme: Programme) -> tuple[ConferenceDay, ...]:
    """Each day of the conference by itself, and nothing of the nights between them."""
    conference = programme.conference
    first = conference.starts.local.date()
    last = max(first, (conference.ends.local - SMALL_HOURS).date())
    hours = hours_by_day(programme)
    lasts = conference.ends_at - conference.starts_at
    if not hours and first == last and lasts <= LONGEST_SITTING:
        hours = {first: conference.span}
    days = set(hours) or {first}
    if (last - first).days < MOST_DAYS:
        days.update(days_from(first, last))
    return tuple(ConferenceDay(day, hours.get(day)) for day in sorted(days))


def hours_by_day(programme: Programme) -> dict[date, Span]:
    """From the first to the last session that begins on a day and takes place."""
    found: dict[date, Span] = {}
    for session in sorted(programme.sessions, key=lambda session: session.starts_at):
        span = session.span
        lasts = session.ends_at - session.starts_at
        if session.is_cancelled or lasts > LONGEST_SITTING:
            continue
        day = span.first_day
        evening = found.get(day - timedelta(days=1))
        if evening and goes_on(evening, span):
            day = evening.first_day
        known = found.get(day, span)
        ends = max(known.ends, span.ends, key=lambda moment: moment.at)
        found[day] = Span(known.starts, ends)
    return found


def goes_on(evening: Span, span: Span) -> bool:
    """Whether what begins after midnight belongs to the evening before."""
    is_early = (span.starts.local - SMALL_HOURS).date() < span.first_day
    return is_early and span.starts.at - evening.ends.at <= LONGEST_PAUSE


def days_from(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


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
