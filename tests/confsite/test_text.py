import unicodedata

import pytest
from django.core.exceptions import ValidationError

from confsite import text


@pytest.mark.parametrize(
    "typed",
    [
        "O",
        "Null",
        "D'Arcy",
        "李",
        "𠮷喆",
        "محمد",
        "Łukasz",
        "ＡＢＣ",
        "=1+1",
        "👨‍👩‍👧‍👦",
        "می‌خواهم",
        "é" + "\u0301" * 40,
        "<script>alert(1)</script>",
        "{{7*7}} {0.__class__} %(x)s",
    ],
)
def test_a_line_is_kept_byte_for_byte_after_nfc(typed):
    assert text.line(typed) == unicodedata.normalize("NFC", typed)


def test_a_line_is_composed_and_loses_the_space_around_it():
    assert text.line("  Jose\u0301\u3000") == "José"


@pytest.mark.parametrize(
    "typed",
    [
        f"a{character}b"
        for character in (
            *("\x00", "\x1b", "\n", "\r\nBcc: ", "\x85", "\x7f", "\u2028", "\u2029"),
            *("\u202e", "\u2066", "\ud800", "\ufffd", "\ufdd0"),
        )
    ],
)
def test_what_cannot_be_printed_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        text.line(typed)

    assert refusal.value.code == "unprintable"


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\u200b \u2060\ufeff", "\u3000"])
def test_nothing_visible_is_nothing(typed):
    assert text.line(typed) == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ａｄａ＠example．org", "ada@example.org"),
        (" +86\u200b138 ", "+86138"),
        ("０１３８", "0138"),
        ("a\u00adb\ufeff", "ab"),
    ],
)
def test_a_code_is_plain_and_visible(typed, code):
    assert text.code(typed) == code
