"""The rows of a conference by their names, read once for all rows of a file."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model

from agenda.imports.people import PersonInRole, SpeakerIndex
from agenda.models import (
    Conference,
    CountryName,
    Organisation,
    Participation,
    Room,
    Session,
    Track,
)
from confsite.bilingual import Pair
from confsite.tables.lookups import Lookups, Models
from confsite.tables.names import NameIndex, in_one, key

LAST_POSITION = 32_767  # of a small integer


class ProgrammeLookups(Lookups):
    """What the rows of a programme can be about, and what they can name."""

    def __init__(
        self, conference: Conference, may_add: Models = (), *, lock: bool = False
    ):
        super().__init__(conference.time_zone, may_add, lock=lock)
        self.conference = conference

    def country_names(self) -> dict[str, Pair]:
        return {
            str(row.country): names
            for row in self.conference.country_names.all()
            if any(names := CountryName.name.pair(row))
        }

    @cached_property
    def organisations(self) -> NameIndex[Organisation]:
        return NameIndex(
            names_of_organisation, self.in_order(Organisation.objects.all())
        )

    @cached_property
    def rooms(self) -> NameIndex[Room]:
        return NameIndex(names_of_place, self.in_order(self.conference.rooms.all()))

    @cached_property
    def tracks(self) -> NameIndex[Track]:
        return NameIndex(names_of_place, self.in_order(self.conference.tracks.all()))

    @cached_property
    def speakers(self) -> SpeakerIndex:
        """With their organisations from the index above."""
        rows = list(self.in_order(self.conference.speakers.all()))
        for speaker in rows:
            if speaker.organisation_id:
                speaker.organisation = self.organisations.rows[speaker.organisation_id]
        return SpeakerIndex(rows)

    @cached_property
    def sessions(self) -> NameIndex[Session]:
        """With their rooms and tracks, and with `people`: their parts in order."""
        rows: list[Any] = list(self.in_order(self.conference.sessions.all()))
        people = defaultdict(list)
        for part in Participation.objects.filter(session__conference=self.conference):
            people[part.session_id].append(PersonInRole(part.role, part.speaker_id))
        for session in rows:
            session.conference = self.conference
            session.room = self.rooms.rows.get(session.room_id)
            session.track = self.tracks.rows.get(session.track_id)
            session.people = tuple(people[session.pk])
        return NameIndex(names_of_session, rows)

    def index_of(self, model: type[Model]) -> NameIndex[Any]:
        indexes: dict[type[Model], NameIndex[Any]] = {
            Organisation: self.organisations,
            Room: self.rooms,
            Track: self.tracks,
        }
        return indexes[model]

    def blank(self, model: type[Model]) -> Any:
        """A new room or track stands last."""
        if model is Organisation:
            return Organisation()
        positions = [row.position for row in self.index_of(model).rows.values()]
        position = min(max(positions, default=0) + 1, LAST_POSITION)
        return model(conference=self.conference, position=position)


def names_of_organisation(organisation: Organisation) -> set[str]:
    """Both names, alone and together, the short ones, and the aliases."""
    short_names = Organisation.short_name.pair(organisation)
    others = [*short_names, *organisation.aliases.splitlines()]
    return names_of_place(organisation) | ({key(name) for name in others} - {""})


def names_of_place(place: Room | Track | Organisation) -> set[str]:
    names = type(place).name.pair(place)
    return {key(name) for name in (*names, in_one(names))} - {""}


def names_of_session(session: Session) -> set[str]:
    """Its address, its identity, and each title together with its beginning."""
    titles = {title_at(t, session.starts_at) for t in Session.title.pair(session)}
    return {f"address:{session.slug}", f"uid:{session.uid}", *titles} - {""}


def title_at(title: str, moment: datetime) -> str:
    return f"title:{key(title)}@{moment.timestamp()}" if title else ""
