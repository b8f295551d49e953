"""Tables of any length as CSV or Excel, in parts: no more than a batch is in memory.

The same cells as confsite.tables.spreadsheet writes, each text and none a formula. It
works on the text of a whole batch, because a step for each cell would cost too much.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from confsite.tables.spreadsheet import (
    FORMULA,
    LONGEST_TITLE,
    NARROWEST,
    NOT_IN_A_TITLE,
    TO_ESCAPE,
    WIDEST,
    plain_lines,
)

Row = Sequence[str]
Batches = Iterable[Sequence[Row]]

# No text of the database has it: it stands between rows or cells until all is done.
BETWEEN = "\0"
UNWRITABLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A quotation mark in a cell is doubled, so that this one opens a cell.
OPENS_A_FORMULA = re.compile(f'"(?={FORMULA.pattern})(?<=[,\0]")')

# Of a sheet, the heads included; and its bytes, beyond which a zip needs another form
# that Excel offers to repair. What is more stands on a further sheet.
MOST_LINES = 1_048_576
LARGEST_SHEET = 1_900_000_000
LONGEST_CELL = 32_767
ODD = frozenset("'=+-@＝＋－＠ \t\n")
TEXT, GUARDED_TEXT, HEAD = 1, 2, 3


def csv_parts(header: Row, batches: Batches) -> Iterator[bytes]:
    """A CSV file that Excel opens in UTF-8: the same bytes as csv_bytes()."""
    yield b"\xef\xbb\xbf"
    for rows in chain([[header]], batches):
        yield csv_lines(rows).encode()


def csv_lines(rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=BETWEEN).writerows(rows)
    text = UNWRITABLE.sub("", BETWEEN + plain_lines(out.getvalue()))
    return OPENS_A_FORMULA.sub("\"'", text)[1:].replace(BETWEEN, "\r\n")


# -- Excel (ECMA-376) ------------------------------------------------------------------


def xlsx_parts(title: str, header: Row, batches: Batches) -> Iterator[bytes]:
    """An Excel file in which every cell is text, with as many sheets as it needs."""
    book = StreamedBook(title, header)
    for rows in batches:
        book.append(rows)
        yield book.taken()
    book.close()
    yield book.taken()


class StreamedBook:
    """Written by hand: openpyxl makes a fifth of the rows in the same time."""

    def __init__(self, title: str, header: Row) -> None:
        self.title, self.header = title, header
        self.letters = [column_letters(n) for n in range(1, len(header) + 1)]
        self.sink = Sink()
        self.archive = zipfile.ZipFile(
            self.sink,  # type: ignore[call-overload]
            "w",
            zipfile.ZIP_DEFLATED,
            compresslevel=1,
        )
        self.sheets: list[str] = []
        self.begin_sheet()

    def taken(self) -> bytes:
        """What has been written since it was taken last."""
        parts, self.sink.parts = self.sink.parts, []
        return b"".join(parts)

    def append(self, rows: Sequence[Row]) -> None:
        if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
            rows = [[cell[:LONGEST_CELL] for cell in row] for row in rows]
        while rows:
            room = MOST_LINES + 1 - self.line
            if not room or self.size > LARGEST_SHEET:
                self.end_sheet()
                self.begin_sheet()
                continue
            self.write(rows_xml(self.line, rows[:room], self.letters, TEXT))
            self.line += len(rows[:room])
            rows = rows[room:]

    def close(self) -> None:
        self.end_sheet()
        for name, text in frame(self.sheets).items():
            self.archive.writestr(name, XML + text)
        self.archive.close()

    def begin_sheet(self) -> None:
        number = len(self.sheets) + 1
        self.sheets.append(sheet_title(self.title, number))
        self.page = self.archive.open(f"xl/worksheets/sheet{number}.xml", "w")
        self.size, self.line = 0, 2
        self.write(XML + SHEET_BEGINS + widths(self.header))
        self.write(rows_xml(1, [self.header], self.letters, HEAD))

    def end_sheet(self) -> None:
        self.write(SHEET_ENDS)
        self.page.close()

    def write(self, text: str) -> None:
        self.size += self.page.write(text.encode())


class Sink:
    """A file that only grows, and from which is taken what it has grown by."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""


def rows_xml(line: int, rows: Sequence[Row], letters: Row, style: int) -> str:
    cells = escaped(BETWEEN.join(chain.from_iterable(rows))).split(BETWEEN)
    opening = f'" t="inlineStr" s="{style}"><is><t>'
    width = len(letters)
    starts = enumerate(range(0, len(cells), width), line)
    return "".join(
        row_xml(number, cells[at : at + width], letters, opening)
        for number, at in starts
    )


def row_xml(line: int, cells: Row, letters: Row, opening: str) -> str:
    written = "".join(
        [
            f'<c r="{letter}{line}'
            f"{opening if cell[0] not in ODD and cell[-1] > ' ' else odd(cell)}"
            f"{cell}</t></is></c>"
            for letter, cell in zip(letters, cells, strict=True)
            if cell
        ]
    )
    return f'<row r="{line}">{written}</row>'


def escaped(text: str) -> str:
    """For XML, and for Excel, which reads _x000B_ as another character."""
    text = UNWRITABLE.sub("", plain_lines(text))
    text = TO_ESCAPE.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def odd(cell: str) -> str:
    """How a cell opens whose blanks count, or that is a formula once it is edited."""
    style = GUARDED_TEXT if FORMULA.match(cell) else TEXT
    return f'" t="inlineStr" s="{style}"><is><t xml:space="preserve">'


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def sheet_title(title: str, number: int) -> str:
    ending = f" {number}" if number > 1 else ""
    return NOT_IN_A_TITLE.sub(" ", title)[: LONGEST_TITLE - len(ending)] + ending


def widths(header: Row) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" style="{TEXT}" customWidth="1"'
        f' width="{min(max(len(head) + 4, NARROWEST), WIDEST)}"/>'
        for n, head in enumerate(header, 1)
    )
    return f"<cols>{columns}</cols><sheetData>"


# -- What stands around the sheets -----------------------------------------------------

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OF_PARTS = "http://schemas.openxmlformats.org/package/2006"
OF_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_BEGINS = (
    f'<worksheet xmlns="{OF_SHEETS}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews>"
)
SHEET_ENDS = "</sheetData></worksheet>"
# The third number of each is the format "@": what is typed there stays text.
STYLES = (
    f'<styleSheet xmlns="{OF_SHEETS}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1" fontId="1" applyFont="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def frame(sheets: Sequence[str]) -> dict[str, str]:
    """The other members of the archive, by their names."""
    numbers = range(1, len(sheets) + 1)
    styles = len(sheets) + 1
    kinds = "".join(override(f"worksheets/sheet{n}", "worksheet") for n in numbers)
    listed = "".join(
        f'<sheet name="{escaped(title)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, title in enumerate(sheets, 1)
    )
    links = "".join(link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    return {
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": (
            f'<workbook xmlns="{OF_SHEETS}" xmlns:r="{OF_LINKS}">'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            links + link(styles, "styles", "styles.xml")
        ),
        "_rels/.rels": relationships(link(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": (
            f'<Types xmlns="{OF_PARTS}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{override('workbook', 'sheet.main')}{override('styles', 'styles')}"
            f"{kinds}</Types>"
        ),
    }


def override(name: str, kind: str) -> str:
    return f'<Override PartName="/xl/{name}.xml" ContentType="{KIND}.{kind}+xml"/>'


def link(number: int, kind: str, target: str) -> str:
    return (
        f'<Relationship Id="rId{number}" Type="{OF_LINKS}/{kind}" Target="{target}"/>'
    )


def relationships(links: str) -> str:
    return f'<Relationships xmlns="{OF_PARTS}/relationships">{links}</Relationships>'
