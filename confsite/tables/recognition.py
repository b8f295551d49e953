"""What the tables of a file are about: their kinds, by their heads, and their rows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confsite.bilingual import LANGUAGES
from confsite.tables.cells import shortened
from confsite.tables.names import key
from confsite.tables.resource import TableResource, TableRow
from confsite.tables.spreadsheet import Table
from confsite.text import INVISIBLE

Kind = type[TableResource]
# The sheet of a template that says which words can be used; nothing is read from it.
WORDS = gettext_lazy("Words to use")
# Each takes some milliseconds, and staff wait for the page.
MOST_LINES = 2_000


class NotUnderstood(ValidationError):
    """A file of which nothing can be imported, with the reason."""


@dataclass(frozen=True)
class RecognisedTable:
    """A table whose kind is known."""

    kind: Kind
    title: str
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...]


def recognise(
    tables: Mapping[str, Table], kinds: Sequence[Kind], allowed: Collection[Kind]
) -> tuple[list[RecognisedTable], tuple[str, ...]]:
    """The tables of a file in the order of import, and remarks on what was left out.

    They are told apart by their heads. The kinds stand in the order in which they need
    each other. Raises NotUnderstood.
    """
    found, remarks = [], []
    for title, table in tables.items():
        if key(title) in titles_of_words():
            continue
        kind = kind_of(table, kinds)
        if kind is None:
            remarks.append(
                _("The sheet “%s” was left out: none of its heads is known.")
                % shortened(title)
            )
        elif kind not in allowed:
            raise NotUnderstood(_("You may not import these: %s.") % kind.name())
        else:
            found.append(recognised(kind, title, table))
    if not found:
        raise NotUnderstood(
            _(
                "No line of this file has heads that are known here. "
                "Take a template: its first line has them all."
            )
        )
    if sum(len(table.rows) for table in found) > MOST_LINES:
        raise NotUnderstood(
            _("At most %d rows are imported at once. Divide the file.") % MOST_LINES
        )
    found.sort(key=lambda table: kinds.index(table.kind))
    return found, tuple(remarks)


def kind_of(table: Table, kinds: Sequence[Kind]) -> Kind | None:
    """The one that knows most of the heads. Raises NotUnderstood where two do."""
    known = {
        kind: sum(key(head) in kind.heads() for head in table.header) for kind in kinds
    }
    best = [kind for kind in kinds if known[kind] == max(known.values())]
    if not max(known.values()):
        return None
    if len(best) > 1:
        raise NotUnderstood(
            _("The heads do not say which of these they are about: %s.")
            % _(", ").join(kind.name() for kind in best)
        )
    return best[0]


def recognised(kind: Kind, title: str, table: Table) -> RecognisedTable:
    columns = [kind.heads().get(key(head)) for head in table.header]
    twice = [name for name, n in Counter(filter(None, columns)).items() if n > 1]
    if twice:
        raise NotUnderstood(
            _("Two columns are headed “%s”.") % kind.label(twice[0] or "")
        )
    rows, remarks = [], remarks_on_heads(table, columns)
    for raw in table.rows:
        cells = {
            column: value
            for column, value in zip(columns, raw.values, strict=True)
            if column and INVISIBLE.sub("", value).strip()
        }
        row = TableRow(raw.line, cells)
        if kind.is_example(row):
            remarks.append(
                _("Line %d is the example of the template and was left out.") % row.line
            )
        elif cells:
            rows.append(row)
    return RecognisedTable(kind, title, tuple(rows), tuple(remarks))


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


def titles_of_words() -> set[str]:
    titles = set()
    for language in LANGUAGES:
        with translation.override(language):
            titles.add(key(str(WORDS)))
    return titles
