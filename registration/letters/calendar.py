"""The conference as an entry in a delegate's calendar, of several days one for each.

It carries no personal link: people share their calendars.
"""

from dataclasses import dataclass
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.release.content import ConferenceFacts
from agenda.release.days import ConferenceDay, days_of
from agenda.release.programme import Programme
from confsite.caching.releases import cached_per_release
from confsite.clocks import day_in_words
from confsite.files.calendar import TAGS, Event, Invitation, event_bytes
from confsite.words import apart
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
    delegate: Delegate, programme: Programme, method: CalendarMethod
) -> CalendarEntry:
    """The entry as it is now, in the active language.

    Its sequence rises when the conference has other days or another place, and when the
    delegate's state or attendance changes: both count upwards, and so does their sum.
    """
    registration = delegate.conference.registration
    days = _days(
        programme,
        delegate.attendance,
        get_language() or "en",
        mailbox(registration.sender),
        sender_name(registration),
    )
    own = Invitation(
        method=method,
        uid=f"{delegate.uid}.event@{settings.MAIL_DOMAIN}",
        sequence=programme.sequence() + delegate.calendar_sequence,
        stamp=timezone.now(),
        attendee=mailbox(delegate.mailbox) if delegate.mailbox else "",
    )
    return CalendarEntry(method, event_bytes(days, own))


@cached_per_release(maxsize=64)
def _days(
    programme: Programme,
    attendance: str,
    language: str,
    organiser: str,
    organiser_name: str,
) -> tuple[Event, ...]:
    """The conference as one release has it; `language` is the active one."""
    conference = programme.conference
    days = days_of(programme)
    # A day by itself needs no time zone that a reader might not know.
    zone = ZoneInfo(conference.time_zone) if len(days) > 1 else UTC
    url = settings.SITE_URL + reverse("agenda:front", args=[conference.slug])
    note = _("The link to your registration is in our letter.")
    return tuple(
        Event(
            starts_at=day.span.starts.at.astimezone(zone) if day.span else day.day,
            ends_at=day.span.ends.at.astimezone(zone)
            if day.span
            else day.day + timedelta(days=1),
            summary=conference.name.plain,
            description="\n".join([*when(day, conference), url, note]),
            location=location(attendance, conference),
            url=url,
            language=TAGS[language],
            organiser=organiser,
            organiser_name=organiser_name,
        )
        for day in days
    )


def when(day: ConferenceDay, conference: ConferenceFacts) -> list[str]:
    """The day and its hours on both clocks; where these are not known, all days."""
    if day.span is None:
        return [conference.dates]
    return [day_in_words(day.day), str(day.span)]


def location(attendance: str, conference: ConferenceFacts) -> str:
    if attendance == Attendance.ONLINE:
        return _("Online")
    places = [conference.venue.plain, conference.address.plain]
    if conference.city not in conference.address:
        places.append(conference.city.plain)
    return apart(*places)
