"""A day of the programme as a timetable: times downwards, rooms side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from agenda.choices import Role
from agenda.release import now
from agenda.release.content import Participation, Room, Session
from agenda.release.days import day_in_full
from confsite.bilingual import Text
from confsite.clocks import Moment

NAMED = 3  # people in a cell of the timetable


class TimetableEntry(NamedTuple):
    """A session as it stands in its day."""

    session: Session
    state: str  # "on", "over" or nothing
    starts: Moment | None = None  # where that is not the time of the row
    is_alone: bool = False  # in all columns

    @property
    def names(self) -> list[Text]:
        """The first of those who are seen and heard; without titles in one column."""
        speakers = [part.speaker for part in self.people[:NAMED]]
        if not self.is_alone:
            speakers = [
                replace(speaker, title="", post_nominals="", native_title="")
                for speaker in speakers
            ]
        return [speaker.display_name for speaker in speakers]

    @property
    def others(self) -> int:
        return max(0, len(self.people) - NAMED)

    @property
    def people(self) -> list[Participation]:
        return [part for part in self.session.people if part.role != Role.INTERPRETER]

    @property
    def length(self) -> str:
        """How long it takes, which is the same on every clock."""
        minutes = (self.session.ends_at - self.session.starts_at).total_seconds() // 60
        parts = {"hours": int(minutes // 60), "minutes": int(minutes % 60)}
        if not parts["hours"]:
            return _("%(minutes)s min") % parts
        if not parts["minutes"]:
            return _("%(hours)s h") % parts
        return _("%(hours)s h %(minutes)s min") % parts


class Cell(NamedTuple):
    """What is in a room from one row to another; without entries nothing."""

    entries: tuple[TimetableEntry, ...]
    rows: int = 1
    columns: int = 1


class Row(NamedTuple):
    starts: Moment
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Timetable:
    """A day; with columns and rows where things happen side by side on it.

    The last column may be None, for what is in no room.
    """

    date: str
    iso: str
    entries: tuple[TimetableEntry, ...]
    columns: tuple[Room | None, ...]
    rows: tuple[Row, ...]


def timetable(
    day: date, sessions: Iterable[Session], moment: datetime | None
) -> Timetable:
    """The sessions of a day at a moment; None while the conference does not run."""
    sessions = tuple(sessions)
    groups = side_by_side(sessions)
    places = {session.place for group in groups if len(group) > 1 for session in group}
    columns = tuple(sorted(places, key=now.in_order)) if len(places) > 1 else ()
    return Timetable(
        day_in_full(day),
        day.isoformat(),
        tuple(TimetableEntry(session, state(session, moment)) for session in sessions),
        columns,
        Grid(groups, columns, moment).rows() if columns else (),
    )


def side_by_side(sessions: Iterable[Session]) -> list[list[Session]]:
    """Groups of sessions that overlap; one that is alone has the stage to itself."""
    groups: list[list[Session]] = []
    ends_at: datetime | None = None
    for session in sorted(sessions, key=lambda session: session.starts_at):
        if ends_at and session.starts_at < ends_at:
            groups[-1].append(session)
            ends_at = max(ends_at, session.ends_at)
        else:
            groups.append([session])
            ends_at = session.ends_at
    return groups


def state(session: Session, moment: datetime | None) -> str:
    if moment is None or session.is_cancelled:
        return ""
    if now.is_on(session, moment):
        return "on"
    return "over" if session.ends_at <= moment else ""


class Grid:
    """The cells of a timetable. Rows are the times at which one of them begins."""

    def __init__(
        self,
        groups: list[list[Session]],
        columns: tuple[Room | None, ...],
        moment: datetime | None,
    ) -> None:
        self.moment = moment
        together = [group for group in groups if len(group) > 1]
        alone = [group for group in groups if len(group) == 1]
        # What overlaps in one place shares a cell, as what is cancelled may.
        blocks = [
            side_by_side(s for group in together for s in group if s.place == place)
            for place in columns
        ]
        cells = [*alone, *(block for column in blocks for block in column)]
        self.starts = {cell[0].starts_at: cell[0].starts for cell in cells}
        self.times = sorted(self.starts)
        # Row → the cell that has the width of all columns.
        self.alone = {
            self.row(group[0].starts_at): self.cell(group, columns=len(columns))
            for group in alone
        }
        self.columns = [self.column(column) for column in blocks]

    def row(self, moment: datetime) -> int:
        """The first row at or after a moment."""
        return bisect_left(self.times, moment)

    def cell(self, sessions: list[Session], columns: int = 1) -> Cell:
        starts_at = sessions[0].starts_at
        ends_at = max(session.ends_at for session in sessions)
        entries = tuple(
            TimetableEntry(
                session,
                state(session, self.moment),
                None if session.starts_at == starts_at else session.starts,
                is_alone=columns > 1,
            )
            for session in sessions
        )
        return Cell(entries, self.row(ends_at) - self.row(starts_at), columns)

    def column(self, blocks: list[list[Session]]) -> dict[int, Cell]:
        """Row → the cell that begins there, empty ones included."""
        taken = {self.row(block[0].starts_at): self.cell(block) for block in blocks}
        stops = sorted({*taken, *self.alone, len(self.times)})
        cells = {}
        row = 0
        while row < len(self.times):
            if row in self.alone:
                row += 1
                continue
            free = stops[bisect_right(stops, row)] - row
            cells[row] = taken.get(row) or Cell((), free)
            row += cells[row].rows
        return cells

    def rows(self) -> tuple[Row, ...]:
        return tuple(
            Row(self.starts[time], self.cells(row))
            for row, time in enumerate(self.times)
        )

    def cells(self, row: int) -> tuple[Cell, ...]:
        if row in self.alone:
            return (self.alone[row],)
        return tuple(column[row] for column in self.columns if row in column)
