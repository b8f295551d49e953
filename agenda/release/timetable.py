"""A day of the programme as a timetable: times downwards, rooms side by side."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
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
        lasts = self.session.ends_at - self.session.starts_at
        hours, minutes = divmod(lasts // timedelta(minutes=1), 60)
        parts = {"hours": hours, "minutes": minutes}
        if not hours:
            return _("%(minutes)s min") % parts
        if not minutes:
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
        tuple(grid(groups, columns, moment)) if columns else (),
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


def grid(
    groups: list[list[Session]],
    columns: tuple[Room | None, ...],
    moment: datetime | None,
) -> Iterator[Row]:
    """The rows of a timetable: the times at which one of its cells begins."""
    alone = [group for group in groups if len(group) == 1]
    together = [session for group in groups if len(group) > 1 for session in group]
    # What overlaps in one place shares a cell, as what is cancelled may.
    blocks = [side_by_side(s for s in together if s.place == c) for c in columns]
    starts = {block[0].starts_at: block[0].starts for block in chain(alone, *blocks)}
    times = sorted(starts)

    def cells(blocks: list[list[Session]], width: int) -> dict[int, Cell]:
        """Row → the cell that begins there."""
        found = {}
        for block in blocks:
            first = times.index(block[0].starts_at)
            end = bisect_left(times, max(session.ends_at for session in block))
            entries = tuple(
                TimetableEntry(
                    session,
                    state(session, moment),
                    None if session.starts_at == times[first] else session.starts,
                    is_alone=width > 1,
                )
                for session in block
            )
            found[first] = Cell(entries, end - first, width)
        return found

    wide = cells(alone, len(columns))
    narrow = [cells(column, 1) for column in blocks]
    filled = [0] * len(columns)  # up to which row
    for row, time in enumerate(times):
        begun = [wide[row]] if row in wide else []
        for number, column in enumerate(narrow if not begun else ()):
            if filled[number] <= row:
                # What is free is so up to the next cell, or to one across all columns.
                if row not in column:
                    stop = min(n for n in (*column, *wide, len(times)) if n > row)
                    column[row] = Cell((), stop - row)
                begun.append(column[row])
                filled[number] = row + column[row].rows
        yield Row(starts[time], tuple(begun))
