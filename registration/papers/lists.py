"""The ready lists on paper."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.text import capfirst

from agenda.models import Conference
from agenda.papers.both_languages import beside, imprint, lines
from confsite.bilingual import Bilingual, in_both
from confsite.clocks import Moment
from confsite.files.pdf import Column, Imprint, Paper, TextLine, Tone
from registration.exports.lists import ReadyList, Row

# Beyond it paper helps nobody, and takes longer than a page may.
MOST_ROWS = 5_000


def list_pdf(
    ready: ReadyList,
    conference: Conference,
    rows: Sequence[Row],
    about: str,
    made_at: datetime,
) -> bytes:
    """The heads stand on every page; `about` says how many rows, and in which order."""
    title = beside(ready.title)
    paper = Paper(stamped(title, conference, made_at), size=8.5)
    paper.heading(title)
    paper.paragraph(lines(Bilingual("name").pair(conference)))
    paper.paragraph([TextLine(about, Tone.QUIET)])
    columns = [
        Column(capfirst(beside(column.label)), column.width, column.is_number)
        for column in ready.columns
    ]
    paper.table(columns, rows)
    return paper.to_bytes()


def stamped(title: str, conference: Conference, made_at: datetime) -> Imprint:
    """As things stood at this moment, on the clock of the conference."""
    stamp = Moment(made_at, conference.clocks[0])
    version = " ".join(in_both(lambda: f"{stamp.date} {stamp}"))
    return imprint(title, conference, made_at, version)
