"""Days of a file, in the order in which it writes them.

7/9/2030 is a day in July to some and in September to others. Other days of the same
file may say which, or the days on which the conference takes place; where neither does,
nobody guesses.
"""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from confsite.clocks import day_in_words

MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHINESE_WEEKDAYS = "一二三四五六日"
YEAR = r"(?P<year>[12]\d{3})"
MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?"
DAY = r"(?P<day>\d{1,2})"
ORDINAL = rf"{DAY}(?:st|nd|rd|th)?"
IN_WORDS = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR} ?[-/.年] ?(?P<month>\d{{1,2}}) ?[-/.月] ?{DAY} ?[日号]?",
        rf"{YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<month>\d{{1,2}}) ?月 ?{DAY} ?[日号]",
        rf"{ORDINAL}[ -]?{MONTH}(?:[ ,-]{{1,2}}{YEAR})?",
        rf"{MONTH} ?{ORDINAL}(?:[ ,]{{1,2}}{YEAR})?",
    )
]
IN_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2([12]\d{3}|\d{2}))?\.?")
WEEKDAY = re.compile(
    rf"\(?(?:(?:星期|礼拜|周)([{CHINESE_WEEKDAYS}天])"
    rf"|\b({'|'.join(WEEKDAYS)})[a-z]*\b\.?)\)?"
)
LONGEST = 80  # letters of what may be a day
MIDNIGHT = re.compile(r"[ t]0?0:00(?::00)?$")


# What stands around the day in a line that divides a programme.
BEFORE_A_DAY = re.compile(
    r"(?:day ?\d+|第[一二三四五六七八九十\d]+天)[ :,|·–—-]*", re.I
)
AFTER_A_DAY = re.compile(
    r"[ :,|·–—-]*(?:上午|下午|全天|morning|afternoon|all day)?$", re.I
)


class DayOrder(StrEnum):
    """What the numbers of a day are, from left to right."""

    DAY_FIRST = "day, month, year"
    MONTH_FIRST = "month, day, year"
    YEAR_FIRST = "year, month, day"


class WrittenDay(NamedTuple):
    """Which day somebody may have meant, in each order in which it is one."""

    dates: dict[DayOrder, date]
    weekday: int | None = None
    is_dotted: bool = False  # 02.07.2030, as nobody writes it who begins with the month


@dataclass(frozen=True)
class DayReader:
    """Reads the days of a file for a conference that lasts from one day to another."""

    first: date
    last: date
    order: DayOrder | None = None

    @classmethod
    def of(cls, first: date, last: date, file: Iterable[str]) -> Self:
        """In the order in which all days of the file are days.

        Where that are several, in the one that brings most of them into the conference.
        """
        reader = cls(first, last)
        days = [day for text in file if (day := reader.seen(text))]
        possible = set(DayOrder).intersection(*(day.dates for day in days))
        inside = {
            order: sum(reader.is_inside(day.dates[order]) for day in days)
            for order in possible
        }
        most = max(inside.values(), default=0)
        best = [order for order in DayOrder if inside.get(order) == most]
        return cls(first, last, best[0] if len(best) == 1 else None)

    def read(self, written: str) -> date:
        """The day. Raises ValidationError."""
        found = self.seen(written)
        if found is None:
            raise ValidationError(
                _("Write a day as 2030-07-09: the year, the month, the day.")
            )
        day = self.chosen(found)
        if found.weekday not in (None, day.weekday()):
            words = _("%(day)s is a %(weekday)s: correct the day or the weekday.")
            weekday = formats.date_format(day, "l")
            raise ValidationError(
                words % {"day": day_in_words(day), "weekday": weekday}
            )
        return day

    def chosen(self, found: WrittenDay) -> date:
        if self.order in found.dates:
            return found.dates[self.order]
        days = set(found.dates.values())
        inside = set(filter(self.is_inside, days))
        if len(inside) == 1:
            return inside.pop()
        if found.is_dotted and DayOrder.DAY_FIRST in found.dates:
            return found.dates[DayOrder.DAY_FIRST]
        if len(days) > 1:
            words = _(
                "This may be %(days)s. "
                "Write a day as 2030-07-09: the year, the month, the day."
            )
            either = _(" or ").join(map(day_in_words, sorted(days)))
            raise ValidationError(words % {"days": either})
        return days.pop()

    def is_inside(self, day: date) -> bool:
        return self.first <= day <= self.last

    def seen(self, written: str) -> WrittenDay | None:
        """What may be meant, or None for what is no day at all."""
        text = MIDNIGHT.sub("", plain(written).lower())
        weekday = WEEKDAY.search(text)
        if weekday:
            text = text[: weekday.start()] + text[weekday.end() :]
        text = " ".join(text.split()).strip(" ,")
        dates = self.in_words(text) or self.in_numbers(text)
        if not dates:
            return None
        number = number_of_weekday(weekday)
        fitting = {o: day for o, day in dates.items() if day.weekday() == number}
        return WrittenDay(fitting or dates, number, "." in text)

    def in_words(self, text: str) -> dict[DayOrder, date]:
        """A day that is the same in every order."""
        for pattern in IN_WORDS:
            if match := pattern.fullmatch(text):
                parts = match.groupdict()
                name = parts.get("name")
                month = MONTHS.index(name) + 1 if name else int(parts["month"])
                day = self.day_of(parts.get("year"), month, int(parts["day"]))
                return dict.fromkeys(DayOrder, day) if day else {}
        return {}

    def in_numbers(self, text: str) -> dict[DayOrder, date]:
        match = IN_NUMBERS.fullmatch(text)
        if not match:
            return {}
        one, two, three = match[1], match[3], match[4]
        orders = {
            DayOrder.DAY_FIRST: (three, two, one),
            DayOrder.MONTH_FIRST: (three, one, two),
            DayOrder.YEAR_FIRST: (one, two, three) if three else (None, one, two),
        }
        if three and len(three) > 2:
            del orders[DayOrder.YEAR_FIRST]
        days = {
            order: self.day_of(year, int(month), int(day))
            for order, (year, month, day) in orders.items()
        }
        return {order: day for order, day in days.items() if day}

    def day_of(self, year: str | None, month: int, day: int) -> date | None:
        """Without a year, the one in which it is a day of the conference."""
        number = int(year or self.first.year)
        with suppress(ValueError):
            found = date(number + 2000 if number < 100 else number, month, day)
            if year or self.is_inside(found) or found > self.first:
                return found
            return found.replace(year=self.last.year)
        return None


def dividing_day(written: str) -> str:
    """The day that a line between others names for those below: Day 1 – 9 July 2030."""
    text = plain(written)
    if before := BEFORE_A_DAY.match(text):
        text = text[before.end() :]
    text = AFTER_A_DAY.sub("", text[:LONGEST])
    any_year = DayReader(date(2000, 1, 1), date(2000, 12, 31))
    return text if any_year.seen(text) else ""


def number_of_weekday(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    chinese, english = match.groups()
    if english:
        return WEEKDAYS.index(english)
    return CHINESE_WEEKDAYS.index(chinese.replace("天", "日"))


def plain(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip()
