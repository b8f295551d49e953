"""One calendar entry as bytes (RFC 5545, iTIP RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

import icalendar
from icalendar.parser import Contentline

PRODUCT = "-//confsite//registration//EN"
# What an address in a mailto: may hold as it is (RFC 6068, 2).
IN_MAILTO = "@!$'*+-._~"


@dataclass(frozen=True)
class Event:
    """An event as it is the same for everybody who is invited."""

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


def event_bytes(event: Event, invitation: Invitation) -> bytes:
    """The file, in UTC, folded at 75 octets, with CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{PRODUCT}",
        "VERSION:2.0",
        f"METHOD:{invitation.method}",
        "BEGIN:VEVENT",
    ]
    lines += _own_lines(invitation)
    lines += [_lines_for_all(event), "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def _own_lines(invitation: Invitation) -> list[str]:
    stamp = f"{invitation.stamp:%Y%m%dT%H%M%SZ}"
    answer = "DECLINED" if invitation.is_cancelled else "ACCEPTED"
    return [
        _folded(f"UID:{invitation.uid}"),
        f"SEQUENCE:{invitation.sequence}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"STATUS:{'CANCELLED' if invitation.is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if invitation.is_cancelled else 'OPAQUE'}",
        _folded(
            f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=FALSE:"
            f"{_mailto(invitation.attendee)}"
        ),
    ]


@lru_cache(maxsize=64)
def _lines_for_all(event: Event) -> str:
    """Kept, because icalendar takes longer for them than a letter to be written."""
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
    lines = entry.to_ical().decode()
    return lines.removeprefix("BEGIN:VEVENT\r\n").removesuffix("\r\nEND:VEVENT\r\n")


def _folded(line: str) -> str:
    return Contentline(line).to_ical().decode()


def _mailto(address: str) -> str:
    return "mailto:" + quote(address, safe=IN_MAILTO)
