import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

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


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\u2028", "\u2029", "\t"])
def test_what_word_and_slides_break_lines_with_is_a_break(character):
    pasted = f"Opening {character}{character} ceremony"

    assert text.line(pasted) == "Opening ceremony"
    if character != "\t":
        assert text.lines(f"{pasted}\nEnd") == "Opening \n\n ceremony\nEnd"


def test_a_passage_keeps_its_lines_and_tabs():
    assert text.lines("a\r\n\tb\n") == "a\r\n\tb\n"


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x1b", "\n", "\r\nBcc: ", "\x85", "\x7f"),
        *("\u202e", "\u2066", "\ud800", "\ufffd", "\ufdd0"),
    ],
)
def test_what_cannot_be_printed_is_refused(character):
    with pytest.raises(ValidationError) as refusal:
        text.line(f"a{character}b")

    assert refusal.value.code == "unprintable"


@pytest.mark.parametrize(
    ("read", "typed", "english", "chinese"),
    [
        (
            text.line,
            "Prof\x07 Li",
            "Character 5 (after “Prof”) cannot be printed: "
            "it is a control character, U+0007. Delete it.",
            "第5个字符（在“Prof”之后）无法打印：这是控制字符，U+0007。请删除。",
        ),
        (
            text.line,
            "\u202eLi",
            "Character 1 cannot be printed: "
            "it is a mark that turns the direction of writing, U+202E. Delete it.",
            "第1个字符无法打印：这是改变书写方向的标记，U+202E。请删除。",
        ),
        (
            text.lines,
            "One\r\nand two\nQuantum comput\ufffding",
            "Line 3, character 15 (after “antum comput”) cannot be printed: "
            "it is what is left of a character that was lost, U+FFFD. Delete it.",
            "第3行第15个字符（在“antum comput”之后）无法打印："
            "这是丢失字符留下的替代符号，U+FFFD。请删除。",
        ),
    ],
)
def test_what_is_refused_is_named_with_its_place(read, typed, english, chinese):
    for language, sentence in (("en", english), ("zh-hans", chinese)):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            read(typed)

        assert refusal.value.message == sentence


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
