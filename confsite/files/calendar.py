"""Calendar entries as bytes (RFC 5545, iTIP RFC 5546)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import icalendar
from icalendar.parser import Contentline

PRODUCT = "-//confsite//registration//EN"
PROGRAMME = "-//confsite//programme//EN"
# Django's code of a language → as calendars write it.
TAGS = {"en": "en-GB", "zh-hans": "zh-CN"}
# Readers of a feed are asked to come again after it; many come once a day all the same.
REFRESH = "PT1H"
# What an address in a mailto: may hold as it is (RFC 6068, 2).
IN_MAILTO = "@!$'*+-._~"


@dataclass(frozen=True)
class Event:
    """An event, or a day of one, as it is the same for everybody.

    Either two moments, or two dates: whole days, the last of which is over.
    """

    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    description: str
    location: str
    url: str
    language: str  # as calendars write it: en-GB, zh-CN
    organiser: str  # its address; no calendar that is published lacks one
    organiser_name: str

    @property
    def is_whole_days(self) -> bool:
        return not isinstance(self.starts_at, datetime)

    @property
    def day(self) -> date:
        """On the clock in which it is given."""
        starts_at = self.starts_at
        return starts_at.date() if isinstance(starts_at, datetime) else starts_at


@dataclass(frozen=True)
class Invitation:
    """What one person is told about an event.

    The method is REQUEST or CANCEL. An entry is updated by the same uid with a higher
    sequence; readers ignore a lower one.
    """

    method: str
    uid: str
    sequence: int
    stamp: datetime
    attendee: str

    @property
    def is_cancelled(self) -> bool:
        return self.method == "CANCEL"


@dataclass(frozen=True)
class Announcement:
    """An event that is published: nobody is invited to it (RFC 5546, 3.2.1)."""

    uid: str
    sequence: int
    stamp: datetime
    category: str
    is_cancelled: bool
    event: Event


@dataclass(frozen=True)
class Feed:
    """What a calendar that one subscribes to says about itself (RFC 7986)."""

    name: str
    url: str
    language: str


def event_bytes(days: tuple[Event, ...], invitation: Invitation) -> bytes:
    """The file, folded at 75 octets, with CRLF.

    What lasts several days is one entry a day, and one event all the same: a REQUEST
    has a single uid (RFC 5546, 3.2.2), and of several mail programs take the first.
    Each time it replaces the whole of it, so that a day which falls away is gone.
    """
    answer = "DECLINED" if invitation.is_cancelled else "ACCEPTED"
    # Who has no mailbox takes the file from their own page.
    attendee = [
        _folded(
            f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=FALSE:"
            f"{_mailto(address)}"
        )
        for address in [invitation.attendee]
        if address
    ]
    zone, *lines = _lines_for_all(days)
    if invitation.is_cancelled:
        # All of it goes: naming a day would cancel that one alone (RFC 5546, 3.2.5).
        lines = lines[:1]
    entries = [
        [*_own_lines(invitation, _busy(day)), *attendee, of_all]
        for day, of_all in zip(days, lines, strict=False)
    ]
    head = [f"METHOD:{invitation.method}", *filter(None, [zone])]
    return _calendar(PRODUCT, head, *entries)


def published_bytes(announcement: Announcement) -> bytes:
    """A file with one event that anybody may put into a calendar."""
    return _published([], [announcement], "OPAQUE")


def feed_bytes(feed: Feed, announcements: Iterable[Announcement]) -> bytes:
    """A calendar to subscribe to. Its events leave the reader's time free: nobody goes
    to all of them, and they must not hide when the reader can be met."""
    head = [
        _text("NAME", feed.name, feed.language),
        _text("X-WR-CALNAME", feed.name),
        _folded(f"URL:{feed.url}"),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    return _published(head, announcements, "TRANSPARENT")


def _published(
    head: list[str], announcements: Iterable[Announcement], busy: str
) -> bytes:
    entries = [
        [
            *_own_lines(announcement, busy),
            _text("CATEGORIES", announcement.category, announcement.event.language),
            _event_lines(announcement.event),
        ]
        for announcement in announcements
    ]
    head = ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", *head]
    return _calendar(PROGRAMME, head, *entries)


def _calendar(product: str, head: list[str], *entries: list[str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", *head]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _own_lines(about: Invitation | Announcement, busy: str = "OPAQUE") -> list[str]:
    stamp = f"{about.stamp:%Y%m%dT%H%M%SZ}"
    return [
        _folded(f"UID:{about.uid}"),
        f"SEQUENCE:{about.sequence}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"STATUS:{'CANCELLED' if about.is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if about.is_cancelled else busy}",
    ]


def _busy(day: Event) -> str:
    """Nobody knows yet when on such a day, so it must not hide when one can be met."""
    return "TRANSPARENT" if day.is_whole_days else "OPAQUE"


@lru_cache(maxsize=64)
def _lines_for_all(days: tuple[Event, ...]) -> list[str]:
    """The time zone of several days, and then what each entry says to everybody.

    Kept, because icalendar takes longer for them than a letter to be written.
    """
    if len(days) == 1:
        return ["", _event_lines(days[0])]
    repetitions = map(_lines_of, _repetitions(days))
    events = map(_event_lines, days)
    entries = [f"{r}\r\n{e}" for r, e in zip(repetitions, events, strict=True)]
    return [_zone_lines(days), *entries]


def _repetitions(days: tuple[Event, ...]) -> Iterable[icalendar.Event]:
    """How the days hang together: the first comes again every day, as often as there
    are days, and each of the others stands in for one of these times.

    On the clock of the place: in another zone two of them could fall on one day, which
    Outlook refuses.
    """
    first = days[0]
    lasts = (days[-1].day - first.day).days + 1
    free = {first.starts_at + timedelta(days=n) for n in range(lasts)}
    times = [first.starts_at + (day.day - first.day) for day in days]
    entry = icalendar.Event()
    entry.add("rrule", {"freq": "daily", "count": lasts})
    if left_out := sorted(free.difference(times)):
        entry.add("exdate", left_out)
    yield entry
    for time in times[1:]:
        entry = icalendar.Event()
        entry.add("recurrence-id", time)
        yield entry


def _zone_lines(days: tuple[Event, ...]) -> str:
    """What the zone does from the year before to the year after, for readers without
    a list of zones."""
    moments = [day.starts_at for day in days if isinstance(day.starts_at, datetime)]
    if not moments:
        return ""
    zone: Any = moments[0].tzinfo
    year = timedelta(days=366)
    first, last = days[0].day - year, days[-1].day + year
    component = icalendar.Timezone.from_tzinfo(zone, zone.key, first, last)
    component.pop("comment")  # in English, about the two years
    return component.to_ical().decode().removesuffix("\r\n")


def _event_lines(event: Event) -> str:
    entry = icalendar.Event()
    language = {"language": event.language}
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.summary, parameters=language)
    entry.add("description", event.description, parameters=language)
    entry.add("location", event.location, parameters=language)
    entry.add("url", event.url)
    organiser = icalendar.vCalAddress(_mailto(event.organiser))
    organiser.params["CN"] = event.organiser_name
    entry.add("organizer", organiser)
    return _lines_of(entry)


def _lines_of(entry: icalendar.Event) -> str:
    lines = entry.to_ical().decode()
    return lines.removeprefix("BEGIN:VEVENT\r\n").removesuffix("\r\nEND:VEVENT\r\n")


def _text(name: str, value: str, language: str = "") -> str:
    parameter = f";LANGUAGE={language}" if language else ""
    text = icalendar.vText(value).to_ical().decode()
    return _folded(f"{name}{parameter}:{text}")


def _folded(line: str) -> str:
    return Contentline(line).to_ical().decode()


def _mailto(address: str) -> str:
    return "mailto:" + quote(address, safe=IN_MAILTO)
