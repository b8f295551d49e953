"""The numbers for the host on one sheet of A4."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import zip_longest

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.papers.both_languages import beside, joined, lines
from confsite.bilingual import Bilingual, in_both
from confsite.clocks import day_in_words
from confsite.files.pdf import Column, Paper
from registration.exports.figures import Counted, Figures
from registration.exports.lists import both
from registration.papers.lists import stamped
from registration.states import Attendance

TITLE = _("Numbers for the host")
HEADS = (
    _("registered"),
    _("confirmed"),
    _("on the waiting list"),
    Attendance.ONSITE.label,
    Attendance.ONLINE.label,
)


def figures_pdf(figures: Figures, conference: Conference, made_at: datetime) -> bytes:
    title = beside(TITLE)
    paper = Paper(stamped(title, conference, made_at), size=8.5)
    paper.heading(title)
    paper.paragraph(lines(Bilingual("name").pair(conference)))
    heads = [Column(both(head), 1.6, is_right=True) for head in HEADS]
    first = Column(beside(_("category")), 4)
    rows = [*figures.categories, Counted(both(_("All")), *figures.total.numbers)]
    paper.table([first, *heads], [category(row) for row in rows])
    columns = [
        *counted(_("country/region"), figures.number_of_countries),
        *counted(_("organisation"), figures.number_of_organisations),
        *counted(_("sign-ups in the week from"), None),
    ]
    paper.table(columns, side_by_side(figures))
    return paper.to_bytes()


def category(row: Counted) -> list[str]:
    return [row.name, *map(str, row.numbers)]


def counted(label: Promise, number: int | None) -> tuple[Column, Column]:
    """A column of names, headed by how many there are, and one of numbers."""
    told = "" if number is None else f" ({number})"
    return Column(f"{both(label)}{told}", 4), Column("", 0.9, is_right=True)


def side_by_side(figures: Figures) -> Iterable[Sequence[str]]:
    weeks = [(week(monday), number) for monday, number in figures.weeks]
    for line in zip_longest(
        figures.countries, figures.organisations, weeks, fillvalue=("", "")
    ):
        yield [str(cell) for pair in line for cell in pair]


def week(monday: date) -> str:
    return joined(in_both(partial(day_in_words, monday)), " ")
