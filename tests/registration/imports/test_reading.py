"""Lists as ministries, universities and companies lay them out."""

import openpyxl
import pytest

from confsite.tables.spreadsheet import csv_bytes, read
from registration.imports.reading import people_in, sheets
from registration.models import HeadMeaning
from tests.confsite.tables.files import saved
from tests.confsite.tables.staff import a_table
from tests.registration.imports.imported import brought, remarks, results, statuses


def cells(content: bytes) -> list[dict[str, str]]:
    [sheet] = sheets(read(content), {})
    return [row.cells for row in people_in(sheet, {}).rows]


def columns(*heads: str) -> list[str | None]:
    [sheet] = sheets({"": a_table(dict.fromkeys(heads, "x"))}, {})
    return [head.column for head in sheet.heads]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (("姓名", "单位", "职务"), ["name", "organisation", "position"]),
        (("手机", "邮箱", "备注"), ["phone", "email", "remark"]),
        (("性别", "称谓"), [None, "title"]),
        (("姓名 Name", "工作单位/Affiliation*"), ["name", "organisation"]),
        (("姓名（必填）", "聯繫電話", "國家/地區"), ["name", "phone", "country"]),
        (("Name", "Surname"), ["given_name", "family_name"]),
        (("Forename", "Surname", "Title"), ["given_name", "family_name", "position"]),
        (("Title", "Job title", "Organization"), ["title", "position", "organisation"]),
        (("Mobile", "E-mail address", "Remarks"), ["phone", "email", "remark"]),
    ],
)
def test_heads_are_known_as_others_write_them(heads, found):
    assert columns(*heads) == found


def ministry() -> bytes:
    """Titles, heads in two lines, merged cells, a divider, and who has filled it in."""
    book = openpyxl.Workbook()
    page = book.active
    for row in [
        ["2030年创新大会参会回执", "", "", "", ""],
        ["填报单位：国家计量院（盖章）", "", "", "", ""],
        ["序号", "姓名", "单位", "联系方式", ""],
        ["", "", "", "手机", "邮箱"],
        [1, "张　伟", "计量院", 13800138000, "zhang@example.org"],
        [2, "李　娜", "", "1.39E+10", ""],
        ["二、企业代表（1人）", "", "", "", ""],
        [3, "王静", "示例公司", "", ""],
        ["", "填表人：赵敏", "", "", ""],
    ]:
        page.append(row)
    for area in ("A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "C5:C6"):
        page.merge_cells(area)
    return saved(book)


def test_a_list_of_a_ministry():
    first, second, third, foot = cells(ministry())

    assert first == {
        "name": "张　伟",
        "organisation": "计量院",
        "phone": "13800138000",
        "email": "zhang@example.org",
    }
    assert (second["organisation"], third["organisation"]) == ("计量院", "示例公司")
    assert foot == {"name": "填表人：赵敏"}


def test_lines_between_say_the_organisation_where_no_column_does():
    table = csv_bytes(
        ["姓名", "职务"],
        [
            ["一、外交部（2人）", ""],
            ["张伟", "司长"],
            ["（二）示例大学", ""],
            ["李娜", "教授"],
        ],
    )

    assert [row["organisation"] for row in cells(table)] == ["外交部", "示例大学"]


def test_a_title_says_whose_list_it_is():
    table = csv_bytes(["填报单位：示例大学", ""], [["姓名", "职务"], ["张伟", "教授"]])

    assert [row["organisation"] for row in cells(table)] == ["示例大学"]


def test_gbk_is_read():
    text = "姓名,工作单位,手机\r\n张伟,国家计量院,13800138000\r\n"

    assert cells(text.encode("gb18030"))[0]["organisation"] == "国家计量院"


def test_without_heads_that_are_known_somebody_is_asked():
    [sheet] = sheets({"": a_table({"Wer": "Li, Na", "Wo": "BIPM"})}, {})

    assert [head.column for head in sheet.heads] == [None, None]
    assert sheet.heads[0].samples == ("Li, Na",)


@pytest.mark.django_db
def test_what_was_said_of_a_head_holds_for_the_next_file(category):
    rows = {"": a_table({"Wer": "Li, Na", "Wo": "BIPM", "性别": "女"})}

    first, _by = brought(category, rows, columns={"wer": "name", "wo": "organisation"})
    second, _by = brought(category, rows)

    assert statuses(results(first)) == statuses(results(second)) == ["new"]
    assert results(second)[0].detail == "BIPM"
    assert dict(HeadMeaning.objects.values_list("head", "column")) == {
        "wer": "name",
        "wo": "organisation",
    }
    assert "Left out, because it is not kept here: 性别." in remarks(second)
