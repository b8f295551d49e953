"""Since which release everything is when and where it is: what calendars have to know.

An entry has to have a higher SEQUENCE when its time, place or state is another (RFC
5546, 2.1.4), and the same one as long as it is not.
"""

from collections.abc import Hashable
from typing import Any

from agenda.choices import SessionAttendance
from agenda.models import Release
from agenda.release.content import ConferenceFacts, Session
from agenda.release.days import days_of
from agenda.release.programme import ITSELF, LONG_AGO, Programme
from confsite.bilingual import Bilingual

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
