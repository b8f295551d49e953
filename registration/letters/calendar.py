"""The conference as an entry in a delegate's calendar.

It carries no personal link: people share their calendars.
"""

from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.release.content import ConferenceFacts
from confsite.caching.releases import cached_per_release
from confsite.files.calendar import TAGS, Event, Invitation, event_bytes
from registration.letters.addresses import mailbox, sender_name
from registration.letters.kinds import CalendarMethod
from registration.models import Delegate
from registration.states import Attendance


@dataclass(frozen=True)
class CalendarEntry:
    """The bytes of a calendar file and its iTIP method, which the mail part repeats."""

    method: CalendarMethod
    data: bytes


def entry(
    delegate: Delegate, conference: ConferenceFacts, method: CalendarMethod
) -> CalendarEntry:
    registration = delegate.conference.registration
    event = _event(
        conference,
        delegate.attendance,
        get_language() or "en",
        mailbox(registration.sender),
        sender_name(registration),
    )
    own = Invitation(
        method=method,
        uid=f"{delegate.uid}.event@{settings.MAIL_DOMAIN}",
        sequence=delegate.calendar_sequence,
        stamp=timezone.now(),
        attendee=mailbox(delegate.email),
    )
    return CalendarEntry(method, event_bytes(event, own))


@cached_per_release(maxsize=64)
def _event(
    conference: ConferenceFacts,
    attendance: str,
    language: str,
    organiser: str,
    organiser_name: str,
) -> Event:
    """The conference as one release has it; `language` is the active one."""
    url = settings.SITE_URL + reverse("agenda:front", args=[conference.slug])
    lines = [
        conference.dates,
        str(conference.starts),
        url,
        _("The link to your registration is in our letter."),
    ]
    return Event(
        starts_at=conference.starts_at.astimezone(UTC),
        ends_at=conference.ends_at.astimezone(UTC),
        summary=conference.name.plain,
        description="\n".join(lines),
        location=location(attendance, conference),
        url=url,
        language=TAGS[language],
        organiser=organiser,
        organiser_name=organiser_name,
    )


def location(attendance: str, conference: ConferenceFacts) -> str:
    if attendance == Attendance.ONLINE:
        return _("Online")
    places = [conference.venue.plain, conference.address.plain]
    if conference.city not in conference.address:
        places.append(conference.city.plain)
    return ", ".join(filter(None, places))
