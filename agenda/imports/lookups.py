"""The rows of a conference by their names, read once for all rows of a file."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models, transaction

from agenda.imports.people import Part, Speakers
from agenda.models import (
    Conference,
    Organisation,
    Participation,
    Room,
    Session,
    Track,
)
from confsite.bilingual import Bilingual
from confsite.tables.cells import LAST_POSITION, Country, Reference
from confsite.tables.names import Register, in_one, key

Models = Collection[type[models.Model]]


class Known:
    """What the rows of a file can be about, and what they can name.

    `may_add` are the models of which a name that nobody knows makes a new row. With
    `lock` nobody else changes the rows before the transaction ends.
    """

    def __init__(
        self, conference: Conference, may_add: Models = (), *, lock: bool = False
    ):
        self.conference = conference
        self.may_add = may_add
        self.lock = lock

    @cached_property
    def organisations(self) -> Register[Organisation]:
        return Register(names_of_organisation, self._rows(Organisation.objects.all()))

    @cached_property
    def rooms(self) -> Register[Room]:
        return Register(names_of_place, self._rows(self.conference.rooms.all()))

    @cached_property
    def tracks(self) -> Register[Track]:
        return Register(names_of_place, self._rows(self.conference.tracks.all()))

    @cached_property
    def speakers(self) -> Speakers:
        """With their organisations from the register above."""
        rows = list(self._rows(self.conference.speakers.all()))
        for speaker in rows:
            if speaker.organisation_id:
                speaker.organisation = self.organisations.rows[speaker.organisation_id]
        return Speakers(rows)

    @cached_property
    def sessions(self) -> Register[Session]:
        """With their rooms and tracks, and with `people`: their parts in order."""
        rows: list[Any] = list(self._rows(self.conference.sessions.all()))
        people = defaultdict(list)
        for part in Participation.objects.filter(session__conference=self.conference):
            people[part.session_id].append(Part(part.role, part.speaker_id))
        for session in rows:
            session.conference = self.conference
            session.room = self.rooms.rows.get(session.room_id)
            session.track = self.tracks.rows.get(session.track_id)
            session.people = tuple(people[session.pk])
        return Register(names_of_session, rows)

    @cached_property
    def country(self) -> Country:
        return Country(self.conference)

    def reference(self, model: type[models.Model]) -> Reference:
        """The cell that names a row of a model; what does not exist is made last."""
        register: Any = {
            Organisation: self.organisations,
            Room: self.rooms,
            Track: self.tracks,
        }[model]

        def blank() -> Any:
            if model is Organisation:
                return Organisation()
            positions = [row.position for row in register.rows.values()]
            position = min(max(positions, default=0) + 1, LAST_POSITION)
            return model(conference=self.conference, position=position)

        return Reference(register, blank, may_make=model in self.may_add)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint for the database and for what is known of it here."""
        registers = [value for value in vars(self).values() if hasattr(value, "rows")]
        before = [dict(register.rows) for register in registers]
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for register, rows in zip(registers, before, strict=True):
                register.rows = rows
            raise

    def _rows(self, rows: Any) -> Any:
        """By id, so that two who lock them never wait for each other in a circle."""
        rows = rows.order_by("pk")
        return rows.select_for_update(no_key=True) if self.lock else rows


def names_of_organisation(organisation: Organisation) -> set[str]:
    """Both names, alone and together, the short ones, and the aliases."""
    names = [
        organisation.name_en,
        organisation.name_zh,
        organisation.short_name_en,
        organisation.short_name_zh,
        in_one(Bilingual("name").pair(organisation)),
        *organisation.aliases.splitlines(),
    ]
    return {key(name) for name in names} - {""}


def names_of_place(place: Room | Track) -> set[str]:
    both = in_one(Bilingual("name").pair(place))
    return {key(name) for name in (place.name_en, place.name_zh, both)} - {""}


def names_of_session(session: Session) -> set[str]:
    """Its address, its identity, and each title together with its beginning."""
    titles = {
        title_at(t, session.starts_at) for t in (session.title_en, session.title_zh)
    }
    return {f"address:{session.slug}", f"uid:{session.uid}", *titles} - {""}


def title_at(title: str, moment: datetime) -> str:
    return f"title:{key(title)}@{moment.timestamp()}" if title else ""
