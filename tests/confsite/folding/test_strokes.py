"""Chinese names by the strokes of the surname, and by how it is read."""

import pytest

from confsite.folding.order import (
    BY_STROKES,
    READINGS,
    SURNAMES,
    in_pinyin,
    pinyin_key,
    stroke_key,
)


def by_strokes(names: str) -> str:
    return " ".join(sorted(names.split(), key=lambda name: stroke_key("", "", name)))


def test_every_character_that_is_read_has_its_strokes():
    assert set(BY_STROKES) == set(READINGS)


@pytest.mark.parametrize(
    "names",
    [
        "丁一 王一 石一 朱一 李一 林一 胡一 高一 黄一 曾一 蔡一 魏一",
        # Of one number by 横竖撇点折.
        "王一 水一 毛一 方一 邓一",
        "田一 白一 冯一",
        # One surname: by the given name, the shorter before the longer.
        "李一 李一丁 李丁 李王",
        "司一 司马一 司王",
        "欧阳一 曾一",
    ],
)
def test_names_stand_by_their_strokes(names):
    assert by_strokes(" ".join(reversed(names.split()))) == names


def test_a_traditional_character_stands_where_its_simplified_one_does():
    assert stroke_key("", "", "陳一")[:2] == stroke_key("", "", "陈一")[:2]


def test_names_that_are_not_chinese_come_last_by_their_letters():
    people = [("Adams", "B", ""), ("", "", "埃莉诺·惠特科姆"), ("Li", "X", "魏一")]

    assert sorted(people, key=lambda name: stroke_key(*name)) == [
        ("Li", "X", "魏一"),
        ("Adams", "B", ""),
        ("", "", "埃莉诺·惠特科姆"),
    ]


def test_a_chinese_name_stands_by_how_it_is_read_however_it_is_spelled():
    assert pinyin_key("Chan", "Tai Man", "陈大文") == "chen dawen"
    assert pinyin_key("Lovelace", "Ada") == "lovelace ada"


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        *(("曾一", "zeng yi"), ("单一", "shan yi"), ("仇一", "qiu yi")),
        *(("解一", "xie yi"), ("查一", "zha yi"), ("盖一", "ge yi")),
        *(("朴一", "piao yi"), ("区一", "ou yi"), ("任一", "ren yi")),
        *(("洗一", "xian yi"), ("冼一", "xian yi"), ("华一", "hua yi")),
        *(("尉迟一", "yuchi yi"), ("万俟一", "moqi yi"), ("长孙一", "zhangsun yi")),
    ],
)
def test_surnames_are_read_as_surnames(name, reading):
    assert in_pinyin(name) == reading


def test_surnames_have_strokes():
    assert set("".join(SURNAMES)) <= set(BY_STROKES)
