"""The numbers for the host on one sheet of A4."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.papers.both_languages import beside, lines
from confsite.bilingual import Bilingual
from confsite.files.pdf import Column, Paper
from confsite.tables.cells import shortened
from registration.exports.figures import Counted, Figures
from registration.exports.lists import both
from registration.papers.lists import stamped
from registration.states import Attendance

# What of a long name has room in two lines.
LONGEST = 60
TITLE = _("Numbers for the host")
HEADS = (
    _("registered"),
    _("confirmed"),
    _("awaiting approval"),
    _("on the waiting list"),
    Attendance.ONSITE.label,
    Attendance.ONLINE.label,
)


def figures_pdf(figures: Figures, conference: Conference, made_at: datetime) -> bytes:
    title = beside(TITLE)
    paper = Paper(stamped(title, conference, made_at), size=8.5)
    paper.heading(title)
    paper.paragraph(lines(Bilingual("name").pair(conference)))
    heads = [Column(headed(head), 1.5, is_right=True) for head in HEADS]
    first = Column(headed(_("category")), 4)
    rows = [*figures.categories, Counted(both(_("All")), *figures.total.numbers)]
    paper.table([first, *heads], [category(row) for row in rows])
    columns = [
        *counted(_("country/region"), figures.number_of_countries, 3.6),
        *counted(_("organisation"), figures.number_of_organisations, 5.4),
        *counted(_("sign-ups in the week from"), None, 2.4),
    ]
    paper.table(columns, side_by_side(figures))
    return paper.to_bytes()


def category(row: Counted) -> list[str]:
    return [row.name, *map(str, row.numbers)]


def counted(label: Promise, number: int | None, width: float) -> tuple[Column, Column]:
    """A column of names, headed by how many there are, and one of numbers."""
    told = "" if number is None else f" ({number})"
    return Column(f"{headed(label)}{told}", width), Column("", 0.8, is_right=True)


def headed(label: Promise) -> str:
    return capfirst(both(label))


def side_by_side(figures: Figures) -> Iterable[Sequence[str]]:
    weeks = [(monday.isoformat(), number) for monday, number in figures.weeks]
    for line in zip_longest(
        figures.countries, figures.organisations, weeks, fillvalue=("", "")
    ):
        yield [shortened(str(cell), LONGEST) for pair in line for cell in pair]
