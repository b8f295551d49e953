"""The programme as a calendar to subscribe to, and one session to take along.

Breaks stay out of the feed: they would fill a calendar with what is no appointment.
"""

from datetime import UTC

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.choices import Kind
from agenda.exports import texts
from agenda.release.content import Session
from agenda.release.programme import Programme
from confsite.files.calendar import (
    TAGS,
    Announcement,
    Event,
    Feed,
    feed_bytes,
    published_bytes,
)


def feed(programme: Programme) -> bytes:
    conference = programme.conference
    name = texts.line(conference.name.plain)
    return feed_bytes(
        Feed(name, texts.front(conference), tag()),
        [
            announcement(programme, session)
            for session in programme.sessions
            if session.kind != Kind.BREAK
        ],
    )


def entry(programme: Programme, session: Session) -> bytes:
    return published_bytes(announcement(programme, session))


def announcement(programme: Programme, session: Session) -> Announcement:
    """A session as of the release in which it last changed: not as of the reading.

    Its sequence is the number of that in which it was last at another time or place:
    vdirsyncer takes an entry with another sequence for a deleted and a new one.
    """
    conference = programme.conference
    url = texts.page(conference, session)
    gone = _("This session does not take place.") if session.is_cancelled else ""
    abstract = texts.passage(session.abstract.plain)
    return Announcement(
        uid=f"{session.uid}@{settings.MAIL_DOMAIN}",
        sequence=programme.sequence(session),
        stamp=programme.stamp(session).astimezone(UTC),
        category=session.kind_label,
        is_cancelled=session.is_cancelled,
        event=Event(
            starts_at=session.starts_at.astimezone(UTC),
            ends_at=session.ends_at.astimezone(UTC),
            summary=texts.line(session.title.plain),
            description="\n".join(
                filter(None, [gone, *texts.facts(session), abstract, url])
            ),
            location=texts.location(conference, session),
            url=url,
            language=tag(),
            organiser=conference.contact_email or f"no-reply@{settings.MAIL_DOMAIN}",
            organiser_name=texts.line(conference.organiser.plain or conference.name),
        ),
    )


def tag() -> str:
    return TAGS[get_language() or "en"]
