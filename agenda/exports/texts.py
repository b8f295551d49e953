"""What a published programme says, as plain text in the active language."""

import re
from html import unescape

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from agenda.choices import SessionAttendance
from agenda.release.content import ConferenceFacts, Session
from confsite.text import UNPRINTABLE
from confsite.words import apart

BLANKS = re.compile(r"\n{3,}")


def line(text: str) -> str:
    """On one line, without the characters that a file of XML or a calendar forbids."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def passage(html: str) -> str:
    """The text of cleaned markup, without its tags."""
    lines = unescape(strip_tags(html)).splitlines()
    return BLANKS.sub("\n\n", "\n".join(map(line, lines))).strip()


def address(view: str, *args: str) -> str:
    return absolute(reverse(view, args=args))


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def front(conference: ConferenceFacts) -> str:
    return address("agenda:front", conference.slug)


def page(conference: ConferenceFacts, session: Session) -> str:
    return address("agenda:session", conference.slug, session.slug)


def facts(session: Session) -> list[str]:
    """What calendars and schedules have no field of their own for, line by line."""
    people = [
        _("%(role)s: %(name)s")
        % {"role": part.role_label, "name": line(part.speaker.display_name)}
        for part in session.people
    ]
    about = [session.language_words, session.attendance_label]
    return [
        session.starts.date,
        *(line(str(reading)) for reading in session.span.readings),
        " · ".join(filter(None, about)),
        *people,
    ]


def location(conference: ConferenceFacts, session: Session) -> str:
    """The room and how to get there; online there is no way to go."""
    if session.attendance == SessionAttendance.ONLINE:
        return line(session.room) or _("Online")
    places = [session.room, conference.venue, conference.address]
    if conference.city not in conference.address:
        places.append(conference.city)
    return apart(*map(line, places))
