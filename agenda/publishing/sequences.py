"""Since which release everything is as it is: what calendars have to know.

An entry has to have a higher SEQUENCE when its time, place or state is another (RFC
5546, 2.1.4), and the same one as long as it is not. Of two with the same SEQUENCE that
with the later DTSTAMP counts, so that it is another when any word of the entry is.
"""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from django.utils.translation import override

from agenda.choices import SessionAttendance
from agenda.exports.calendar import announcement
from agenda.models import Release
from agenda.release.content import ConferenceFacts, Session
from agenda.release.days import days_of
from agenda.release.programme import ITSELF, LONG_AGO, Programme
from confsite.bilingual import LANGUAGES, Bilingual

Rows = dict[str, Any]


def changed_in(rows: Rows, number: int, last: Release | None) -> dict[str, int]:
    """For the conference and each session the release in which it changed last.

    What the one before does not have is new, even if it was there once.
    """
    now = in_calendars(rows)
    if last is None:
        return dict.fromkeys(now, number)
    was, known = in_calendars(last.snapshot), last.snapshot.get("changed_in", {})
    return {
        key: known.get(key, last.number) if was.get(key) == facts else number
        for key, facts in now.items()
    }


def said_at(rows: Rows, last: Release | None) -> dict[str, str]:
    """For each session whose entry says what it said in the last release: since when.

    The others say it since the release that is being made.
    """
    if last is None:
        return {}
    was, known = entries(last.snapshot), last.snapshot.get("said_at", {})
    made_at = last.made_at.isoformat()
    return {
        uid: known.get(uid, made_at)
        for uid, words in entries(rows).items()
        if was.get(uid) == words
    }


def entries(rows: Rows) -> dict[str, Hashable]:
    """What the entry of each session says, in both languages."""
    programme = Programme(0, 0, LONG_AGO, rows)
    return {
        session.uid: in_both_languages(partial(said, programme, session))
        for session in programme.sessions
    }


def said(programme: Programme, session: Session) -> Hashable:
    entry = announcement(programme, session)
    return entry.event, entry.category, entry.is_cancelled


def in_both_languages(say: Callable[[], Hashable]) -> Hashable:
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(say())
    return tuple(found)


def in_calendars(rows: Rows) -> dict[str, Hashable]:
    """When and where each is, and whether at all."""
    programme = Programme(0, 0, LONG_AGO, rows)
    where = place(programme.conference)
    days = [
        (day.day, (day.span.starts.at, day.span.ends.at) if day.span else None)
        for day in days_of(programme)
    ]
    found: dict[str, Hashable] = {ITSELF: (*days, where)}
    for session in programme.sessions:
        found[session.uid] = (*facts(session), where_it_is(session, where))
    return found


def facts(session: Session) -> tuple[Hashable, ...]:
    return (
        session.starts_at,
        session.ends_at,
        session.is_cancelled,
        session.attendance,
        Bilingual("name").pair(session.place) if session.place else None,
    )


def where_it_is(session: Session, where: Hashable) -> Hashable:
    return None if session.attendance == SessionAttendance.ONLINE else where


def place(conference: ConferenceFacts) -> Hashable:
    return tuple(
        Bilingual(name).pair(conference) for name in ("venue", "address", "city")
    )
