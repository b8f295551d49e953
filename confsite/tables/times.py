"""Times of a file, in the clock of the conference: when something begins and ends."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _

from confsite.tables.days import DayReader, plain

COLUMNS = ("day", "begins", "ends")
# What a file may say instead of an end, or beside it.
ALSO = ("duration", "end_day")
Span = tuple[datetime, datetime]

# Of which hours of the day people speak so; 12 at night is nobody's but English's.
PERIODS = {
    "凌晨": range(6),
    "清晨": range(4, 9),
    "早上": range(4, 12),
    "早晨": range(4, 12),
    "上午": range(5, 12),
    "中午": range(11, 14),
    "下午": range(12, 20),
    "傍晚": range(16, 21),
    "晚上": range(17, 24),
    "早": range(4, 12),
    "午后": range(12, 20),
    "晚": range(17, 24),
    "am": range(12),
    "pm": range(12, 24),
}
AM_OR_PM = r"[ap]\.?\s?m\b\.?"
CLOCK = re.compile(
    rf"""(?P<before>{"|".join(PERIODS)}|{AM_OR_PM})?\s*
    (?<!\d)(?P<hour>\d{{1,2}})
    (?: \s?[:.]\s?(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?
      | \s?[点时點時h]\s?
        (?:钟|整|(?P<half>半)|(?P<quarter>[一三])刻|(?P<minutes>\d{{1,2}})分?)?
      | (?=\s?{AM_OR_PM}) )
    \s?(?P<after>{AM_OR_PM})?""",
    re.VERBOSE,
)
BETWEEN_TIMES = re.compile("[-–—―~]+|至|到|\\bto\\b|\\buntil\\b")
WITH_OFFSET = re.compile(r"[12]\d{3}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:z|[-+]\d\d:?\d\d)")
HOUR = re.compile(r"\d{1,2}")
DURATION = re.compile(
    r"(?:(?P<hours>\d{1,2}) ?(?:[:h]|hours?|hrs?|个?小时) ?)?"
    r"(?:(?P<minutes>\d{1,3}) ?(?:m|min|mins|minutes?|分|分钟)?)?(?::00)?\.?"
)
LONGEST = 80  # letters of what may be a time


class OnTheClock(NamedTuple):
    """A time as it is written: 2:30, and for which part of the day that is said."""

    hour: int
    minute: int
    second: int
    period: str

    def at(self, period: str) -> time:
        """The time of the day. Raises ValueError where there is none."""
        if not period:
            return time(self.hour, self.minute, self.second)
        hours = {self.hour, self.hour + 12} | ({0} if self.hour == 12 else set())
        hours &= {*PERIODS[period]}
        if len(hours) != 1:
            raise ValueError
        return time(hours.pop(), self.minute, self.second)


class WrittenTime(NamedTuple):
    """A time with what stands before it: 2030-07-09 14:30."""

    day: str
    clock: OnTheClock


@dataclass(frozen=True)
class TimeReader:
    """Reads the times of a file whose days are read so."""

    days: DayReader

    def read(self, written: str) -> list[tuple[date | None, time]]:
        """A time of the day or two, each with its day if that is written before it.

        Raises ValidationError.
        """
        text = " ".join(plain(written).lower().split())
        with suppress(ValueError):
            if WITH_OFFSET.fullmatch(text):
                local = timezone.localtime(datetime.fromisoformat(text.upper()))
                return [(local.date(), local.time())]
            found = from_when_to_when(written_times(text))
            return [(self.days.read(day) if day else None, at) for day, at in found]
        raise ValidationError(
            _("Write a time as 14:30, or with its day as 2030-07-09 14:30.")
        )


def written_times(text: str) -> list[WrittenTime]:
    """One time, or from when to when. Raises ValueError."""
    for between in BETWEEN_TIMES.finditer(text[:LONGEST]):
        ends = written_time(text[between.end() :])
        begins = written_time(text[: between.start()], ends)
        if begins and ends:
            return [begins, ends]
    if only := written_time(text):
        return [only]
    raise ValueError


def written_time(text: str, until: WrittenTime | None = None) -> WrittenTime | None:
    text = text.strip()
    if until and until.clock.period and HOUR.fullmatch(text):
        return WrittenTime("", OnTheClock(int(text), 0, 0, ""))  # 2-3 PM
    if len(text) <= LONGEST:
        for match in CLOCK.finditer(text):
            if match.end() == len(text):
                # ISO 8601 has a T between the day and the time.
                day = text[: match.start()].removesuffix("t").strip(" ,-–—")
                return WrittenTime(day, on_the_clock(match))
    return None


def on_the_clock(match: re.Match[str]) -> OnTheClock:
    said = match.groupdict()
    minute = said["minute"] or said["minutes"] or 0
    if said["half"] or said["quarter"]:
        minute = 30 if said["half"] else 15 * (1 + 2 * (said["quarter"] == "三"))
    period = said["before"] or said["after"] or ""
    if period not in PERIODS and period:
        period = f"{period[0]}m"
    return OnTheClock(int(said["hour"]), int(minute), int(said["second"] or 0), period)


def from_when_to_when(found: list[WrittenTime]) -> list[tuple[str, time]]:
    """The times of the day. One may speak for both: 2:30-3:15 PM, 下午2:30-3:15."""
    first, last = found[0], found[-1]
    begins, ends = first.clock, last.clock
    if first is last or bool(begins.period) == bool(ends.period):
        return [(day, clock.at(clock.period)) for day, clock in found]

    def in_order(pair: tuple[time, time]) -> bool:
        return pair[0] < pair[1] or bool(last.day)

    pairs = (
        (a, b)
        for period in (begins.period or ends.period, "", "am", "pm")
        for a in at_most_one(begins, begins.period or period)
        for b in at_most_one(ends, ends.period or period)
    )
    pair = next(filter(in_order, pairs), None)
    if pair is None:
        raise ValueError
    return [(first.day, pair[0]), (last.day, pair[1])]


def at_most_one(clock: OnTheClock, period: str) -> list[time]:
    with suppress(ValueError):
        return [clock.at(period)]
    return []


def read_minutes(written: str) -> int:
    """How long something takes. Raises ValidationError."""
    match = DURATION.fullmatch(plain(written).lower())
    minutes = 60 * int(match["hours"] or 0) + int(match["minutes"] or 0) if match else 0
    if not minutes:
        raise ValidationError(_("Write in minutes how long it takes, as 45."))
    return minutes


def read_span(cells: Mapping[str, str], old: Span | None, times: TimeReader) -> Span:
    """Beginning and end; what the cells do not say stays as it was.

    Raises ValidationError, with a message for each column that is wrong.
    """
    said = read_cells(cells, times, is_new=old is None)
    first: Any = timezone.localtime(old[0]) if old else None
    last: Any = timezone.localtime(old[1]) if old else None
    (own_day, begins), *until = said.get("begins") or [(None, first.time())]
    day = own_day or said.get("day") or (first and first.date())
    if not day:
        raise ValidationError({"day": _("A new row needs this.")})
    if own_day and said.get("day", own_day) != own_day:
        raise ValidationError({"begins": _("This is another day than in “day”.")})
    starts_at = at("begins", day, begins)
    if "ends" in said:
        last_day, ends = said["ends"][-1]
        if until and until[0][1] != ends:
            raise ValidationError({"ends": _("This is another time than in “begins”.")})
    elif until:
        [(last_day, ends)] = until
    elif "duration" in said:
        return starts_at, starts_at + timedelta(minutes=said["duration"])
    else:
        last_day, ends = day + (last.date() - first.date()), last.time()
    return starts_at, at("ends", last_day or said.get("end_day") or day, ends)


def read_cells(
    cells: Mapping[str, str], times: TimeReader, *, is_new: bool
) -> dict[str, Any]:
    """What each cell says. Raises ValidationError for all that are wrong."""
    readers: dict[str, Callable[[str], Any]] = {
        "day": times.days.read,
        "begins": times.read,
        "ends": times.read,
        "duration": read_minutes,
        "end_day": times.days.read,
    }
    said: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for column, read in readers.items():
        try:
            if column in cells:
                said[column] = read(cells[column])
        except ValidationError as error:
            errors[column] = error
    if is_new:
        needed = ValidationError(_("A new row needs this."))
        # A beginning that cannot be read may have an end.
        has_end = {"ends", "duration"} & {*cells} or "begins" in errors
        if "begins" not in cells:
            errors["begins"] = needed
        if not has_end and len(said.get("begins", "")) < 2:
            errors["ends"] = needed
    if errors:
        raise ValidationError({c: errors[c] for c in readers if c in errors})
    return said


def days_in(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What these rows have for days, wherever it stands."""
    for cells in rows:
        for column in ("day", "end_day"):
            if column in cells:
                yield cells[column]
        for column in ("begins", "ends"):
            with suppress(ValueError):
                text = " ".join(plain(cells.get(column, "")).lower().split())
                yield from (time.day for time in written_times(text))


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
