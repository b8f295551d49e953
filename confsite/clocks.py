"""Moments and spans in the conference's zone and in the second one, in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from confsite.bilingual import Bilingual, Pair, suffix


@dataclass(frozen=True)
class Clock:
    """A zone (IANA name) and the word people know it by: Nanjing, 南京."""

    zone: str
    label: Pair

    def at(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True)
class Moment:
    """A moment as people at both ends read it: 14:00 Nanjing · 07:00 London.

    The second clock names the day where it is another one there.
    """

    at: datetime
    first: Clock
    other: Clock | None = None

    @property
    def local(self) -> datetime:
        return self.first.at(self.at)

    @property
    def time(self) -> str:
        return f"{self.local:%H:%M}"

    @property
    def label(self) -> str:
        return self.first.label.active

    @property
    def date(self) -> str:
        return day_in_words(self.local.date())

    @property
    def in_full(self) -> str:
        """With its day: 9 July 2020, 14:00 Nanjing · 07:00 London."""
        return f"{self.date}{'' if suffix() == 'zh' else ', '}{self}"

    @property
    def iso(self) -> str:
        # HTML knows thousandths of a second and no less.
        return self.local.isoformat(timespec="seconds")

    @property
    def second_time(self) -> str:
        return f"{self.other.at(self.at):%H:%M}" if self.other else ""

    @property
    def second_label(self) -> str:
        return self.other.label.active if self.other else ""

    @property
    def second_day(self) -> str:
        """The day in the second zone, where it is another one: "8 July"."""
        if not self.other or self.other.at(self.at).date() == self.local.date():
            return ""
        return day_of_year(self.other.at(self.at).date())

    @property
    def second(self) -> str:
        if not self.other:
            return ""
        words = f"{self.second_time} {self.second_label}"
        if not self.second_day:
            return words
        return _("%(time)s (%(day)s)") % {"time": words, "day": self.second_day}

    @property
    def begins_a_day(self) -> bool:
        return self.time == "00:00"

    @property
    def ends_a_day(self) -> bool:
        """Midnight, or the minute before it, as people write it who mean that."""
        return self.time in ("00:00", "23:59")

    @property
    def as_beginning(self) -> str:
        """From when something is so: the day alone where it begins with it."""
        return self.date if self.begins_a_day else self.in_full

    @property
    def as_end(self) -> str:
        """Until when something is so: the day alone where it ends with it."""
        return day_in_words(day_of_end(self.local)) if self.ends_a_day else self.in_full

    def __str__(self) -> str:
        words = f"{self.time} {self.label}"
        return f"{words} · {self.second}" if self.second else words


class Reading(NamedTuple):
    """A span on one clock; its days are named where they do not go without saying."""

    label: str
    starts: str
    ends: str
    starts_on: str = ""
    ends_on: str = ""  # where that is another day

    @property
    def times(self) -> str:
        starts = f"{self.starts_on} {self.starts}" if self.starts_on else self.starts
        if not self.ends_on:
            return f"{starts}–{self.ends}"
        return f"{starts} – {self.ends_on} {self.ends}"

    def __str__(self) -> str:
        return f"{self.times} {self.label}"


@dataclass(frozen=True)
class Span:
    """From when to when: 14:00–15:00 Nanjing · 07:00–08:00 London."""

    starts: Moment
    ends: Moment

    @property
    def first_day(self) -> date:
        return self.starts.local.date()

    @property
    def last_day(self) -> date:
        return day_of_end(self.ends.local)

    @property
    def has_several_days(self) -> bool:
        return self.first_day != self.last_day

    @property
    def days(self) -> str:
        return days_in_words(self.first_day, self.last_day)

    @property
    def days_of_the_week(self) -> str:
        """In a letter, where no calendar is at hand: Thursday 9 July 2020."""
        return days_of_the_week(self.first_day, self.last_day)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """On the first clock, and on the second one if there is one."""
        clocks = filter(None, (self.starts.first, self.starts.other))
        return tuple(self.on(clock) for clock in clocks)

    def on(self, clock: Clock) -> Reading:
        starts, ends = clock.at(self.starts.at), clock.at(self.ends.at)
        first, last = starts.date(), day_of_end(ends)
        goes_without_saying = first == last == self.first_day
        return Reading(
            clock.label.active,
            f"{starts:%H:%M}",
            f"{ends:%H:%M}",
            "" if goes_without_saying else day_of_year(first),
            "" if first == last else day_of_year(ends.date()),
        )

    def __str__(self) -> str:
        return " · ".join(map(str, self.readings))


class WithSpan:
    """What begins and ends on the clocks of a conference."""

    clocks: Any
    starts_at: Any
    ends_at: Any

    @property
    def starts(self) -> Moment:
        return Moment(self.starts_at, *self.clocks)

    @property
    def ends(self) -> Moment:
        return Moment(self.ends_at, *self.clocks)

    @property
    def span(self) -> Span:
        return Span(self.starts, self.ends)


class OnTwoClocks(WithSpan):
    """A conference on its own clocks, as a row or as published."""

    time_zone: Any
    second_time_zone: Any

    @cached_property
    def clocks(self) -> tuple[Clock, Clock | None]:
        first = clock(self.time_zone, Bilingual("clock").pair(self))
        if not self.second_time_zone:
            return first, None
        return first, clock(self.second_time_zone, Bilingual("second_clock").pair(self))


def clock(zone: str, label: Pair) -> Clock:
    """Where nobody has named it, it is called after the city of its zone: Shanghai."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return Clock(zone, label if any(label) else Pair(city, ""))


def day_in_words(day: date) -> str:
    """9 July 2020, 2020年7月9日（星期四）; never a date in digits alone."""
    return dateformat.format(day, "Y年n月j日（l）" if suffix() == "zh" else "j F Y")


def days_in_words(first: date, last: date) -> str:
    """One day or a run of days: 9 July 2020, 9–11 July 2020, 2020年7月9日至11日."""
    if first == last:
        return day_in_words(first)
    shared = (first.year == last.year) + (first.replace(day=1) == last.replace(day=1))
    if suffix() == "zh":
        until = ("Y年n月j日", "n月j日", "j日")[shared]
        return dateformat.format(first, "Y年n月j日至") + dateformat.format(last, until)
    since = ("j F Y – ", "j F – ", "j–")[shared]
    return dateformat.format(first, since) + day_in_words(last)


def days_of_the_week(first: date, last: date) -> str:
    """As days_in_words(), each with its name: Thursday 9 – Saturday 11 July 2020."""
    one = "Y年n月j日（l）" if suffix() == "zh" else "l j F Y"
    if first == last:
        return dateformat.format(first, one)
    shared = (first.year == last.year) + (first.replace(day=1) == last.replace(day=1))
    if suffix() == "zh":
        until = (one, "n月j日（l）", "j日（l）")[shared]
        return f"{dateformat.format(first, one)}至{dateformat.format(last, until)}"
    since = (one, "l j F", "l j")[shared]
    return f"{dateformat.format(first, since)} – {dateformat.format(last, one)}"


def day_of_year(day: date) -> str:
    """8 July, 7月8日."""
    return dateformat.format(day, "n月j日" if suffix() == "zh" else "j F")


def day_of_end(local: datetime) -> date:
    """What ends at midnight does not last into another day."""
    return (local - timedelta(microseconds=1)).date()
