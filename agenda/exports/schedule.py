"""The programme as apps and screens at conferences read it: schedule.json and .xml.

Names and structure are those of frab, as c3voc's validators check them
(https://c3voc.de/wiki/schedule). A text there has one language, so each language has
its own file; the guids are the same in all of them. What is cancelled is left out:
readers see that a guid they knew is gone, and understand no other sign.
"""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from agenda.choices import SessionAttendance, SpokenLanguage
from agenda.exports import texts
from agenda.exports.schedule_xml import xml
from agenda.release import signing
from agenda.release.content import ConferenceFacts, Participation, Session, Speaker
from agenda.release.programme import Programme

SCHEMA = "https://c3voc.de/schedule/schema.json"
GENERATOR = "confsite"
# ISO 639; "mul" is several languages at once.
SPOKEN: dict[str, str] = {
    SpokenLanguage.ENGLISH: "en",
    SpokenLanguage.CHINESE: "zh",
    SpokenLanguage.BOTH: "mul",
}
# What the schema of the JSON takes for the name of a zone: not GMT, nor US/Eastern.
ZONE = re.compile("[A-Z][a-z]+/[A-Z][a-z]+|.*UTC$")
Facts = dict[str, Any]


def as_json(programme: Programme) -> bytes:
    facts = schedule(programme)
    if not ZONE.match(programme.conference.time_zone):
        # It may be left out there; each time has its offset.
        del facts["conference"]["time_zone_name"]
    whole = {"$schema": SCHEMA, "generator": {"name": GENERATOR}, "schedule": facts}
    return json.dumps(whole, ensure_ascii=False).encode()


def as_xml(programme: Programme) -> bytes:
    return xml(GENERATOR, schedule(programme))


def schedule(programme: Programme) -> Facts:
    conference = programme.conference
    sessions = [s for s in programme.sessions if not s.is_cancelled]
    held = groupby(sessions, lambda session: session.starts.local.date())
    by_day = {date: list(sessions) for date, sessions in held}
    days = [
        day(conference, index, date, by_day.get(date, []))
        for index, date in enumerate(dates(conference, by_day), 1)
    ]
    return {
        "version": str(programme.release),
        "base_url": texts.front(conference),
        "conference": {
            "acronym": acronym(conference),
            "title": texts.line(conference.name.plain),
            "start": days[0]["date"],
            "end": days[-1]["date"],
            "daysCount": len(days),
            "timeslot_duration": "00:05",
            "time_zone_name": conference.time_zone,
            "url": texts.front(conference),
            "colors": {"primary": conference.accent},
            "rooms": rooms(conference, sessions),
            "tracks": tracks(sessions),
            "days": days,
        },
    }


def dates(conference: ConferenceFacts, taken: Iterable[date]) -> Iterator[date]:
    """Every day of the conference, an empty one too: readers count them."""
    days = [conference.span.first_day, conference.span.last_day, *taken]
    first, last = min(days), max(days)
    return (first + timedelta(n) for n in range((last - first).days + 1))


def day(
    conference: ConferenceFacts, index: int, date: date, sessions: list[Session]
) -> Facts:
    """The day lasts from its first session to the end of its last; or from midnight."""
    zone = ZoneInfo(conference.time_zone)
    midnight = datetime.combine(date, time(), zone)
    starts = min((s.starts.local for s in sessions), default=midnight)
    ends = max((s.ends.local for s in sessions), default=midnight + timedelta(1))
    events: dict[str, list[Facts]] = {}
    for session in sessions:
        name = room(conference, session)
        events.setdefault(name, []).append(event(conference, session, name))
    return {
        "index": index,
        "date": date.isoformat(),
        "day_start": starts.isoformat(),
        "day_end": ends.isoformat(),
        "rooms": events,
    }


def event(conference: ConferenceFacts, session: Session, room: str) -> Facts:
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    return {
        "guid": session.uid,
        "id": session.id,
        "date": session.starts.iso,
        "start": session.starts.time,
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": room,
        "slug": slug(conference, session),
        "url": texts.page(conference, session),
        "title": texts.line(session.title.plain),
        "subtitle": other_title(session),
        "track": texts.line(session.track),
        # Some readers show it in place of a track that is missing, so it is a word.
        "type": session.kind_label,
        "language": SPOKEN.get(session.language, ""),
        "abstract": texts.passage(session.abstract.plain),
        "description": description(session),
        "logo": "",
        "persons": [person(conference, speaker) for speaker in speakers(session)],
        "links": links(session),
        "attachments": [],
        "do_not_record": False,
        "recording_license": "",
    }


def description(session: Session) -> str:
    """The abstract, then what readers have no field for: the second clock, the roles.

    EventFahrplan leaves out an abstract with which the description begins; Giggity
    leaves out any Chinese abstract and shows the description alone.
    """
    abstract = texts.passage(session.abstract.plain)
    facts = "\n".join(filter(None, texts.facts(session)))
    return f"{abstract}\n\n{facts}" if abstract else facts


def acronym(conference: ConferenceFacts) -> str:
    """The schema wants at least four of a-z, 0-9 and underscores."""
    return conference.slug.lower().replace("-", "_").ljust(4, "_")


def slug(conference: ConferenceFacts, session: Session) -> str:
    """One that no other conference has, as files of recordings are named after it."""
    return f"{acronym(conference)}-{session.slug.lower()}-{session.id:04}"


def other_title(session: Session) -> str:
    """The title in the other language, where it has one."""
    pair = {session.title_en, session.title_zh}
    return texts.line("".join(pair - {session.title.plain}))


def speakers(session: Session) -> list[Speaker]:
    """Everybody once, in the order of the page: whoever signs comes first."""
    parts: list[Participation] = []
    for one in signing.of_session(session):
        parts += [*(part for side in one.sides for part in side.people), *one.beside]
    return list({p.speaker.id: p.speaker for p in (*parts, *session.people)}.values())


def links(session: Session) -> list[Facts]:
    """The recording, and what was announced of the agreements."""
    announced = [
        link(one.announcement, announcement(one), "article")
        for one in signing.of_session(session)
        if one.announcement
    ]
    if not session.recording_url:
        return announced
    return [link(session.recording_url, _("Watch the recording"), "media"), *announced]


def announcement(one: signing.Signing) -> str:
    title = texts.line(one.agreement.title.plain)
    return _("%(role)s: %(name)s") % {"role": _("Read the announcement"), "name": title}


def link(address: str, title: str, sort: str) -> Facts:
    """Staff may type an address with Chinese characters; the schema wants a URI."""
    return {"url": iri_to_uri(address), "title": title, "type": sort}


def person(conference: ConferenceFacts, speaker: Speaker) -> Facts:
    """With the name that older readers know, beside which the schema wants no id."""
    name = texts.line(speaker.display_name.plain)
    portrait = speaker.portrait_url or None
    return {
        "guid": guid(f"speaker-{speaker.id}"),
        "code": str(speaker.id),
        "name": name,
        "public_name": name,
        "avatar": portrait and texts.absolute(portrait),
        "biography": texts.passage(speaker.biography.plain),
        "url": texts.address("agenda:speaker", conference.slug, speaker.slug),
    }


def room(conference: ConferenceFacts, session: Session) -> str:
    """Readers lay the day out by rooms, so what has none stands under its place."""
    if session.place:
        return texts.line(session.room)
    if session.attendance == SessionAttendance.ONLINE:
        return _("Online")
    return texts.line(conference.venue or conference.city or conference.name)


def rooms(conference: ConferenceFacts, sessions: list[Session]) -> list[Facts]:
    """In the order in which they are first used; the guid is that of the row."""
    found: dict[str, str] = {}
    for session in sessions:
        place = f"conference-{conference.id}-{session.attendance}"
        identity = f"room-{session.place.id}" if session.place else place
        found.setdefault(room(conference, session), guid(identity))
    return [{"name": name, "guid": guid} for name, guid in found.items()]


def tracks(sessions: list[Session]) -> list[Facts]:
    found = {s.thread.id: s.thread for s in sessions if s.thread}
    return [
        {"name": texts.line(track.name.plain), "slug": f"track-{track.id}"}
        for track in found.values()
    ]


def guid(identity: str) -> str:
    """The same in every language and release, as long as MAIL_DOMAIN is."""
    name = f"acct:{identity}@{settings.MAIL_DOMAIN}"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))
