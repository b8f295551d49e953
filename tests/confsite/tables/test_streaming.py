"""Tables of any length say what short ones say, and are never whole in memory."""

import io
import zipfile

import openpyxl
import pytest

from confsite.tables import spreadsheet, streaming
from confsite.tables.spreadsheet import Worksheet, csv_bytes, read, xlsx_bytes
from confsite.tables.streaming import csv_parts, xlsx_parts

HOSTILE = [
    *(
        "=1+1",
        "+86 138",
        "-x",
        "@a",
        "＝1",
        "＋",
        "－",
        "＠",
        "'=x",
        "''+",
        "\t=x",
        "\n-",
    ),
    *('"=x"', ',"=x', '"', '","=', "a\r\nb", "a\x0bb", "_x000B_", "<&>'\"", "  sp "),
    *("", "'", "\u2028=", "x\x0c=", "\ufffe=1", "\x01=1", "张伟", "\U00020000"),
]
HEADS = [f"head {number}" for number in range(len(HOSTILE))]
BATCHES = [[HOSTILE, HOSTILE[::-1]], [HOSTILE]]
ROWS = [row for rows in BATCHES for row in rows]


def test_a_streamed_csv_file_is_the_same_byte_for_byte():
    assert b"".join(csv_parts(HEADS, BATCHES)) == csv_bytes(HEADS, ROWS)


def test_a_streamed_workbook_is_read_as_the_short_one_is():
    streamed = b"".join(xlsx_parts("To: who?", HEADS, BATCHES))
    short = xlsx_bytes([Worksheet("To: who?", HEADS, ROWS)])

    assert read(streamed) == read(short)


def cells(content: bytes):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[list(row) for row in sheet.rows] for sheet in book]


def test_every_cell_is_text_and_marked_where_it_would_be_a_formula():
    [[_heads, row]] = cells(b"".join(xlsx_parts("T", ["a", "b"], [[["=1", "x"]]])))

    assert [cell.data_type for cell in row] == ["s", "s"]
    assert [cell.number_format for cell in row] == ["@", "@"]
    assert [cell.quotePrefix for cell in row] == [True, False]


def test_what_has_no_room_on_a_sheet_stands_on_the_next(monkeypatch):
    monkeypatch.setattr(streaming, "MOST_LINES", 4)
    rows = [[str(number)] for number in range(7)]

    sheets = cells(b"".join(xlsx_parts("T", ["n"], [rows[:2], rows[2:]])))

    values = [[cell.value for [cell] in sheet] for sheet in sheets]
    assert values == [["n", "0", "1", "2"], ["n", "3", "4", "5"], ["n", "6"]]


def test_a_sheet_ends_before_its_zip_needs_another_form(monkeypatch):
    monkeypatch.setattr(streaming, "LARGEST_SHEET", 500)

    content = b"".join(xlsx_parts("T", ["n"], [[["x" * 400]], [["y"]]]))

    assert [len(sheet) for sheet in cells(content)] == [2, 2]


def test_a_longer_text_than_excel_takes_is_cut_there():
    [[_heads, [cell]]] = cells(b"".join(xlsx_parts("T", ["n"], [[["&" * 40_000]]])))

    assert cell.value == "&" * 32_767


@pytest.mark.parametrize("number", [1, 26, 27, 52, 703])
def test_columns_are_called_as_excel_calls_them(number):
    from openpyxl.utils import get_column_letter

    assert streaming.column_letters(number) == get_column_letter(number)


def test_no_rows_are_a_file_with_its_heads():
    content = b"".join(xlsx_parts("T", ["a", "b"], []))

    assert [[cell.value for cell in row] for row in cells(content)[0]] == [["a", "b"]]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


@pytest.mark.parametrize("parts", [csv_parts, lambda *a: xlsx_parts("T", *a)])
def test_a_batch_leaves_before_the_next_is_asked_for(parts):
    taken = []

    def batches():
        for number in range(3):
            taken.append(number)
            yield [[str(number)] * 2] * 50

    made = parts(["a", "b"], batches())
    next(made)
    next(made)

    assert len(taken) <= 2


def test_guards_are_those_of_the_short_file():
    assert spreadsheet.FORMULA.pattern in streaming.OPENS_A_FORMULA.pattern
