"""Sessions from a file, in the clock of their conference."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.choices import Kind, Role
from agenda.imports import heads
from agenda.imports.lookups import ProgrammeLookups, title_at
from agenda.imports.people import PeopleCell, PersonInRole
from agenda.imports.speakers import SpeakerResource
from agenda.models import Participation, Session
from agenda.papers import letters
from agenda.services import rooms
from confsite.slugs import free_slug
from confsite.tables import times
from confsite.tables.cells import ChoiceCell, TableCell, shortened
from confsite.tables.days import DayReader, dividing_day
from confsite.tables.heads import TableRow
from confsite.tables.names import NameIndex, key, names_in
from confsite.tables.resource import TableResource
from confsite.tables.result import Refusal, RowResult, RowStatus
from confsite.text import code
from confsite.words import apart

# Other programs write names beside each other, and no roles.
BETWEEN_SPEAKERS = re.compile("[;；,，、\n]")
IN_BRACKETS = re.compile(r"[(（].*")
NAMED = {"host": "host: ", "moderator": "moderator: ", "speakers": ""}
# Many write down what there is in the break.
KINDS = ChoiceCell(Kind.choices, also={"茶歇": Kind.BREAK})
ROOM_IS_TAKEN = "session_has_its_room_to_itself"


class SessionResource(TableResource[Session]):
    """One session a row, found by its address or identity.

    Without them it is the one of that title at that time.
    """

    lookups: ProgrammeLookups
    model = Session
    code = "sessions"
    columns = {
        "slug": "example-session",
        "kind": "keynote",
        "title_en": "An example of a keynote",
        "title_zh": "主旨演讲示例",
        "day": "",
        "begins": "",
        "ends": "",
        "room": "Example Hall / 示例厅",
        "track": "Example track / 示例分论坛",
        "people": "",
        "language": "both",
        "is_interpreted": "1",
        "attendance": "hybrid",
        "places": "200",
        "abstract_en": "What a listener takes home from it.",
        "abstract_zh": "听众将有哪些收获。",
        "recording_url": "",
        "is_cancelled": "",
        "uid": "",
    }
    own_labels = {
        "day": gettext_lazy("day"),
        "begins": gettext_lazy("begins"),
        "ends": gettext_lazy("ends"),
        "people": gettext_lazy("people"),
        "uid": gettext_lazy("identity"),
    }
    also = {
        "title": gettext_lazy("title"),
        "abstract": gettext_lazy("abstract"),
        "description": gettext_lazy("description"),
        "format": gettext_lazy("session format"),
        "speakers": gettext_lazy("speakers"),
        "host": gettext_lazy("Host"),
        "moderator": gettext_lazy("Moderator"),
        "duration": gettext_lazy("duration"),
        "end_day": gettext_lazy("last day"),
    }
    other_heads = heads.SESSIONS
    identity = "uid"
    naming = ("title_en", "title_zh", "slug")
    # A session that changes places has left its room for a moment: exchange().
    rewritten = ("room",)
    column_of = {
        "session_has_a_title": "title_en",
        "session_address_once_per_conference": "slug",
        "session_ends_after_it_begins": "ends",
        "session_lies_within_its_conference": "day",
        ROOM_IS_TAKEN: "room",
        "starts_at": "begins",
        "ends_at": "ends",
    }

    @classmethod
    def in_own_columns(cls, cells: dict[str, str]) -> dict[str, str]:
        told = (cells.get("abstract", ""), cells.pop("description", ""))
        if abstract := "\n\n".join(dict.fromkeys(filter(None, told))):
            cells["abstract"] = abstract
        people = [
            prefix + name.strip()
            for column, prefix in NAMED.items()
            for name in BETWEEN_SPEAKERS.split(cells.pop(column, ""))
            if name.strip()
        ]
        if people:
            cells.setdefault("people", "; ".join(people))
        if kind := KINDS.known.get(key(IN_BRACKETS.sub("", cells.get("format", "")))):
            cells.setdefault("kind", kind)
            del cells["format"]
        return super().in_own_columns(cells)

    @classmethod
    def below_dividers(cls, rows: Iterable[TableRow]) -> Iterable[TableRow]:
        """A day alone in its line is that of the sessions below."""
        day = ""
        for row in rows:
            cells = [*row.cells.values()]
            if divider := dividing_day(cells[0]) if len(cells) == 1 else "":
                day = divider
            else:
                given = {"day": day} if day else {}
                yield replace(row, cells=given | row.cells)

    def __init__(self, lookups: ProgrammeLookups):
        super().__init__(lookups)
        self.look_over(())

    def look_over(self, rows: Iterable[TableRow]) -> None:
        """In which order the file writes its days."""
        span = self.lookups.conference.span
        days = times.days_in(row.cells for row in rows)
        self.times = times.TimeReader(DayReader.of(span.first_day, span.last_day, days))

    @property
    def index(self) -> NameIndex[Session]:
        return self.lookups.sessions

    def get_queryset(self) -> QuerySet[Session]:
        return self.lookups.conference.sessions.all()

    def make_cells(self) -> dict[str, TableCell]:
        people = PeopleCell(self.lookups.speakers)
        return super().make_cells() | {"kind": KINDS, "people": people}

    def texts(self, instance: Session) -> dict[str, str]:
        span = times.write_span(instance.starts_at, instance.ends_at)
        return super().texts(instance) | span | {"uid": str(instance.uid)}

    def example_texts(self) -> dict[str, str]:
        """With a time at which something could take place."""
        conference = self.lookups.conference
        person = SpeakerResource.columns["native_name"]
        return (
            super().example_texts()
            | times.write_span(conference.starts_at, conference.ends_at)
            | {"people": f"{Role.KEYNOTE_SPEAKER.label}: {person}"}
        )

    def get_instance(self, row: TableRow) -> Session | None:
        identity = key(row.cells.get("uid", ""))
        found = self.index.find(f"uid:{identity}")
        if not found and "slug" in row.cells:
            found = self.index.find(f"address:{code(row.cells['slug'])}")
        elif not found:
            found = self.same_title_and_time(row)
        several = _("Several sessions have this title then; write the address: %s.")
        return self.only(found, several, (session.slug for session in found))

    def same_title_and_time(self, row: TableRow) -> list[Session]:
        """What a row without an address is about, if it is there already."""
        try:
            starts_at, _ends_at = times.read_span(row.cells, None, self.times)
        except ValidationError:
            return []
        titles = [row.cells.get(column, "") for column in ("title_en", "title_zh")]
        found = self.index.find(*(title_at(title, starts_at) for title in titles))
        if "room" not in row.cells:
            return found
        # Coffee is served in several halls at once.
        rooms = self.lookups.rooms.find(*names_in(row.cells["room"]))
        return [session for session in found if session.room in (None, *rooms)]

    def init_instance(self) -> Session:
        session: Any = Session(conference=self.lookups.conference)
        session.people = ()
        return session

    def complete(self, instance: Session) -> None:
        if not instance.slug:
            others = self.lookups.conference.sessions.all()
            title = Session.title.pair(instance).en
            instance.slug = free_slug(title, others, otherwise=instance.kind)

    def detail(self, instance: Session) -> str:
        """When and where: 9 July 2030, 14:00 Nanjing · 07:00 London, Yangtze Hall."""
        return apart(instance.starts.in_full, instance.room)

    # -- What is no field of the session -------------------------------------------

    def notes(self, instance: Any, found: Session | None) -> list[str]:
        """What is not printed; that a word of another program became one of ours."""
        notes = letters.remarks([instance, *self.made_along(instance)])
        if instance.foreign_kind:
            words = _("“%(word)s” is no kind of session here; it becomes “%(kind)s”.")
            foreign = shortened(instance.foreign_kind)
            notes.append(words % {"word": foreign, "kind": Kind.OTHER.label})
        return notes

    def fill_more(self, instance: Any, row: TableRow, before: dict[str, str]) -> None:
        """Set both ends. Raises ValidationError."""
        is_new = instance.pk is None
        instance.foreign_kind = ""
        if is_new and "kind" not in row.cells and "format" in row.cells:
            instance.foreign_kind = row.cells["format"]
            instance.kind = Kind.OTHER
        written = [c for c in (*times.COLUMNS, *times.ALSO) if c in row.cells]
        if is_new or any(before.get(c) != row.cells[c] for c in written):
            old = None if is_new else (instance.starts_at, instance.ends_at)
            span = times.read_span(row.cells, old, self.times)
            instance.starts_at, instance.ends_at = span

    def save_more(self, instance: Any, found: Any | None) -> None:
        """Write the roles that people have, and leave those alone that stay."""
        if found and found.people == instance.people:
            return
        before = {
            PersonInRole(part.role, part.speaker_id): part
            for part in (instance.participations.all() if found else ())
        }
        gone = [part.pk for who, part in before.items() if who not in instance.people]
        if gone:
            instance.participations.filter(pk__in=gone).delete()
        moved, new = [], []
        for position, who in enumerate(instance.people):
            part = before.get(who) or Participation(
                session=instance, role=who.role, speaker_id=who.speaker
            )
            if part.pk is None:
                new.append(part)
            elif part.position != position:
                moved.append(part)
            part.position = position
        Participation.objects.bulk_create(new)
        Participation.objects.bulk_update(moved, ["position"])

    # -- Rooms that are taken ------------------------------------------------------

    def import_rows(self, rows: Iterable[TableRow]) -> dict[int, RowResult]:
        """Row by row; who finds a room taken tries again when others have moved."""
        results = super().import_rows(rows := list(rows))

        def without_room() -> list[TableRow]:
            return [row for row in rows if results[row.line].breaks(ROOM_IS_TAKEN)]

        waiting = without_room()
        while waiting:
            # From the end: where every session moves back, the last one moves first.
            for row in reversed(waiting):
                results[row.line] = self.import_row(row)
            before, waiting = len(waiting), without_room()
            if len(waiting) == before:
                break
        return results | self.exchange(waiting)

    def exchange(self, rows: list[TableRow]) -> dict[int, RowResult]:
        """Let sessions that stand in each other's way change places, where they can.

        No order of single moves does that: all of them leave their rooms first.
        """
        while rows:
            try:
                with self.lookups.savepoint():
                    results = self.import_without_rooms(rows)
                    stuck = {
                        line
                        for line, result in results.items()
                        if result.status == RowStatus.REFUSED
                    }
                    if not stuck:
                        return results
                    raise Stuck
            except Stuck:
                rows = [row for row in rows if row.line not in stuck]
        return {}

    def import_without_rooms(self, rows: list[TableRow]) -> dict[int, RowResult]:
        found = [session.pk for row in rows if (session := self.get_instance(row))]
        Session.objects.filter(pk__in=found).update(room=None)
        return super().import_rows(rows)

    def refused_by_database(self, instance: Session, error: Exception) -> Refusal:
        """Who is in the room then, if that is why."""
        refusal = super().refused_by_database(instance, error)
        if refusal.rule != ROOM_IS_TAKEN:
            return refusal
        other = rooms.in_its_room(instance)
        if other is None:
            return refusal
        return replace(refusal, reason=rooms.is_taken(other))


class Stuck(Exception):
    """Some of those who left their rooms cannot have the ones that they want."""
