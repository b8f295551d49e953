"""A published release as an immutable structure in memory: what public pages read."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from agenda.models import Release
from agenda.published import (
    ConferenceFacts,
    Organisation,
    Part,
    Place,
    Session,
    Speaker,
)
from confsite.bilingual import Pair
from confsite.clocks import day_in_words
from confsite.lately import lately

# Every public page begins with it; building the same with the ORM costs as much again.
LATEST = """
SELECT release.id
FROM agenda_release release JOIN agenda_conference conference
  ON conference.id = release.conference_id
WHERE conference.slug = %s
ORDER BY release.number DESC
LIMIT 1
"""


class NotPublished(Exception):
    """No conference with this address has a programme that the public can see."""


@lately
def latest(slug: str) -> "Programme":
    """The programme as it was last published, or was a second ago, from memory.

    Raises NotPublished.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [slug])
        row = cursor.fetchone()
    if row is None:
        raise NotPublished(slug)
    return released(row[0])


@lru_cache(maxsize=16)
def released(pk: int) -> "Programme":
    release = Release.objects.get(pk=pk)
    return Programme(release.pk, release.number, release.made_at, release.snapshot)


@dataclass(frozen=True)
class Day:
    date: str
    iso: str
    sessions: tuple[Session, ...]


class Programme:
    """One release: the conference, its days and its people. Treat it as frozen."""

    def __init__(self, pk: int, number: int, made_at: datetime, rows: dict[str, Any]):
        self.pk = pk
        self.release = number
        self.made_at = made_at
        organisations = {
            row["id"]: Organisation.of(row) for row in rows["organisations"]
        }
        self.conference = ConferenceFacts.of(
            rows["conference"],
            partners=tuple(
                organisations[row["organisation_id"]] for row in rows["partners"]
            ),
            country_names=tuple(
                (
                    row["country"],
                    None if row["is_hidden"] else Pair(row["name_en"], row["name_zh"]),
                )
                for row in rows["country_names"]
            ),
        )
        self.speakers = tuple(
            Speaker.of(row, organisation=organisations.get(row["organisation_id"]))
            for row in rows["speakers"]
        )
        self.sessions = self._sessions(rows)

    def _sessions(self, rows: dict[str, Any]) -> tuple[Session, ...]:
        rooms = {row["id"]: Place.of(row) for row in rows["rooms"]}
        tracks = {row["id"]: Place.of(row) for row in rows["tracks"]}
        people = {speaker.id: speaker for speaker in self.speakers}
        parts: dict[int, list[Part]] = {}
        for row in rows["participations"]:
            part = Part(row["role"], people[row["speaker_id"]])
            parts.setdefault(row["session_id"], []).append(part)
        return tuple(
            Session.of(
                row,
                clocks=self.conference.clocks,
                place=rooms.get(row["room_id"]),
                thread=tracks.get(row["track_id"]),
                people=tuple(parts.get(row["id"], ())),
            )
            for row in rows["sessions"]
        )

    @property
    def days(self) -> tuple[Day, ...]:
        """The sessions by day, as the conference's own clock counts days."""
        by_day: dict[Any, list[Session]] = {}
        for session in self.sessions:
            by_day.setdefault(session.starts.local.date(), []).append(session)
        return tuple(
            Day(day_in_words(day), day.isoformat(), tuple(sessions))
            for day, sessions in by_day.items()
        )

    @property
    def ceremonies(self) -> tuple[Session, ...]:
        return tuple(session for session in self.sessions if session.is_ceremony)

    def session(self, slug: str) -> Session | None:
        return next((s for s in self.sessions if s.slug == slug), None)

    def speaker(self, slug: str) -> Speaker | None:
        return next((s for s in self.speakers if s.slug == slug), None)

    def sessions_of(self, speaker: Speaker) -> tuple[Session, ...]:
        return tuple(
            session
            for session in self.sessions
            if any(part.speaker is speaker for part in session.people)
        )
