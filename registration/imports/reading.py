"""The rows of a list of people: under which heads, between which lines, from whom."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from confsite.tables.cells import shortened
from confsite.tables.heads import TableRow
from confsite.tables.names import key
from confsite.tables.recognition import (
    MOST_TITLES,
    SIMPLIFIED,
    column_at,
    titles_of_words,
)
from confsite.tables.spreadsheet import RawRow, Table
from confsite.text import INVISIBLE
from confsite.words import in_brackets, listed
from registration.imports import heads
from registration.imports.names import is_title
from registration.imports.resource import DelegateResource

LEFT_OUT = ""
NOT_KEPT = {key(head) for head in heads.NOT_KEPT}
NAMES = {"name", "native_name", "family_name", "given_name", "latin"}
SAMPLES = 3
# 一、外交部（12人）, (二) 企业代表, 3. Companies
NUMBERED = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[IVX]{1,4}[.、]|\d{1,2}[.、]\s*\D)"
)
NUMBER = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\dIVX]{1,4}[)）、.．])\s*")
HOW_MANY = re.compile(r"\s*[(（][^()（）]*\d+\s*(?:人|位|名|people|persons)?[)）]\s*$")
# 填报单位：南京大学, above the heads of a list of one organisation.
FROM_WHOM = re.compile(
    r"(?:填报|报送|所在|参会|派出|工作)?(?:单位|机构|学校|公司)(?:名称)?(?:（盖章）|\(盖章\))?"
    r"\s*[:：]\s*(\S.*?)(?=\s{2,}|$)|(?:organi[sz]ation|institution|company)\s*:\s*(\S.*)",
    re.IGNORECASE,
)


class Head(NamedTuple):
    """A head of a file, and what stands below it."""

    text: str
    samples: tuple[str, ...]
    # What it means here: a column, LEFT_OUT, or None where nobody knows.
    column: str | None
    is_not_kept: bool = False

    @property
    def key(self) -> str:
        return key(self.text)


@dataclass(frozen=True)
class Sheet:
    """A list of people from its heads on."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[RawRow, ...]
    above: tuple[str, ...]


@dataclass(frozen=True)
class PeopleTable:
    """Its rows, in the columns that are here."""

    title: str
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...]


Columns = Mapping[str, str]


def sheets(tables: Mapping[str, Table], known: Columns) -> list[Sheet]:
    """The lists of a file; `known` are heads of which somebody has said what they mean.

    Without any head that means something a list is there all the same, to be asked.
    """
    found = [
        sheet_of(title, table, known)
        for title, table in tables.items()
        if key(title) not in titles_of_words()
    ]
    named = [sheet for sheet in found if any(head.column for head in sheet.heads)]
    return named or found


def sheet_of(title: str, table: Table, known: Columns) -> Sheet:
    lines = [table.header, *(row.values for row in table.rows[:MOST_TITLES])]
    place = place_of_heads(lines, known)
    rows = table.rows[place:]
    found = tuple(
        Head(text.strip(), samples(rows, n), meaning(text, known), is_not_kept(text))
        for n, text in enumerate(lines[place])
    )
    above = tuple(" ".join(filter(str.strip, line)) for line in lines[:place])
    return Sheet(title, in_company(found, rows), rows, above)


def place_of_heads(lines: Sequence[Sequence[str]], known: Columns) -> int:
    """The line of which most is known, or else the first of the fullest."""
    numbers = [sum(is_known(text, known) for text in set(line)) for line in lines]
    if not max(numbers):
        numbers = [sum(bool(text.strip()) for text in line) for line in lines]
    return numbers.index(max(numbers))


def is_known(text: str, known: Columns) -> bool:
    return bool(meaning(text, known)) or is_not_kept(text)


def meaning(text: str, known: Columns) -> str | None:
    if key(text) in known:
        return known[key(text)]
    return column_at(DelegateResource, text)


def is_not_kept(text: str) -> bool:
    return bool({key(text), key(text).translate(SIMPLIFIED)} & NOT_KEPT)


def samples(rows: Sequence[RawRow], column: int) -> tuple[str, ...]:
    values = (row.values[column].strip() for row in rows[:50])
    return tuple(dict.fromkeys(filter(None, values)))[:SAMPLES]


def in_company(found: Sequence[Head], rows: Sequence[RawRow]) -> tuple[Head, ...]:
    """What a head means beside the others.

    Name beside Surname is the given name; a Title that hardly anybody is addressed by
    is what they do.
    """
    columns = {head.column for head in found}

    def beside_others(place: int, head: Head) -> Head:
        if head.column in ("name", "latin") and is_divided(columns):
            return head._replace(column="given_name")
        if head.key == "title" and head.column == "title" and "position" not in columns:
            values = [row.values[place] for row in rows[:200] if row.values[place]]
            if 2 * sum(map(is_title, values)) < len(values):
                return head._replace(column="position")
        return head

    return tuple(beside_others(place, head) for place, head in enumerate(found))


def is_divided(columns: set[str | None]) -> bool:
    names = columns & {"name", "latin"}
    return "family_name" in columns and "given_name" not in columns and len(names) == 1


# -- Rows ------------------------------------------------------------------------------


def people_in(sheet: Sheet, chosen: Columns) -> PeopleTable:
    """The rows, each under what was chosen for its heads."""
    columns = [chosen.get(head.key, head.column or LEFT_OUT) for head in sheet.heads]
    remarks = [*on_heads(sheet, columns)]
    others = from_above(sheet) if "organisation" not in columns else {}
    rows, left_out = [], []
    for raw in sheet.rows:
        if divider := dividing(raw, columns):
            if "organisation" in columns:
                left_out.append(in_brackets(raw.line, shortened(divider, 30)))
            else:
                others = {"organisation": HOW_MANY.sub("", NUMBER.sub("", divider))}
            continue
        row = TableRow(raw.line, cells_of(raw, columns))
        if DelegateResource.is_example(row):
            words = _("Line %d is the example of the template and was left out.")
            remarks.append(words % row.line)
        elif row.cells:
            rows.append(replace(row, cells=others | row.cells))
    if left_out:
        words = _("Lines between the people, and left out: %s.")
        remarks.append(words % listed(left_out[:10]))
    return PeopleTable(sheet.title, tuple(rows), tuple(remarks))


def cells_of(raw: RawRow, columns: Sequence[str]) -> dict[str, str]:
    """Of several columns that say the same the first that is filled counts."""
    cells: dict[str, str] = {}
    for column, value in zip(columns, raw.values, strict=True):
        if column and INVISIBLE.sub("", value).strip():
            cells.setdefault(column, value)
    return cells


def dividing(raw: RawRow, columns: Sequence[str]) -> str:
    """What stands alone in a line and is nobody's name; empty where nothing does."""
    filled = [n for n, value in enumerate(raw.values) if value.strip()]
    if len(filled) != 1 or len([*filter(None, columns)]) < 2:
        return ""
    [place] = filled
    text = raw.values[place].strip()
    is_name = columns[place] in {*NAMES, "email", "reference"}
    if is_name and not NUMBERED.search(text) and not HOW_MANY.search(text):
        return ""
    return text if any(letter.isalpha() for letter in text) else ""


def from_above(sheet: Sheet) -> dict[str, str]:
    """Of which organisation all of them are, where the title of the list says so."""
    for line in sheet.above:
        if found := FROM_WHOM.search(line):
            return {"organisation": (found[1] or found[2]).strip()}
    return {}


# -- What is told of the heads ---------------------------------------------------------


def on_heads(sheet: Sheet, columns: Sequence[str]) -> Iterator[str]:
    """Which lines and columns nothing is read from."""
    if sheet.above:
        above = _("; ").join(map(shortened, sheet.above))
        yield _("Above the heads, and left out: %s.") % above
    unread = [
        head for head, column in zip(sheet.heads, columns, strict=True) if not column
    ]
    not_kept = [shortened(head.text) for head in unread if head.is_not_kept]
    unknown = [shortened(h.text) for h in unread if h.text and not h.is_not_kept]
    if not_kept:
        yield _("Left out, because it is not kept here: %s.") % listed(not_kept)
    if unknown:
        yield _("Columns left out: %s.") % listed(unknown)
    if any(not head.text and head.samples for head in unread):
        yield _("What stands in columns without a head was left out.")
    yield from on_double_heads(sheet, columns)


def on_double_heads(sheet: Sheet, columns: Sequence[str]) -> Iterable[str]:
    places: dict[str, list[str]] = defaultdict(list)
    for head, column in zip(sheet.heads, columns, strict=True):
        places[column].append(head.text)
    twice = Counter(filter(None, columns))
    for column, number in twice.items():
        if number > 1:
            words = _("Of these the first that is filled counts: %s.")
            yield words % listed(places[column])
