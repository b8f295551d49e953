"""The sheets of an Excel file, with what a person sees in their cells."""

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from confsite.tables.faults import FileFault, SpreadsheetRefused

Lines = Iterable[tuple[int, Sequence[str]]]

MOST_SHEETS = 20
# What an Excel file may become when it is unpacked: the largest table has about half.
LARGEST_UNPACKED = 32 * 1024 * 1024
MOST_ELEMENTS = 1_500_000
LAST_LINE = 1_048_576  # of a sheet

# ECMA-376, 18.22: how Excel keeps a character that XML has no place for, such as the
# soft line break _x000B_; a text that looks like one begins with _x005F_.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# ECMA-376, 18.8.30: formats that a Chinese Excel gives to a day or time that is typed,
# and that openpyxl does not know.
YEAR_AND_MONTH, DAY_OF_YEAR, CLOCK = 'yyyy"年"m"月"', 'm"月"d"日"', "h:mm:ss"
EAST_ASIAN = (
    dict.fromkeys((27, 36, 50, 52, 57), YEAR_AND_MONTH)
    | dict.fromkeys((28, 29, 51, 53, 54, 58), DAY_OF_YEAR)
    | dict.fromkeys((30, 31), 'yyyy"年"m"月"d"日"')
    | dict.fromkeys((32, 33, 34, 35, 55, 56), CLOCK)
)
# Words and conditions in the format of a cell.
NOT_A_DATE_LETTER = re.compile(r'"[^"]*"|\[[^\]]*\]')
# SheetJS reckons with the clock of Shanghai before 1901, which ended in 43 seconds.
OF_SHANGHAI = {17: timedelta(seconds=43), 43: timedelta(seconds=-43)}


def sheets(content: bytes, most_lines: int) -> Iterator[tuple[str, Lines]]:
    """The visible sheets by their titles. Raises SpreadsheetRefused, or anything."""
    _refuse_bombs(content)
    import openpyxl  # 13 MB, for the few processes that read such files

    file = io.BytesIO(content)
    book: Any = openpyxl.load_workbook(file, read_only=True, data_only=True)
    if len(book.worksheets) > MOST_SHEETS:
        raise SpreadsheetRefused(FileFault.TOO_LARGE)
    for number, style in enumerate(book._cell_styles):
        if style.numFmtId in EAST_ASIAN:
            book._date_formats.add(number)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible or book.worksheets[:1]:
        yield sheet.title, _lines(sheet, most_lines)


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


def _lines(sheet: Any, most_lines: int) -> Lines:
    """The lines in which something stands.

    openpyxl itself gives the lines without the merged cells, which come after them, and
    those between two lines one by one, however many there are.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    found: dict[int, dict[int, str]] = {}
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for line, cells in parser.parse():
            texts = {
                cell["column"]: _cell_text(ReadOnlyCell(sheet, **cell))
                for cell in cells
            }
            if filled := {n: text for n, text in texts.items() if text.strip()}:
                found[line] = filled
            if line > LAST_LINE or len(found) > most_lines:
                raise SpreadsheetRefused(FileFault.TOO_MANY_ROWS)
    if parser.merged_cells:
        _fill(found, parser.merged_cells.mergeCell)
    return ((line, _in_a_row(found[line])) for line in sorted(found))


def _fill(found: dict[int, dict[int, str]], merged: Iterable[Any]) -> None:
    """Let what stands in a merged cell hold for the lines beside it.

    To the right it holds for its first column alone: a break across all columns names
    no room and no speaker.
    """
    lines, filled = sorted(found), 0
    for area in merged:
        if text := found.get(area.min_row, {}).get(area.min_col, ""):
            first = bisect_right(lines, area.min_row)
            beside = lines[first : bisect_right(lines, area.max_row)]
            for line in beside:
                found[line][area.min_col] = text
            # No two of them overlap, except in a bomb.
            filled += len(beside)
            if filled > MOST_ELEMENTS:
                raise SpreadsheetRefused(FileFault.TOO_LARGE)


def _in_a_row(texts: dict[int, str]) -> list[str]:
    return [texts.get(column, "") for column in range(1, max(texts) + 1)]


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
            known = EAST_ASIAN.get(cell.style_array.numFmtId)
            return _moment_text(cell.value, known or cell.number_format)
        case value:
            return _unescaped(str(value))


def _unescaped(text: str) -> str:
    if not ESCAPED.search(text):
        return text
    text = ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
    # Of a character beyond 65,535 each half is escaped.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _moment_text(value: date | time | timedelta, number_format: str) -> str:
    """What the format of the cell shows of it: in ISO, and 7月9日 without the year."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        text = f"{minutes // 60:02}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if not isinstance(value, datetime):
        return value.isoformat()
    value += OF_SHANGHAI.get(value.second, timedelta())
    is_general = number_format == "General"
    plain = "" if is_general else NOT_A_DATE_LETTER.sub("", number_format.lower())
    shows_day, shows_clock = set(plain) & set("dye"), set(plain) & set("hs")
    parts = []
    if shows_day or not shows_clock:
        parts.append(_day_text(value, plain))
    if shows_clock or not shows_day:
        parts.append(_moment_text(value.time(), number_format))
    return " ".join(parts)


def _day_text(value: date, letters: str) -> str:
    if "y" in letters or "e" in letters:
        return f"{value:%Y-%m-%d}" if "d" in letters else f"{value:%Y-%m}"
    if "d" in letters and "m" in letters:
        # Excel adds the year of today to a day that is typed without one.
        return f"{value.month}月{value.day}日"
    return f"{value:%Y-%m-%d}"
