"""Tables that come and go as CSV or Excel files.

Reading believes nothing: a file may be a bomb, a letter or in another encoding than it
says. Writing makes text of everything: no spreadsheet computes what somebody typed.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_SHEETS = 20
# What an Excel file may become when it is unpacked: the largest table has about half.
LARGEST_UNPACKED = 32 * 1024 * 1024
MOST_ELEMENTS = 1_500_000
# Of a sheet, with those in which nothing stands: three times the largest table.
MOST_CELLS = 1_000_000
LAST_LINE = 1_048_576  # of an Excel sheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DOCUMENTS = (b"%PDF", b"<", b"{\\rtf")
DELIMITERS = ",;\t"
# A character of GB 18030, with its second byte if that is an ASCII letter: rare in
# Chinese, while an accented letter of a Western encoding mostly precedes one.
CHARACTER = re.compile(
    rb"[\x81-\xfe](?:([\x40-\x7e])|[\x80-\xfe]|[0-9][\x81-\xfe][0-9])"
)

# What a spreadsheet takes for the beginning of a formula, after the marks of text that
# stand before it already.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel writes a carriage return as _x000D_, and for that the underscore of a text that
# looks like it as _x005F_.
ESCAPED = re.compile("_x(000D|005F)_")
TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# Words and conditions in the format of a cell.
NOT_A_DATE_LETTER = re.compile(r'"[^"]*"|\[[^\]]*\]')
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
NARROWEST, WIDEST = 12, 48  # columns, in letters


class FileFault:
    """Why a file is refused."""

    TOO_LARGE = _("This file is too large. Five megabytes are taken.")
    TOO_MANY_ROWS = _("This file has too many rows. Divide it into several.")
    TOO_MANY_COLUMNS = _(
        "This file has too many columns. Take a template: its first line has all "
        "columns that there are."
    )
    NOT_A_TABLE = _("This is no table. An Excel file (.xlsx) or a CSV file is.")
    OLD_EXCEL = _(
        "This is an Excel file of the old kind (.xls), or one with a password. "
        "Save it as .xlsx without a password."
    )
    UNREADABLE = _(
        "This file is damaged. Open it in a spreadsheet program and save it anew."
    )
    ENCODING = _(
        "The letters of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."
    )
    NO_ROWS = _("There is nothing below the heads of this file, or it has no heads.")


class SpreadsheetRefused(ValidationError):
    """A file that is no table we take."""


class RawRow(NamedTuple):
    """A row with its number as a spreadsheet program shows it."""

    line: int
    values: tuple[str, ...]


class Table(NamedTuple):
    """A header as it was written, and rows with a value for each of its cells.

    A column without a heading has an empty one. Rows in which nothing stands are left
    out; there is at least one row.
    """

    header: tuple[str, ...]
    rows: tuple[RawRow, ...]


@dataclass(frozen=True)
class Worksheet:
    """A table on its way into an Excel file, under its title."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]] = ()


Lines = Iterable[tuple[int, Sequence[str]]]


def read(content: bytes) -> dict[str, Table]:
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
            found = {title: _table(lines) for title, lines in _sheets(content)}
    except SpreadsheetRefused:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file makes of it
        raise SpreadsheetRefused(FileFault.UNREADABLE) from None
    tables = {title: table for title, table in found.items() if table}
    if not tables:
        raise SpreadsheetRefused(FileFault.NO_ROWS)
    return tables


def _sheets(content: bytes) -> Iterator[tuple[str, Lines]]:
    if len(content) > LARGEST_FILE:
        raise SpreadsheetRefused(FileFault.TOO_LARGE)
    if content.startswith(OLE):
        raise SpreadsheetRefused(FileFault.OLD_EXCEL)
    if not content.startswith(ZIP):
        yield "", _csv_lines(_decoded(content))
        return
    _refuse_bombs(content)
    import openpyxl  # 13 MB, for the few processes that read such files

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if len(book.worksheets) > MOST_SHEETS:
        raise SpreadsheetRefused(FileFault.TOO_LARGE)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible or book.worksheets[:1]:
        yield sheet.title, _xlsx_lines(sheet)


def _table(lines: Lines) -> Table | None:
    """None without rows. Refuse early: each line is looked at as it is read."""
    found: list[RawRow] = []
    width = 0
    for line, values in lines:
        filled = [column for column, value in enumerate(values, 1) if value.strip()]
        if line > LAST_LINE or (filled and len(found) > MOST_ROWS):
            raise SpreadsheetRefused(FileFault.TOO_MANY_ROWS)
        if not filled:
            continue
        width = max(width, filled[-1])
        if width > MOST_COLUMNS:
            raise SpreadsheetRefused(FileFault.TOO_MANY_COLUMNS)
        found.append(RawRow(line, tuple(values[: filled[-1]])))
    if len(found) < 2:
        return None
    header, *rows = (
        RawRow(row.line, row.values + ("",) * (width - len(row.values)))
        for row in found
    )
    return Table(header.values, tuple(rows))


def _decoded(content: bytes) -> str:
    if content.startswith(DOCUMENTS):
        raise SpreadsheetRefused(FileFault.NOT_A_TABLE)
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise SpreadsheetRefused(FileFault.ENCODING) from None
    if "\0" in text:
        raise SpreadsheetRefused(FileFault.NOT_A_TABLE)
    return text


def _encoding(content: bytes) -> str:
    """UTF-8, or what Excel saves in China, or UTF-16 when it says so."""
    if content.startswith(UTF_16):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        ascii_letters = CHARACTER.findall(content)
        if 2 * len(list(filter(None, ascii_letters))) > len(ascii_letters):
            raise SpreadsheetRefused(FileFault.ENCODING) from None
        return "gb18030"
    return "utf-8-sig"


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    # Strict: it fails at a quotation mark that nothing closes.
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True
    )
    for line, row in enumerate(rows, 1):
        yield line, [_unguarded(value) for value in row]


def _delimiter(text: str) -> str:
    """The one that makes most columns of the header."""

    def columns(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return len(next((row for row in rows if any(row)), []))

    return max(DELIMITERS, key=columns)


def _unguarded(value: str) -> str:
    value = _plain_lines(value)
    return value[1:] if value.startswith("'") and FORMULA.match(value) else value


def _refuse_bombs(content: bytes) -> None:
    """Look at the directory, then at the number of elements, before anything is parsed.

    zipfile unpacks no more of a member than the directory says.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise SpreadsheetRefused(FileFault.TOO_LARGE)
        if not any(member.filename == "xl/workbook.xml" for member in members):
            raise SpreadsheetRefused(FileFault.NOT_A_TABLE)
        parts = [archive.read(member) for member in members]
    if sum(part.count(b"<") - part.count(b"</") for part in parts) > MOST_ELEMENTS:
        raise SpreadsheetRefused(FileFault.TOO_LARGE)


def _xlsx_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # Some programs write a size that is not the sheet's.
    sheet.reset_dimensions()
    cells = 0
    for line, row in enumerate(sheet.iter_rows(), 1):
        cells += len(row)
        if cells > MOST_CELLS:
            raise SpreadsheetRefused(FileFault.TOO_MANY_COLUMNS)
        yield line, [_cell_text(cell) for cell in row]


def _cell_text(cell: Any) -> str:
    """What a person sees in the cell, without its decoration."""
    match cell.value:
        case None:
            return ""
        case bool(value):
            return str(value).upper()
        case int(value):
            return str(value)
        case float(value):
            # Excel shows 15 digits: 0.3 and not 0.30000000000000004.
            return f"{Decimal(f'{value:.15g}'):f}"
        case datetime() | date() | time() | timedelta():
            return _moment_text(cell.value, cell.number_format)
        case value:
            return _plain_lines(ESCAPED.sub(_meant, str(value)))


def _meant(escaped: re.Match[str]) -> str:
    return "_" if escaped[1] == "005F" else ""


def _moment_text(value: date | time | timedelta, number_format: str) -> str:
    """What the format of the cell shows of it, in ISO."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        text = f"{minutes // 60:02}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if not isinstance(value, datetime):
        return value.isoformat()
    letters = set(NOT_A_DATE_LETTER.sub("", number_format.lower()))
    clock = _moment_text(value.time(), number_format)
    if letters & {"d", "y"}:
        return (
            f"{value:%Y-%m-%d} {clock}" if letters & {"h", "s"} else f"{value:%Y-%m-%d}"
        )
    return clock if letters & {"h", "s"} else f"{value:%Y-%m-%d} {clock}"


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    return UNWRITABLE.sub("", _plain_lines(text))
