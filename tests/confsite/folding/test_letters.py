"""Texts that differ in spelling alone are one text."""

import unicodedata

import pytest

from confsite.folding.letters import SIMPLIFIED, folded, plain
from confsite.folding.order import READINGS, SURNAMES, name_key


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ＬÜ", "lu"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ðorđević Þór ŒUVRE æther", "soren dordevic thor oeuvre aether"),
        ("Straße İnönü Iğdır", "strasse inonu igdir"),
        ("O’Dowd, O'Dowd; O‘Dowd OʼDowd O´Dowd", "odowd odowd odowd odowd odowd"),
        ("Abernathy–Cole Jean‑Luc", "abernathycole jeanluc"),
        ("埃莉诺·惠特科姆", "埃莉诺惠特科姆"),
        ("臺灣大學 陳瀋衞爲", "台湾大学 陈沈卫为"),
        ("ΟΔΥΣΣΕΥΣ Чёрный", "οδυσσευσ черныи"),
        ("٣٤ ½", "34 1⁄2"),
        ("Li\u200b\u00adShi\u0301gui", "lishigui"),
        ("a\u2028b\t c", "a b c"),
        ("—·’", ""),
    ],
)
def test_spelling_counts_for_nothing(written, same):
    assert plain(written) == same


def test_one_text_stays_one_text():
    for text in ("Łukasz", "吕 LÜ", "Lyu", "Silva", "नमस्ते"):
        assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("typed", ["lü", "LV", "Lyu", "lu", "ＬÜ"])
def test_pinyin_has_one_spelling(typed):
    assert folded(typed) == "lu"


def test_the_tables_are_whole():
    assert not SIMPLIFIED.keys() & SIMPLIFIED.values()
    assert not READINGS.keys() & SIMPLIFIED.keys()
    assert all(unicodedata.normalize("NFKD", c) == c for c in READINGS)
    assert all(plain(name) == name for name in SURNAMES)


def test_every_common_character_is_read():
    """The first level of GB 2312 stands in the order of pinyin."""
    rows = [
        bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
    ]
    common = [row.decode("gb2312", errors="ignore") for row in rows]

    assert [c for c in common if c and c not in READINGS and c not in SIMPLIFIED] == []
    assert [READINGS[c] for c in "啊芭擦座"] == ["a", "ba", "ca", "zuo"]


def test_latin_and_chinese_names_stand_in_one_list():
    names = [
        ("Abernathy", "Tom", ""),
        ("Li", "Na", "李娜"),
        ("Li", "Xiao-Ming", ""),
        ("", "", "李小文"),
        ("Lin", "A", ""),
        ("Øster", "B", ""),
        ("", "", "歐陽靜"),
        ("", "Pelé", ""),
        ("曾", "国藩", ""),
        ("", "", "张伟"),
        ("Zhang", "Wei", ""),
        ("", "", "𠮷喆"),
    ]

    assert sorted(names, key=lambda name: name_key(*name)) == names
