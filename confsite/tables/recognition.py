"""What the tables of a file are about: their kinds, by their heads, and their lines."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.imports.organisations import OrganisationSheet
from agenda.imports.sessions import SessionSheet
from agenda.imports.speakers import SpeakerSheet
from confsite.bilingual import LANGUAGES
from confsite.tables.cells import shortened
from confsite.tables.names import key
from confsite.tables.resource import Line, Sheet
from confsite.tables.spreadsheet import Table
from confsite.text import INVISIBLE

# In the order in which they need each other.
SHEETS: tuple[type[Sheet], ...] = (OrganisationSheet, SpeakerSheet, SessionSheet)
# The sheet of a template that says which words can be used; nothing is read from it.
WORDS = gettext_lazy("Words to use")


# Each takes some milliseconds, and staff wait for the page.
MOST_LINES = 2_000


class NotUnderstood(Exception):
    """A file of which nothing can be imported, with the reason."""


@dataclass(frozen=True)
class Recognised:
    """A table whose kind is known."""

    sheet: type[Sheet]
    title: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Recognition:
    """The tables of a file in the order of import, and what was left out."""

    tables: tuple[Recognised, ...]
    remarks: tuple[str, ...]


def recognise(
    tables: Mapping[str, Table], allowed: Collection[type[Sheet]]
) -> Recognition:
    """Tell the tables apart by their heads. Raises NotUnderstood."""
    found, remarks = [], []
    for title, table in tables.items():
        sheet = sheet_of(title, table)
        if sheet is None:
            if key(title) not in titles_of_words():
                remarks.append(
                    _("The sheet “%s” was left out: none of its heads is known.")
                    % shortened(title)
                )
        elif sheet not in allowed:
            raise NotUnderstood(_("You may not import these: %s.") % sheet.kind())
        else:
            found.append(recognised(sheet, title, table))
    if not found:
        raise NotUnderstood(
            _(
                "No line of this file has heads that are known here. "
                "Take a template: its first line has them all."
            )
        )
    if sum(len(table.lines) for table in found) > MOST_LINES:
        raise NotUnderstood(
            _("At most %d rows are imported at once. Divide the file.") % MOST_LINES
        )
    found.sort(key=lambda table: SHEETS.index(table.sheet))
    return Recognition(tuple(found), tuple(remarks))


def sheet_of(title: str, table: Table) -> type[Sheet] | None:
    """The kind that knows most of the heads. Raises NotUnderstood where two do."""
    if key(title) in titles_of_words():
        return None
    known = {
        sheet: sum(key(head) in sheet.heads() for head in table.header)
        for sheet in SHEETS
    }
    best = [sheet for sheet in SHEETS if known[sheet] == max(known.values())]
    if not max(known.values()):
        return None
    if len(best) > 1:
        raise NotUnderstood(
            _("The heads do not say which of these they are about: %s.")
            % _(", ").join(sheet.kind() for sheet in best)
        )
    return best[0]


def recognised(sheet: type[Sheet], title: str, table: Table) -> Recognised:
    columns = [sheet.heads().get(key(head)) for head in table.header]
    twice = [name for name, n in Counter(filter(None, columns)).items() if n > 1]
    if twice:
        raise NotUnderstood(
            _("Two columns are headed “%s”.") % sheet.label(twice[0] or "")
        )
    lines, examples = [], []
    for row in table.rows:
        cells = {
            column: value
            for column, value in zip(columns, row.values, strict=True)
            if column and INVISIBLE.sub("", value).strip()
        }
        line = Line(row.line, cells)
        if sheet.is_example(line):
            examples.append(line)
        elif cells:
            lines.append(line)
    remarks = [*remarks_on_heads(table, columns), *map(remark_on_example, examples)]
    return Recognised(sheet, title, tuple(lines), tuple(remarks))


def remarks_on_heads(table: Table, columns: list[str | None]) -> list[str]:
    """Which columns nothing is read from."""
    unknown = [
        head.strip()
        for head, column in zip(table.header, columns, strict=True)
        if column is None
    ]
    remarks = []
    named = [shortened(head) for head in unknown if head]
    if named:
        remarks.append(_("Columns not known here: %s.") % _(", ").join(named))
    if "" in unknown:
        remarks.append(_("What stands in columns without a head was left out."))
    return remarks


def remark_on_example(line: Line) -> str:
    return _("Line %d is the example of the template and was left out.") % line.number


def titles_of_words() -> set[str]:
    titles = set()
    for language in LANGUAGES:
        with translation.override(language):
            titles.add(key(str(WORDS)))
    return titles
