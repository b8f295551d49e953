"""Tables that come and go as CSV or Excel files.

Reading believes nothing: a file may be a bomb, a letter or in another encoding than it
says. Writing makes text of everything: no spreadsheet computes what somebody typed.
"""

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from confsite.tables import workbook
from confsite.tables.encodings import decoded
from confsite.tables.faults import FileFault, SpreadsheetRefused
from confsite.tables.workbook import Lines
from confsite.text import SOFT_BREAK

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DOCUMENTS = (b"%PDF", b"<", b"{\\rtf")
DELIMITERS = ",;\t"
# Above the heads there may be titles; so many lines say what stands between columns.
FIRST_LINES = 20

# What a spreadsheet takes for the beginning of a formula, after the marks of text that
# stand before it already.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What would be read as another character: confsite/tables/workbook.py.
TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
NARROWEST, WIDEST = 12, 48  # columns, in letters


class RawRow(NamedTuple):
    """A row with its number as a spreadsheet program shows it."""

    line: int
    values: tuple[str, ...]


class Table(NamedTuple):
    """A header as it was written, and rows with a value for each of its cells.

    A column without a heading has an empty one. Rows in which nothing stands are left
    out. What stands above the heads is a header until somebody knows better.
    """

    header: tuple[str, ...]
    rows: tuple[RawRow, ...]
    kind: str = ""  # what somebody said that it is about


@dataclass(frozen=True)
class Worksheet:
    """A table on its way into an Excel file, under its title."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


def read(content: bytes, most_rows: int = MOST_ROWS) -> dict[str, Table]:
    """The tables of a CSV or Excel file, told apart by content, by their titles.

    Of an Excel file the visible sheets in their order, with the values that formulas
    had; those with nothing below a header are left out. A CSV file has one table
    without a title. Dates and times are ISO ("2020-07-14 09:00"). There is at least one
    table. Raises SpreadsheetRefused.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns about what it leaves out of a file, and fails in any way.
            warnings.simplefilter("ignore")
            sheets = _sheets(content, most_rows)
            found = {title: _table(lines, most_rows) for title, lines in sheets}
    except SpreadsheetRefused:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file makes of it
        raise SpreadsheetRefused(FileFault.UNREADABLE) from None
    tables = {title: table for title, table in found.items() if table}
    if not tables:
        raise SpreadsheetRefused(FileFault.NO_ROWS)
    return tables


def _sheets(content: bytes, most_rows: int) -> Iterator[tuple[str, Lines]]:
    if len(content) > LARGEST_FILE:
        raise SpreadsheetRefused(FileFault.TOO_LARGE)
    if content.startswith(OLE):
        raise SpreadsheetRefused(FileFault.OLD_EXCEL)
    if content.startswith(ZIP):
        yield from workbook.sheets(content, most_rows + 1)
    else:
        yield "", _csv_lines(_text(content))


def _table(lines: Lines, most_rows: int) -> Table | None:
    """None without rows. Refuse early: each line is looked at as it is read."""
    found: list[RawRow] = []
    width = 0
    for line, values in lines:
        filled = [column for column, value in enumerate(values, 1) if value.strip()]
        if filled and len(found) > most_rows:
            raise SpreadsheetRefused(FileFault.TOO_MANY_ROWS)
        if not filled:
            continue
        width = max(width, filled[-1])
        if width > MOST_COLUMNS:
            raise SpreadsheetRefused(FileFault.TOO_MANY_COLUMNS)
        texts = map(plain_lines, values[: filled[-1]])
        found.append(RawRow(line, tuple(texts)))
    if len(found) < 2:
        return None
    header, *rows = (
        RawRow(row.line, row.values + ("",) * (width - len(row.values)))
        for row in found
    )
    return Table(header.values, tuple(rows))


def _text(content: bytes) -> str:
    if content.startswith(DOCUMENTS):
        raise SpreadsheetRefused(FileFault.NOT_A_TABLE)
    text = decoded(content)
    if text is None:
        raise SpreadsheetRefused(FileFault.ENCODING)
    if "\0" in text:
        raise SpreadsheetRefused(FileFault.NOT_A_TABLE)
    return text


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    # Strict: it fails at a quotation mark that nothing closes.
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True
    )
    for line, row in enumerate(rows, 1):
        yield line, [_unguarded(value) for value in row]


def _delimiter(text: str) -> str:
    """The one that cuts most lines into the same number of columns, and into most."""

    def columns(delimiter: str) -> int:
        lines: Counter[int] = Counter()
        # With a wrong one a field may have no end.
        with suppress(csv.Error):
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            lines.update(len(row) for row in islice(filter(any, rows), FIRST_LINES))
        return max(((width - 1) * number for width, number in lines.items()), default=0)

    return max(DELIMITERS, key=columns)


def _unguarded(value: str) -> str:
    return value[1:] if value.startswith("'") and FORMULA.match(value) else value


def plain_lines(text: str) -> str:
    return SOFT_BREAK.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> bytes:
    """A CSV file that Excel opens in UTF-8, with no cell that it would compute.

    An apostrophe marks such a cell as text; read() takes it away again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in (header, *rows):
        writer.writerow([_guarded(_writable(value)) for value in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Iterable[Worksheet]) -> bytes:
    """An Excel file in which every cell is text.

    Cells that somebody fills in later are text as well, so that +86 or 07-14 stay what
    was typed. Excel takes 32,767 letters in a cell; a longer text is cut there.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Any, sheet: Worksheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(NOT_IN_A_TITLE.sub(" ", sheet.title)[:LONGEST_TITLE])
    page.freeze_panes = "A2"
    for number, heading in enumerate(sheet.header, 1):
        column = page.column_dimensions[get_column_letter(number)]
        column.number_format = "@"
        column.width = min(max(len(heading) + 4, NARROWEST), WIDEST)
    bold = Font(bold=True)
    page.append([_text_cell(page, heading, bold) for heading in sheet.header])
    for row in sheet.rows:
        page.append([_text_cell(page, value) for value in row])


def _text_cell(sheet: Any, text: str, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    text = TO_ESCAPE.sub("_x005F_", _writable(text))
    cell = WriteOnlyCell(sheet, text)
    # openpyxl makes a formula of what begins with "=", and an error of "#N/A".
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = bool(FORMULA.match(text))
    if font:
        cell.font = font
    return cell


def _guarded(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", plain_lines(text))
