"""The run sheets of a day or of a session, to hold in one's hand behind the stage."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Conference, Session
from agenda.papers.both_languages import (
    beside,
    clock_lines,
    imprint,
    joined,
    lines,
    people,
)
from agenda.services.run_sheets import RunSheet, RunSheetLine
from confsite.bilingual import Pair, in_both
from confsite.clocks import Moment
from confsite.files.pdf import Cell, Column, Paper, Tone

TITLE = _("Run sheet")
COLUMNS = [
    (_("Time"), 1.2),
    (_("Item"), 2.6),
    (_("On stage"), 2.0),
    (_("On screen"), 1.7),
    (pgettext_lazy("column", "Interpreter"), 1.2),
    (_("Cue"), 2.2),
    (pgettext_lazy("column", "Next"), 1.7),
]


def run_sheet_pdf(
    conference: Conference, sheets: Sequence[RunSheet], made_at: datetime
) -> bytes:
    """One table for each session, in both languages; the same rows as on the page."""
    title = beside(TITLE)
    stamp = Moment(made_at, conference.clocks[0])
    version = " ".join(in_both(lambda: f"{stamp.date} {stamp}"))
    paper = Paper(imprint(title, conference, made_at, version), landscape=True, size=9)
    paper.heading(title)
    if sheets:
        first = sheets[0].session
        date = in_both(lambda: first.starts.date)
        paper.paragraph(lines(date, Tone.QUIET))
    columns = [Column(beside(title), width) for title, width in COLUMNS]
    for sheet in sheets:
        above = lines(place(sheet.session), Tone.QUIET)
        rows = [cells(line) for line in sheet.lines]
        below = paper.beginning(columns, rows[0], above)
        paper.heading(heading(sheet.session), level=2, below=below)
        paper.paragraph(above)
        paper.table(columns, rows)
    return paper.to_bytes()


def heading(session: Session) -> str:
    return joined(Session.title.pair(session), " ")


def place(session: Session) -> Pair:
    """From when to when, and where."""

    def said() -> str:
        facts = [session.get_kind_display(), session.span.readings[0]]
        return " · ".join(map(str, [*facts, *filter(None, [session.room])]))

    return in_both(said)


def cells(line: RunSheetLine) -> list[Cell]:
    return [
        clock_lines(line.starts),
        lines(line.item, Tone.STRONG),
        people(line.on_stage),
        people(line.on_screen),
        people(line.interpreters),
        joined(line.cue),
        lines(line.next, Tone.QUIET),
    ]
