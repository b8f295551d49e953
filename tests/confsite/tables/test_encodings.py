"""The encodings in which Excel saves a CSV file."""

import pytest

from confsite.tables.faults import FileFault
from confsite.tables.spreadsheet import RawRow, Table
from tests.confsite.tables.files import refusal, the_table, values

CHINESE_CSV = "单位,姓名\r\n南京大学A楼,张Wei喆\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_file_may_have_any_encoding_that_excel_saves(encoding):
    table = the_table(CHINESE_CSV.encode(encoding))

    assert table == Table(("单位", "姓名"), (RawRow(2, ("南京大学A楼", "张Wei喆")),))


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-2", "cp1250"])
def test_a_western_encoding_is_refused_and_not_taken_for_chinese(encoding):
    text = "Name,City\r\nÉmile Künzli,Orléans\r\nRené Müller,Köln\r\n"

    assert refusal(text.encode(encoding, "replace")) == FileFault.ENCODING


TRADITIONAL = "主題,講者\r\n開幕致辭,李曉明\r\n圓桌論壇：量子計算,陳怡君\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "gb18030"])
@pytest.mark.parametrize("text", [TRADITIONAL, "題目,姓名\r\n茶歇,張偉\r\n"])
def test_chinese_is_read_in_the_encoding_in_which_it_is_plain(text, encoding):
    table = the_table(text.encode(encoding))

    rows = [",".join(row) + "\r\n" for row in (table.header, *values(text.encode()))]
    assert "".join(rows) == text


def test_simplified_chinese_is_not_taken_for_big5():
    text = "时间,议题,嘉宾\r\n下午2:30,量子计算新进展：从实验室到产业,陈怡君、王静\r\n"

    assert the_table(text.encode("gb18030")).header == ("时间", "议题", "嘉宾")
