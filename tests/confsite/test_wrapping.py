"""Plain text in lines that mail programs show whole."""

import pytest

from confsite.wrapping import COLUMNS, columns, wrapped

CHINESE = "感谢您的报名，我们期待与您在南京相见。大会已作为附件添加到您的日历。" * 3


def test_english_breaks_between_words_and_loses_none():
    text = "Thank you for registering. " * 9

    lines = wrapped(text).splitlines()

    assert max(map(len, lines)) <= COLUMNS
    assert " ".join(lines) == text.strip()


def test_chinese_breaks_between_characters_and_never_before_a_mark():
    lines = wrapped(CHINESE).splitlines()

    assert "".join(lines) == CHINESE
    assert max(map(len, lines)) == 36
    assert {line[0] for line in lines}.isdisjoint("，。")


def test_an_opening_bracket_goes_with_what_it_opens():
    text = "会" * 35 + "（南京）"

    assert wrapped(text) == "会" * 35 + "\n（南京）"


def test_a_word_with_an_apostrophe_is_one():
    text = "don’t " * 20

    assert set(wrapped(text).split()) == {"don’t"}


@pytest.mark.parametrize("text", ["", "short", "-- ", "  indented", "a\n\nb\n"])
def test_what_fits_stays_as_it_is(text):
    assert wrapped(text) == text


def test_an_address_is_never_broken():
    url = "https://example.org/" + "a" * 100

    assert wrapped(f"Open {url} now") == f"Open\n{url}\nnow"


def test_what_is_indented_stays_so():
    lines = wrapped("  " + "大会堂 " * 20).splitlines()

    assert all(line.startswith("  大会堂") for line in lines)
    assert max(map(columns, lines)) <= COLUMNS
