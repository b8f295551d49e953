"""What a person sees in the cells of an Excel file."""

import datetime as dt
import re

import openpyxl
import pytest

from confsite.tables.faults import FileFault
from tests.confsite.tables.files import (
    refusal,
    saved,
    the_table,
    values,
    with_member,
    with_sheet,
    workbook,
)


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (dt.date(2020, 7, 14), "yyyy-mm-dd", "2020-07-14"),
        (dt.datetime(2020, 7, 14), 'yyyy"年"m"月"d"日"', "2020-07-14"),
        (dt.datetime(2020, 7, 14), "[$-804]DDDD, YYYY/MM/DD", "2020-07-14"),
        (dt.datetime(2020, 7, 14, 9), "yyyy-mm-dd", "2020-07-14"),
        (dt.datetime(2020, 7, 14, 9), "yyyy-mm-dd h:mm", "2020-07-14 09:00"),
        (dt.datetime(2020, 7, 14), "yyyy-mm-dd h:mm", "2020-07-14 00:00"),
        (dt.datetime(2020, 7, 14, 9, 5, 7), "d/m/yy hh:mm:ss", "2020-07-14 09:05:07"),
        (dt.datetime(2020, 7, 14, 9, 5), "h:mm AM/PM", "09:05"),
        (dt.time(9, 30), "h:mm", "09:30"),
        (dt.timedelta(hours=25, minutes=30), "[h]:mm:ss", "25:30"),
        (0.4166666666666667, "h:mm", "10:00"),
        (3, "General", "3"),
        (3.0, "0.00", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (8613812345678.0, "General", "8613812345678"),
        (1e20, "General", "100000000000000000000"),
        (-0.5, "General", "-0.5"),
        (True, "General", "TRUE"),
        ("007", "General", "007"),
        ("#N/A", "General", "#N/A"),
        ("a_x000D_\nb", "General", "a\nb"),
        ("Opening_x000B_ceremony", "General", "Opening\nceremony"),
        ("_xD842__xDFB7_喆", "General", "𠮷喆"),
        ("_xD842_", "General", "\ufffd"),
        ("a_x00zz_b", "General", "a_x00zz_b"),
        (dt.datetime(2026, 7, 14), 'm"月"d"日"', "7月14日"),
        (dt.datetime(2026, 7, 14), "d-mmm", "7月14日"),
        (dt.datetime(2020, 7, 1), "mmm-yy", "2020-07"),
        (dt.datetime(2020, 7, 14), "dddd", "2020-07-14"),
        (dt.datetime(2020, 7, 13, 23, 59, 17), "yyyy/m/d", "2020-07-14"),
        (dt.datetime(2020, 7, 14, 14, 0, 43), "m/d/yy h:mm", "2020-07-14 14:00"),
    ],
)
def test_a_cell_is_what_a_person_sees_in_it(value, number_format, expected):
    content = workbook(["a", "b"], [value, "x"], formats={"A2": number_format})

    assert values(content) == [(expected, "x")]


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        # 44026 is 14 July 2020, .5625 is half past one.
        (27, 44013, "2020-07"),
        (28, 44026, "7月14日"),
        (30, 44026, "2020-07-14"),
        (31, 44026, "2020-07-14"),
        (31, 44026.5625, "2020-07-14"),
        (32, 0.5625, "13:30"),
        (33, 44026.5625, "13:30"),
        (34, 0.5625, "13:30"),
        (36, 44013, "2020-07"),
        (50, 44013, "2020-07"),
        (55, 0.5625, "13:30"),
        (57, 44013, "2020-07"),
        (58, 44026, "7月14日"),
        (49, 44026, "44026"),
        (37, 44026, "44026"),
    ],
)
def test_formats_that_only_a_chinese_excel_has_are_days_and_times(
    number_format, value, expected
):
    """As typed there: openpyxl does not write them, so the file is changed."""
    plain = workbook(["a", "b"], [value, "x"], formats={"A2": "0.00%"})
    styles = "xl/styles.xml"

    content = with_member(
        styles,
        lambda xml: xml.replace('numFmtId="10"', f'numFmtId="{number_format}"'),
        plain,
    )

    assert values(content) == [(expected, "x")]


def test_cells_that_are_merged_over_and_over_are_refused():
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 5_000))
    merged = '<mergeCell ref="A1:A9999"/>' * 400

    content = with_sheet(
        lambda xml: re.sub(
            "<sheetData>.*</sheetData>",
            f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>",
            xml,
        )
    )

    assert refusal(content) == FileFault.TOO_LARGE


def test_a_merged_cell_holds_for_all_its_rows():
    book = openpyxl.Workbook()
    for row in [
        ["Programme of the conference"],
        ["Day", "Title", "Times", None],
        [None, None, "Begins", "Ends"],
        ["2030-07-02", "Opening", "9:00", "9:30"],
        [None, "Tea", None, None],
        [],
        [None, "Talk", "10:00", "10:30"],
        ["2030-07-03", "Talk", "9:00", "9:30"],
    ]:
        book.active.append(row)
    for area in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A7", "B5:D5", "A8:A20"):
        book.active.merge_cells(area)

    table = the_table(saved(book))

    assert [row.values for row in table.rows] == [
        ("Day", "Title", "Times", ""),
        ("Day", "Title", "Begins", "Ends"),
        ("2030-07-02", "Opening", "9:00", "9:30"),
        ("2030-07-02", "Tea", "", ""),
        ("2030-07-02", "Talk", "10:00", "10:30"),
        ("2030-07-03", "Talk", "9:00", "9:30"),
    ]
    assert [row.line for row in table.rows] == [2, 3, 4, 5, 7, 8]
