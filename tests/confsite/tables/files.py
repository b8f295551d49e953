"""Files as spreadsheet programs write them, and what is read from them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from confsite.tables.faults import FileFault, SpreadsheetRefused
from confsite.tables.spreadsheet import Table, read

HEADER = ["Family name", "姓名"]
ZHANG = ["Łukasz", "张伟𠮷喆"]


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(change: Callable[[str], str]) -> bytes:
    """A workbook with one row whose XML was written by somebody else."""
    sheet = "xl/worksheets/sheet1.xml"
    return with_member(sheet, change, workbook(HEADER, ZHANG))


def with_member(member: str, change: Callable[[str], str], content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == member else text)
    return out.getvalue()


def the_table(content: bytes) -> Table:
    (table,) = read(content).values()
    return table


def values(content: bytes) -> list[tuple[str, ...]]:
    return [row.values for row in the_table(content).rows]


def refusal(content: bytes) -> FileFault:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(content)
    return refused.value.message
