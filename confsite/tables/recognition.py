"""What the tables of a file are about: their kinds, by their heads, and their rows."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confsite.bilingual import LANGUAGES
from confsite.folding import letters
from confsite.tables.cells import shortened
from confsite.tables.heads import TableRow
from confsite.tables.names import key
from confsite.tables.resource import TableResource
from confsite.tables.spreadsheet import Table
from confsite.text import INVISIBLE

Kind = type[TableResource]
# The sheet of a template that says which words can be used; nothing is read from it.
WORDS = gettext_lazy("Words to use")
# Each takes some milliseconds, and staff wait for the page.
MOST_LINES = 2_000
# Heads stand below so many titles at most.
MOST_TITLES = 20
LONGEST_HEAD = 100
# 职务/职称, 时间 Time: between words, and between Chinese and Latin letters.
BETWEEN_WORDS = re.compile(
    r"[/／|\n]+|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[\u4e00-\u9fff])"
)
# The traditional characters of heads.
SIMPLIFIED = str.maketrans(letters.SIMPLIFIED)
# That a column may be empty, or an example of what belongs there.
REMARK = re.compile(
    r"[\s*＊]*(?:[(（](?:optional|required|必填|选填|可选|如有|[\d/.:：-]+)[)）])?[\s*＊:：?]*$",
    re.IGNORECASE,
)


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
    for title, whole in tables.items():
        if key(title) in titles_of_words():
            continue
        table, above = below_titles(whole, kinds)
        kind = kind_of(table, kinds)
        if kind is None:
            remarks.append(
                _("The sheet “%s” was left out: none of its heads is known.")
                % shortened(title)
            )
        elif kind not in allowed:
            raise NotUnderstood(_("You may not import these: %s.") % kind.name())
        elif is_unclear(kind, title, table):
            raise NotUnderstood(_("Nobody has said yet what this is a list of."))
        else:
            found.append(recognised(kind, title, table, above))
    if not found:
        raise NotUnderstood(
            _(
                "None of the first lines of this file has heads that are known here. "
                "Take a template: its first line has them all."
            )
        )
    if sum(len(table.rows) for table in found) > MOST_LINES:
        raise NotUnderstood(
            _("At most %d rows are imported at once. Divide the file.") % MOST_LINES
        )
    found.sort(key=lambda table: kinds.index(table.kind))
    return found, tuple(remarks)


def unclear(
    tables: Mapping[str, Table], kinds: Sequence[Kind]
) -> dict[str, list[Kind]]:
    """The tables that may be another list than the one they look like, by title.

    With what they can be here. Names with posts and organisations are those of
    speakers, of delegates or of the staff: no head says which. Raises NotUnderstood.
    """
    found = {}
    for title, whole in tables.items():
        if key(title) in titles_of_words():
            continue
        table, _above = below_titles(whole, kinds)
        kind = kind_of(table, kinds)
        if kind and is_unclear(kind, title, table):
            found[title] = [k for k in kinds if columns_of(k, table.header)]
    return found


def is_unclear(kind: Kind, title: str, table: Table) -> bool:
    """Whether nothing but what other lists have as well says that it is this kind."""
    if table.kind or key(title) in titles_of(kind):
        return False
    are_names = any(key(head) in kind.columns for head in table.header)
    return not are_names and columns_of(kind, table.header) <= kind.common


def answered(tables: Mapping[str, Table], kinds: Mapping[str, str]) -> dict[str, Table]:
    """The tables of which somebody said what they are; without a kind they are none."""
    said = {
        title: table._replace(kind=kinds.get(title, table.kind))
        for title, table in tables.items()
    }
    return {title: table for title, table in said.items() if kinds.get(title, table)}


def below_titles(table: Table, kinds: Sequence[Kind]) -> tuple[Table, list[str]]:
    """The table from its heads on, and what stands above them."""
    lines = [table.header, *(row.values for row in table.rows[:MOST_TITLES])]
    known = [max(len(columns_of(kind, line)) for kind in kinds) for line in lines]
    place = known.index(max(known))
    if not place:
        return table, []
    above = [" ".join(filter(str.strip, line)) for line in lines[:place]]
    return Table(lines[place], table.rows[place:], table.kind), above


def kind_of(table: Table, kinds: Sequence[Kind]) -> Kind | None:
    """What somebody said, or else the one that knows most of the heads.

    Raises NotUnderstood where several do.
    """
    if said := [kind for kind in kinds if kind.code == table.kind]:
        return said[0]
    known = {kind: len(columns_of(kind, table.header)) for kind in kinds}
    best = [kind for kind in kinds if known[kind] == max(known.values())]
    if not max(known.values()):
        return None
    ours = {
        kind: sum(key(head) in kind.heads() for head in table.header) for kind in best
    }
    best = [kind for kind in best if ours[kind] == max(ours.values())]
    if len(best) > 1:
        raise NotUnderstood(
            _("The heads do not say which of these they are about: %s.")
            % _(", ").join(kind.name() for kind in best)
        )
    return best[0]


def columns_of(kind: Kind, heads: Iterable[str]) -> set[str]:
    """What the heads say of a kind."""
    found = {column for head in heads if (column := column_at(kind, head))}
    return found - kind.beside


def column_at(kind: Kind, head: str) -> str | None:
    """The column below a head, which may have a remark or stand in both languages.

    Of several words each has to be known: “Begins (London)” is not “Begins”.
    """
    plain = REMARK.sub("", head[:LONGEST_HEAD])
    words = [*filter(None, map(str.strip, BETWEEN_WORDS.split(plain)))]
    found = [column_called(kind, word) for word in words]
    either = found[0] if found and None not in found else None
    return column_called(kind, head) or column_called(kind, plain) or either


def column_called(kind: Kind, head: str) -> str | None:
    written = key(head)
    for name in (written, written.translate(SIMPLIFIED)):
        if column := kind.heads().get(name) or kind.heads_elsewhere().get(name):
            return column
    return None


def recognised(
    kind: Kind, title: str, table: Table, above: Sequence[str]
) -> RecognisedTable:
    columns = [column_at(kind, head) for head in table.header]
    ours = [key(head) in kind.heads() for head in table.header]
    twice = Counter(
        c for c, is_ours in zip(columns, ours, strict=True) if c and is_ours
    )
    if twice and (most := twice.most_common(1)[0])[1] > 1:
        raise NotUnderstood(_("Two columns are headed “%s”.") % kind.label(most[0]))
    # Where two heads from elsewhere mean the same, what we call so ourselves wins.
    order = sorted(range(len(columns)), key=lambda n: ours[n])
    rows, remarks = [], remarks_on_heads(table, columns, above)
    for raw in table.rows:
        cells = {}
        for n in order:
            column, value = columns[n], raw.values[n]
            if column and INVISIBLE.sub("", value).strip():
                cells[column] = value
        row = TableRow(raw.line, kind.in_own_columns(cells))
        if kind.is_example(row):
            remarks.append(
                _("Line %d is the example of the template and was left out.") % row.line
            )
        elif row.cells:
            rows.append(row)
    rows = [*kind.below_dividers(rows)]
    return RecognisedTable(kind, title, tuple(rows), tuple(remarks))


def remarks_on_heads(
    table: Table, columns: list[str | None], above: Sequence[str]
) -> list[str]:
    """Which lines and columns nothing is read from."""
    unknown = [
        head.strip()
        for head, column in zip(table.header, columns, strict=True)
        if column is None
    ]
    remarks = [
        _("Above the heads, and left out: %s.") % _("; ").join(map(shortened, above))
        for above in filter(None, [above])
    ]
    named = [shortened(head) for head in unknown if head]
    if named:
        remarks.append(_("Columns not known here: %s.") % _(", ").join(named))
    if "" in unknown:
        remarks.append(_("What stands in columns without a head was left out."))
    return remarks


def titles_of_words() -> set[str]:
    return in_both_languages(lambda: str(WORDS))


def titles_of(kind: Kind) -> set[str]:
    return in_both_languages(kind.name) | {key(kind.code)}


def in_both_languages(say: Callable[[], str]) -> set[str]:
    titles = set()
    for language in LANGUAGES:
        with translation.override(language):
            titles.add(key(say()))
    return titles
