"""Tables that come and go as CSV or Excel files."""

import io
import zipfile

import openpyxl
import pytest

from confsite.tables import spreadsheet
from confsite.tables.faults import FileFault
from confsite.tables.spreadsheet import (
    RawRow,
    Table,
    Worksheet,
    csv_bytes,
    xlsx_bytes,
)
from confsite.tables.workbook import MOST_SHEETS
from tests.confsite.tables.files import (
    HEADER,
    ZHANG,
    refusal,
    saved,
    the_table,
    values,
    with_sheet,
    workbook,
)


def one_sheet(header: list[str], rows: list[list[str]]) -> bytes:
    return xlsx_bytes([Worksheet("People", header, rows)])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_apart_by_comma_semicolon_or_tab(delimiter):
    other = ";" if delimiter == "," else ","
    content = f'a{delimiter}b\n1{delimiter}"2{other}{delimiter}3"\n'

    assert values(content.encode()) == [("1", f"2{other}{delimiter}3")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_titles_above_the_heads_do_not_say_what_stands_between_columns(delimiter):
    lines = ["Programme, first draft", "", f"a{delimiter}b", f"1{delimiter}2"]

    assert values("\n".join(lines).encode())[0] == ("a", "b")


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    content = b'\r\nname,note\r\nA,"two\r\nlines"\r\n\r\n , \r\nB,x\r\n,\r\n'

    table = the_table(content)

    assert table.header == ("name", "note")
    assert table.rows == (RawRow(3, ("A", "two\nlines")), RawRow(6, ("B", "x")))


def test_rows_of_an_excel_file_are_numbered_as_well():
    content = workbook([], HEADER, ZHANG, [None, " "], [], ["B", 1])

    assert [row.line for row in the_table(content).rows] == [3, 6]


def test_empty_columns_at_the_end_are_left_out_and_missing_cells_are_empty():
    content = workbook(["a", None, "c", None, " "], ["1"], ["1", "2", "3", ""])

    table = the_table(content)

    assert table.header == ("a", "", "c")
    assert [row.values for row in table.rows] == [("1", "", ""), ("1", "2", "3")]


def test_a_column_without_a_heading_is_not_lost():
    assert the_table(b"a\n1,2\n") == Table(("a", ""), (RawRow(2, ("1", "2")),))


def test_a_formula_is_the_value_that_it_had():
    content = with_sheet(
        lambda xml: xml.replace(
            "</sheetData>",
            '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row></sheetData>',
        )
    )

    assert values(content)[1] == ("2", "")


def test_a_sheet_that_says_a_wrong_size_is_read_whole():
    content = with_sheet(lambda xml: xml.replace('ref="A1:B2"', 'ref="A1"'))

    assert values(content) == [tuple(ZHANG)]


TYPED = [
    "=1+1",
    "+86 138",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "'s-Hertogenbosch",
    '"quoted", she said; 1',
    "two\nlines",
    "#N/A",
    "_x0041_",
    "_x000D_",
    "_x005F_",
    "007",
    " space ",
    "Łukasz 张伟𠮷喆 👨‍👩‍👧",
    "\u202eRTL",
    "<script>&amp;",
    "{{7*7}}",
]


@pytest.mark.parametrize("written", [csv_bytes, one_sheet])
def test_what_is_written_comes_back_letter_by_letter(written):
    rows = [["x", text] for text in TYPED]

    table = the_table(written(HEADER, rows))

    assert table.header == tuple(HEADER)
    assert [row.values[1] for row in table.rows] == TYPED


@pytest.mark.parametrize("written", [csv_bytes, one_sheet])
def test_what_cannot_be_written_is_left_out(written):
    content = written(["a"], [["N\x00U\x07L\ud800 \uffff"], ["a\r\nb\rc"]])

    assert values(content) == [("NUL ",), ("a\nb\nc",)]


@pytest.mark.parametrize("start", list("=+-@\t＝＋－＠"))
def test_no_spreadsheet_computes_what_somebody_typed(start):
    text = f"{start}HYPERLINK(A1)"

    in_csv = csv_bytes(["a"], [[text]]).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(one_sheet(["a"], [[text]])))

    assert in_csv == f'"a"\r\n"\'{text}"\r\n'
    cell = book.active["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_what_is_filled_into_a_template_stays_what_was_typed():
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes([Worksheet("a[b]:c/d*?" * 9, HEADER)]))
    )
    sheet = book.active

    assert sheet.title == "a b  c d  " * 3 + "a"
    assert sheet.freeze_panes == "A2"
    formats = {sheet.column_dimensions[letter].number_format for letter in "AB"}
    assert formats == {"@"}


def rows_of(number: int, columns: int = 1) -> bytes:
    return csv_bytes(["x"] * columns, [["1"] * columns] * number)


def test_the_largest_table_is_read():
    table = the_table(rows_of(spreadsheet.MOST_ROWS) + b"\r\n" * 9)

    assert len(table.rows) == spreadsheet.MOST_ROWS
    assert len(the_table(rows_of(1, spreadsheet.MOST_COLUMNS)).header) == 60


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb() -> bytes:
    """A sheet of 40 MB in 40 kB."""
    return with_sheet(
        lambda xml: xml.replace("<sheetData>", "<sheetData>" + " " * 40_000_000)
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileFault.NO_ROWS),
        (b"\xef\xbb\xbf", FileFault.NO_ROWS),
        (b"\r\n , \r\n", FileFault.NO_ROWS),
        (b"name,note\r\n\r\n", FileFault.NO_ROWS),
        (workbook(HEADER), FileFault.NO_ROWS),
        (workbook(), FileFault.NO_ROWS),
        (b'a,b\n"1,2\n', FileFault.UNREADABLE),
        (b"a,b\n" + b"x" * 200_000, FileFault.UNREADABLE),
        (b"PK\x03\x04" + bytes(50), FileFault.UNREADABLE),
        (workbook(HEADER, ZHANG)[:-300], FileFault.UNREADABLE),
        (with_sheet(lambda xml: xml[:-30]), FileFault.UNREADABLE),
        (
            with_sheet(lambda xml: xml.replace('r="A2"', 'r="ABCD2"')),
            FileFault.UNREADABLE,
        ),
        (zipped(mimetype=b"application/vnd.oasis"), FileFault.NOT_A_TABLE),
        (zipped(xl__workbook_xml=b""), FileFault.NOT_A_TABLE),
        (b"%PDF-1.7", FileFault.NOT_A_TABLE),
        (b"<html><table><tr><td>a</td></tr></table>", FileFault.NOT_A_TABLE),
        (b"a,b\x00\n1,2\n", FileFault.NOT_A_TABLE),
        ("a,b\n1,2\n".encode("utf-16-le"), FileFault.NOT_A_TABLE),
        (b"\xff\xfea", FileFault.ENCODING),
        (b"a,b\n\xff\xff\xff,2\n", FileFault.ENCODING),
        (b"\xd0\xcf\x11\xe0" + bytes(600), FileFault.OLD_EXCEL),
        (rows_of(spreadsheet.MOST_ROWS + 1), FileFault.TOO_MANY_ROWS),
        (rows_of(1, spreadsheet.MOST_COLUMNS + 1), FileFault.TOO_MANY_COLUMNS),
        (workbook([None] * 60 + ["x"], ["y"]), FileFault.TOO_MANY_COLUMNS),
        (b"a\n" * (spreadsheet.LARGEST_FILE // 2 + 1), FileFault.TOO_LARGE),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, reason):
    assert refusal(content) == reason


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    content = bomb()
    monkeypatch.setattr(zipfile.ZipFile, "read", None)

    assert len(content) < 100_000
    assert refusal(content) == FileFault.TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_unpacked_only_as_far():
    content = bomb()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (member,) = [m for m in archive.infolist() if "sheet1" in m.filename]
    size = member.file_size.to_bytes(4, "little")

    lying = content.replace(size, (1000).to_bytes(4, "little"))

    assert refusal(lying) == FileFault.UNREADABLE


def test_a_file_of_endless_sheets_is_refused():
    book = openpyxl.Workbook()
    for _ in range(MOST_SHEETS):
        book.create_sheet().append(["x"])

    assert refusal(saved(book)) == FileFault.TOO_LARGE


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("<row>" + "<c/>" * 1_500_001 + "</row>", FileFault.TOO_LARGE),
        ('<row r="2000000"><c><v>1</v></c></row>', FileFault.TOO_MANY_ROWS),
        ('<row r="99999999999"><c><v>1</v></c></row>', FileFault.TOO_MANY_ROWS),
        ("<row><c><v>1</v></c></row>" * 400_000, FileFault.TOO_MANY_ROWS),
        ('<row><c r="XFD1"><v>1</v></c></row>' * 400, FileFault.TOO_MANY_COLUMNS),
    ],
    ids=["cells", "a million rows", "endless rows", "rows", "endless columns"],
)
def test_a_sheet_that_grows_when_it_is_read_is_refused(rows, reason):
    content = with_sheet(lambda xml: xml.replace("<sheetData>", f"<sheetData>{rows}"))

    assert refusal(content) == reason


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [ENTITIES, OUTSIDE])
def test_entities_are_refused(declaration):
    """openpyxl refuses them only where defusedxml is installed."""
    content = with_sheet(
        lambda xml: (
            declaration
            + xml.replace("Łukasz", "&b;").replace(
                "<sheetData>", '<sheetData><row><c t="str"><v>&b;</v></c></row>'
            )
        )
    )

    assert refusal(content) == FileFault.UNREADABLE
