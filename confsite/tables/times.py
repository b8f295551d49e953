"""Days and times of a file, in the clock of the conference."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _

# The year first: 7/9/2030 is a day in July to some and in September to others.
DAY = r"(?P<year>[12]\d{3})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
COLUMNS = ("day", "begins", "ends")
Span = tuple[datetime, datetime]
A_DAY = re.compile(rf"{DAY}(?:[ T]0?0:00(?::00)?)?")
A_TIME = re.compile(rf"(?:{DAY}[ T]+)?{TIME}")


def read_day(written: str) -> date:
    match = A_DAY.fullmatch(plain(written))
    if match:
        with suppress(ValueError):
            return day_of(match)
    raise ValidationError(_("Write a day as 2030-07-09: the year, the month, the day."))


def read_time(written: str) -> tuple[date | None, time]:
    """A time of the day, and its day if that is written before it."""
    match = A_TIME.fullmatch(plain(written))
    if match:
        with suppress(ValueError):
            hour, minute = int(match["hour"]), int(match["minute"])
            clock = time(hour, minute, int(match["second"] or 0))
            return (day_of(match) if match["year"] else None), clock
    raise ValidationError(
        _("Write a time as 14:30, or with its day as 2030-07-09 14:30.")
    )


def read_span(cells: dict[str, str], old: Span | None) -> Span:
    """Beginning and end; what the cells do not say stays as it was.

    Raises ValidationError, with a message for each column that is wrong.
    """
    parsed: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for column, read in zip(COLUMNS, (read_day, read_time, read_time), strict=True):
        try:
            if column in cells:
                parsed[column] = read(cells[column])
            elif not old and column != "day":
                raise ValidationError(_("A new row needs this."))
        except ValidationError as error:
            errors[column] = error
    if errors:
        raise ValidationError(errors)
    first: Any = timezone.localtime(old[0]) if old else None
    last: Any = timezone.localtime(old[1]) if old else None
    own_day, begins = parsed.get("begins") or (None, first.time())
    day = own_day or parsed.get("day") or (first and first.date())
    if not day:
        raise ValidationError({"day": _("A new row needs this.")})
    if own_day and parsed.get("day", own_day) != own_day:
        raise ValidationError({"begins": _("This is another day than in “day”.")})
    if "ends" in parsed:
        last_day, ends = parsed["ends"]
    else:
        last_day, ends = day + (last.date() - first.date()), last.time()
    return at("begins", day, begins), at("ends", last_day or day, ends)


def at(column: str, day: date, clock: time) -> datetime:
    """That moment. Raises ValidationError where the clock skips or repeats it."""
    try:
        return from_current_timezone(datetime.combine(day, clock))
    except ValidationError as error:
        raise ValidationError({column: error}) from error


def write_span(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    """The cells that read_span() reads; the end has its day if that is another one."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    ends = in_digits(last)
    if last.date() != first.date():
        ends = f"{last.date().isoformat()} {ends}"
    return {
        "day": first.date().isoformat(),
        "begins": in_digits(first),
        "ends": ends,
    }


def in_digits(moment: datetime) -> str:
    return moment.time().isoformat("seconds" if moment.second else "minutes")


def day_of(match: re.Match[str]) -> date:
    return date(*(int(match[part]) for part in ("year", "month", "day")))


def plain(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip()
