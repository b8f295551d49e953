"""Calendar entries as bytes (RFC 5545, iTIP RFC 5546)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
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
    """An event as it is the same for everybody. Without organiser: an empty one."""

    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    language: str  # as calendars write it: en-GB, zh-CN
    organiser: str
    organiser_name: str


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


def event_bytes(event: Event, invitation: Invitation) -> bytes:
    """The file, in UTC, folded at 75 octets, with CRLF."""
    answer = "DECLINED" if invitation.is_cancelled else "ACCEPTED"
    attendee = (
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=FALSE:"
        f"{_mailto(invitation.attendee)}"
    )
    lines = [*_own_lines(invitation), _folded(attendee), _lines_for_all(event)]
    return _calendar(PRODUCT, [f"METHOD:{invitation.method}"], lines)


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


@lru_cache(maxsize=64)
def _lines_for_all(event: Event) -> str:
    """Kept, because icalendar takes longer for them than a letter to be written."""
    return _event_lines(event)


def _event_lines(event: Event) -> str:
    entry = icalendar.Event()
    language = {"language": event.language}
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.summary, parameters=language)
    entry.add("description", event.description, parameters=language)
    entry.add("location", event.location, parameters=language)
    entry.add("url", event.url)
    if event.organiser:
        organiser = icalendar.vCalAddress(_mailto(event.organiser))
        organiser.params["CN"] = event.organiser_name
        entry.add("organizer", organiser)
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
