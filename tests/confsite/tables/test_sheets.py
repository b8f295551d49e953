"""Several tables in one Excel file."""

import io

import openpyxl
import pytest

from confsite.tables.faults import FileFault, SpreadsheetRefused
from confsite.tables.spreadsheet import (
    Worksheet,
    read,
    xlsx_bytes,
)

PEOPLE = Worksheet("People", ("Name", "Note"), [("Ada", "=1+1"), ("李明", "one\ntwo")])
ROOMS = Worksheet("会场", ("Room",), [("Hall",)])


def rows(content: bytes) -> dict[str, list[tuple[str, ...]]]:
    return {
        title: [table.header, *(row.values for row in table.rows)]
        for title, table in read(content).items()
    }


def test_what_goes_into_several_sheets_comes_out_of_them():
    assert rows(xlsx_bytes([PEOPLE, ROOMS])) == {
        "People": [("Name", "Note"), ("Ada", "=1+1"), ("李明", "one\ntwo")],
        "会场": [("Room",), ("Hall",)],
    }


def test_a_csv_file_is_one_sheet_without_a_title():
    assert rows(b"Name\r\nAda\r\n") == {"": [("Name",), ("Ada",)]}


def test_sheets_that_are_hidden_or_empty_are_left_out():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([PEOPLE, ROOMS])))
    book["People"].sheet_state = "hidden"
    book.create_sheet("Heads alone").append(["Name"])
    book.create_sheet("Empty")
    out = io.BytesIO()
    book.save(out)

    assert list(rows(out.getvalue())) == ["会场"]


def test_a_file_without_any_row_is_refused():
    with pytest.raises(SpreadsheetRefused) as refused:
        read(xlsx_bytes([Worksheet("People", ("Name",))]))

    assert refused.value.message == FileFault.NO_ROWS


def test_every_sheet_keeps_to_the_limits():
    with pytest.raises(SpreadsheetRefused) as refused:
        read(xlsx_bytes([ROOMS, PEOPLE]), most_rows=1)

    assert refused.value.message == FileFault.TOO_MANY_ROWS


def test_a_file_that_is_broken_is_refused():
    content = xlsx_bytes([PEOPLE])

    with pytest.raises(SpreadsheetRefused) as refused:
        read(content[: len(content) // 2])

    assert refused.value.message == FileFault.UNREADABLE
