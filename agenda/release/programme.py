"""A published release as an immutable structure in memory: what public pages read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agenda.choices import AgreementStatus
from agenda.models import Release
from agenda.release.content import (
    Agreement,
    ConferenceFacts,
    JoinOption,
    Organisation,
    Participation,
    Party,
    Room,
    Session,
    Signature,
    Speaker,
    Track,
)
from confsite.bilingual import Pair
from confsite.caching.releases import NewestOfEach
from confsite.caching.ttl import cached_for_a_second

# Every public page begins with it; building the same with the ORM costs as much again.
LATEST = """
SELECT conference.id, release.id
FROM agenda_release release JOIN agenda_conference conference
  ON conference.id = release.conference_id
WHERE conference.slug = %s
ORDER BY release.number DESC
LIMIT 1
"""
# The conference among the sessions, in what a release knows of earlier ones.
ITSELF = "conference"
LONG_AGO, NEVER = (end.replace(tzinfo=UTC) for end in (datetime.min, datetime.max))


class NotPublished(Exception):
    """No conference with this address has a programme that the public can see."""


@cached_for_a_second
def latest(slug: str) -> "Programme":
    """The programme as it was last published, or was a second ago, from memory.

    Raises NotPublished.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [slug])
        row = cursor.fetchone()
    if row is None:
        raise NotPublished(slug)
    conference, pk = row
    return released(conference, pk, slug)


shown: NewestOfEach["Programme"] = NewestOfEach(conferences=16)


def released(conference: int, pk: int, slug: str) -> "Programme":
    """A release as the public may see it now: without what is under embargo.

    At the address that the conference has by now, which is no part of a release.
    """
    now = timezone.now()
    programme = shown.get(conference)
    if (
        programme is None
        or programme.pk != pk
        or programme.conference.slug != slug
        or programme.next_embargo <= now
    ):
        row = Release.objects.get(pk=pk)
        itself = row.snapshot["conference"] | {"slug": slug}
        rows = row.snapshot | {"conference": itself}
        programme = Programme(pk, row.number, row.made_at, rows, now)
        shown.put(conference, programme)
    return programme


class Programme:
    """One release: the conference, its days and its people. Treat it as frozen.

    What is under embargo after `until` is in it nowhere: not the agreements, nor the
    people and organisations that nothing else in the programme names.
    """

    def __init__(
        self,
        pk: int,
        number: int,
        made_at: datetime,
        rows: dict[str, Any],
        until: datetime | None = None,
    ):
        self.pk = pk
        self.release = number
        self.made_at = made_at
        ends = map(embargo_end, rows.get("agreements", ()))
        self.next_embargo = min(
            (end for end in ends if end > (until or LONG_AGO)), default=NEVER
        )
        self.changed_in: dict[str, int] = rows.get("changed_in", {})
        self.said_at: dict[str, str] = rows.get("said_at", {})
        rows = without_embargoed(rows, until)
        organisations = {
            row["id"]: Organisation.of(row) for row in rows["organisations"]
        }
        self.organisations = tuple(organisations.values())
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
        people = {speaker.id: speaker for speaker in self.speakers}
        self.sessions = sessions(rows, self.conference, people, organisations)

    @property
    def ceremonies(self) -> tuple[Session, ...]:
        return tuple(session for session in self.sessions if session.is_ceremony)

    @property
    def agreements(self) -> tuple[tuple[Agreement, Session], ...]:
        return tuple(
            (agreement, session)
            for session in self.sessions
            for agreement in session.agreements
        )

    @property
    def concluded(self) -> tuple[tuple[Agreement, Session], ...]:
        """What was signed and inaugurated."""
        return tuple(pair for pair in self.agreements if pair[0].is_concluded)

    @property
    def has_results(self) -> bool:
        """Whether there is something to look back at."""
        return self.conference.is_over or bool(self.concluded)

    @property
    def recordings(self) -> tuple[Session, ...]:
        return tuple(session for session in self.sessions if session.recording_url)

    def sequence(self, session: Session | None = None) -> int:
        """The release since which a session, or the conference itself, is when and
        where it is: what calendars compare (RFC 5545, 3.8.7.4).

        An older release does not know; calendars were then told its own number.
        """
        return self.changed_in.get(session.uid if session else ITSELF, self.release)

    def stamp(self, session: Session) -> datetime:
        """When the release was made since which the entry of a session says this.

        An older release does not know; calendars were then told when it was made.
        """
        since = self.said_at.get(session.uid)
        return (since and parse_datetime(since)) or self.made_at

    def session(self, slug: str) -> Session | None:
        return next((s for s in self.sessions if s.slug == slug), None)

    def speaker(self, slug: str) -> Speaker | None:
        return next((s for s in self.speakers if s.slug == slug), None)

    def organisation(self, pk: int) -> Organisation | None:
        return next((o for o in self.organisations if o.id == pk), None)

    def sessions_of(self, speaker: Speaker) -> tuple[Session, ...]:
        """Where somebody takes part, or signs."""
        return tuple(
            session
            for session in self.sessions
            if any(part.speaker is speaker for part in session.everybody)
        )

    def speakers_of(self, organisation: Organisation) -> tuple[Speaker, ...]:
        return tuple(s for s in self.speakers if s.organisation is organisation)


def sessions(
    rows: dict[str, Any],
    conference: ConferenceFacts,
    people: dict[int, Speaker],
    organisations: dict[int, Organisation],
) -> tuple[Session, ...]:
    ways_in = grouped(rows.get("join_options", ()), "room_id")
    rooms = {
        row["id"]: Room.of(
            row, ways_in=tuple(JoinOption.of(way) for way in ways_in.get(row["id"], ()))
        )
        for row in rows["rooms"]
    }
    tracks = {row["id"]: Track.of(row) for row in rows["tracks"]}
    parts = grouped(rows["participations"], "session_id")
    signed: dict[int, list[Agreement]] = {}
    for agreement in agreements(rows, people, organisations):
        signed.setdefault(agreement.session_id, []).append(agreement)
    return tuple(
        Session.of(
            row,
            clocks=conference.clocks,
            place=rooms.get(row["room_id"]),
            thread=tracks.get(row["track_id"]),
            people=tuple(
                Participation(part["role"], people[part["speaker_id"]])
                for part in parts.get(row["id"], ())
            ),
            agreements=tuple(signed.get(row["id"], ())),
        )
        for row in rows["sessions"]
    )


def agreements(
    rows: dict[str, Any],
    people: dict[int, Speaker],
    organisations: dict[int, Organisation],
) -> list[Agreement]:
    seats = grouped(rows["parties"], "agreement_id")
    signatures = grouped(rows["signatures"], "agreement_id")
    return [
        Agreement.of(
            # An announcement comes when it is published.
            row if row["status"] == AgreementStatus.PUBLISHED else row | {"url": ""},
            parties=tuple(
                Party(organisations[seat["organisation_id"]], seat["side"])
                for seat in seats.get(row["id"], ())
            ),
            people=tuple(
                Signature(s["role"], people[s["speaker_id"]], s["side"])
                for s in signatures.get(row["id"], ())
            ),
        )
        for row in rows["agreements"]
    ]


def without_embargoed(rows: dict[str, Any], until: datetime | None) -> dict[str, Any]:
    """The rows that may be seen once the embargoes up to a moment have ended."""
    announced, signatures = rows.get("agreements", ()), rows.get("signatures", ())
    shown = [row for row in announced if embargo_end(row) <= (until or LONG_AGO)]
    known = {row["id"] for row in shown}
    rows = rows | {
        "agreements": shown,
        "signatures": [s for s in signatures if s["agreement_id"] in known],
        "parties": [p for p in rows.get("parties", ()) if p["agreement_id"] in known],
    }
    if len(shown) == len(announced):
        return rows
    named = (
        ids(rows["participations"], "speaker_id")
        | ids(rows["signatures"], "speaker_id")
        | {row["id"] for row in rows["speakers"] if row.get("role")}
    )
    secret = ids(signatures, "speaker_id") - named
    speakers = [row for row in rows["speakers"] if row["id"] not in secret]
    seen = (
        ids(speakers, "organisation_id")
        | ids(rows["partners"], "organisation_id")
        | ids(rows["parties"], "organisation_id")
    )
    return rows | {
        "speakers": speakers,
        "organisations": [row for row in rows["organisations"] if row["id"] in seen],
    }


def embargo_end(agreement: dict[str, Any]) -> datetime:
    """The moment from which it may be seen."""
    if not agreement["embargo_until"]:
        return LONG_AGO
    return parse_datetime(agreement["embargo_until"]) or NEVER


def ids(rows: Iterable[dict[str, Any]], column: str) -> set[int]:
    return {row[column] for row in rows}


def grouped(rows: Iterable[dict[str, Any]], column: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups
