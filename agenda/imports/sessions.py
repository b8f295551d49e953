"""Sessions from a file, in the clock of their conference."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.choices import Role
from agenda.imports.lookups import title_at
from agenda.imports.people import Part, People
from agenda.imports.speakers import SpeakerSheet
from agenda.models import Participation, Session
from agenda.services import rooms
from confsite.slugs import free_slug
from confsite.tables import times
from confsite.tables.cells import Cell
from confsite.tables.names import Register, key, names_in
from confsite.tables.resource import Line, Sheet
from confsite.tables.result import Fate, Refusal, Refused, Word
from confsite.text import code

TIMES = ("day", "begins", "ends")
ROOM_IS_TAKEN = "session_has_its_room_to_itself"


class SessionSheet(Sheet):
    """One session a line, found by its address or identity.

    Without them it is the one of that title at that time.
    """

    model = Session
    code = "sessions"
    columns = (
        "slug",
        "kind",
        "title_en",
        "title_zh",
        "day",
        "begins",
        "ends",
        "room",
        "track",
        "people",
        "language",
        "is_interpreted",
        "attendance",
        "places",
        "abstract_en",
        "abstract_zh",
        "recording_url",
        "is_cancelled",
        "uid",
    )
    own_labels = {
        "day": gettext_lazy("day"),
        "begins": gettext_lazy("begins"),
        "ends": gettext_lazy("ends"),
        "people": gettext_lazy("people"),
        "uid": gettext_lazy("identity"),
    }
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
        "__all__": "begins",
    }
    example = {
        "slug": "example-session",
        "kind": "keynote",
        "title_en": "An example of a keynote",
        "title_zh": "主旨演讲示例",
        "room": "Example Hall / 示例厅",
        "track": "Example track / 示例分论坛",
        "language": "both",
        "is_interpreted": "1",
        "attendance": "hybrid",
        "places": "200",
        "abstract_en": "What a listener takes home from it.",
        "abstract_zh": "听众将有哪些收获。",
    }

    @property
    def register(self) -> Register[Session]:
        return self.known.sessions

    def make_cells(self) -> dict[str, Cell]:
        return super().make_cells() | {"people": People(self.known.speakers)}

    def texts(self, row: Any) -> dict[str, str]:
        day = timezone.localtime(row.starts_at).date()
        return super().texts(row) | {
            "day": day.isoformat(),
            "begins": times.in_digits(row.starts_at),
            "ends": times.in_digits(row.ends_at, after=day),
            "uid": str(row.uid),
        }

    def example_texts(self) -> dict[str, str]:
        """With a time at which something could take place."""
        conference = self.known.conference
        day = timezone.localtime(conference.starts_at).date()
        person = SpeakerSheet.example["native_name"]
        return super().example_texts() | {
            "day": day.isoformat(),
            "begins": times.in_digits(conference.starts_at),
            "ends": times.in_digits(conference.ends_at, after=day),
            "people": f"{Role.KEYNOTE_SPEAKER.label}: {person}",
        }

    def find(self, line: Line) -> Session | None:
        identity = key(line.cells.get("uid", ""))
        known = self.register.find(f"uid:{identity}")
        if not known and "slug" in line.cells:
            known = self.register.find(f"address:{code(line.cells['slug'])}")
        elif not known:
            known = self.same_title_and_time(line)
        if len(known) > 1:
            raise Refused(
                self.refusal(
                    "slug",
                    _("Several sessions have this title then; write the address: %s.")
                    % _(", ").join(row.slug for row in known),
                )
            )
        return known[0] if known else None

    def same_title_and_time(self, line: Line) -> list[Session]:
        """What a line without an address is about, if it is there already."""
        try:
            starts_at, _ends_at = times.read_span(times_in(line), None)
        except ValidationError:
            return []
        titles = [line.cells.get(column, "") for column in ("title_en", "title_zh")]
        found = self.register.find(*(title_at(title, starts_at) for title in titles))
        if "room" not in line.cells:
            return found
        # Coffee is served in several halls at once.
        rooms = self.known.rooms.find(*names_in(line.cells["room"]))
        return [row for row in found if row.room in (None, *rooms)]

    def begin(self, line: Line) -> Session:
        row: Any = Session(conference=self.known.conference)
        row.people = ()
        return row

    def complete(self, row: Session) -> None:
        if not row.slug:
            others = self.known.conference.sessions.all()
            row.slug = free_slug(row.title_en, others, otherwise=row.kind)

    def detail(self, row: Session) -> str:
        """When and where: 9 July 2030, 14:00 Nanjing · 07:00 London, Yangtze Hall."""
        when = f"{row.starts.date}, {row.starts}"
        if row.room is None:
            return when
        return _("%(when)s, %(room)s") % {"when": when, "room": row.room}

    # -- What is no field of the row -----------------------------------------------

    def fill_more(self, draft: Any, line: Line, before: dict[str, str]) -> None:
        """Set both ends. Raises ValidationError."""
        said = times_in(line)
        is_new = draft.pk is None
        if is_new or any(before[column] != written for column, written in said.items()):
            old = None if is_new else (draft.starts_at, draft.ends_at)
            draft.starts_at, draft.ends_at = times.read_span(said, old)

    def write_more(self, row: Any, found: Any | None) -> None:
        """Write the parts that people have, and leave those alone that stay."""
        if found and found.people == row.people:
            return
        before = {
            Part(part.role, part.speaker_id): part
            for part in (row.participations.all() if found else ())
        }
        gone = [part.pk for said, part in before.items() if said not in row.people]
        if gone:
            row.participations.filter(pk__in=gone).delete()
        moved, new = [], []
        for position, said in enumerate(row.people):
            part = before.get(said) or Participation(
                session=row, role=said.role, speaker_id=said.speaker
            )
            if part.pk is None:
                new.append(part)
            elif part.position != position:
                moved.append(part)
            part.position = position
        Participation.objects.bulk_create(new)
        Participation.objects.bulk_update(moved, ["position"])

    # -- Rooms that are taken ------------------------------------------------------

    def settle_all(self, lines: Iterable[Line]) -> dict[int, Fate]:
        """Line by line; who finds a room taken tries again when others have moved."""
        fates = super().settle_all(lines := list(lines))

        def without_room() -> list[Line]:
            return [line for line in lines if fates[line.number].breaks(ROOM_IS_TAKEN)]

        waiting = without_room()
        while waiting:
            # From the end: where every session moves back, the last one moves first.
            for line in reversed(waiting):
                fates[line.number] = self.settle(line)
            before, waiting = len(waiting), without_room()
            if len(waiting) == before:
                break
        return fates | self.exchange(waiting)

    def exchange(self, lines: list[Line]) -> dict[int, Fate]:
        """Let sessions that stand in each other's way change places, where they can.

        No order of single moves does that: all of them leave their rooms first.
        """
        while lines:
            try:
                with self.known.attempt():
                    fates = self.settle_without_rooms(lines)
                    stuck = {
                        n for n, fate in fates.items() if fate.word == Word.REFUSED
                    }
                    if not stuck:
                        return fates
                    raise Stuck
            except Stuck:
                lines = [line for line in lines if line.number not in stuck]
        return {}

    def settle_without_rooms(self, lines: list[Line]) -> dict[int, Fate]:
        found = [row.pk for line in lines if (row := self.find(line))]
        Session.objects.filter(pk__in=found).update(room=None)
        return super().settle_all(lines)

    def refused_by_database(self, draft: Session, error: Exception) -> Refusal:
        """Who is in the room then, if that is why."""
        refusal = super().refused_by_database(draft, error)
        if refusal.rule != ROOM_IS_TAKEN:
            return refusal
        other = rooms.in_its_room(draft)
        if other is None:
            return refusal
        return replace(refusal, reason=rooms.is_taken(other))


class Stuck(Exception):
    """Some of those who left their rooms cannot have the ones that they want."""


def times_in(line: Line) -> dict[str, str]:
    return {column: line.cells[column] for column in TIMES if column in line.cells}
