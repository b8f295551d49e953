import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from agenda.models import Conference, RunItem, Session, Speaker
from confsite import markup
from confsite.fields import MarkupField, tidy_options
from confsite.markup import cleaned_markup


def test_prose_lists_and_links_stay():
    html = cleaned_markup("# Big\n\n### Small\n\n- *one*\n- [two](https://a.example)")

    assert "<h3>Small</h3>" in html
    assert "<li><em>one</em></li>" in html
    assert '<a href="https://a.example" rel="noopener">two</a>' in html
    assert "<h1>" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        "<iframe src='//evil.example'></iframe>",
        "<p style='position:fixed' onclick='alert(1)'>x</p>",
        "<svg onload=alert(1)>",
    ],
)
def test_nothing_that_acts_stays(text):
    html = cleaned_markup(text)

    for word in ("script", "onerror", "onclick", "onload", "iframe", "svg", "style"):
        assert f"<{word}" not in html
        assert f"{word}=" not in html
    assert "javascript:" not in html.replace("&lt;", "")
    assert "data:" not in html


def test_a_line_break_is_a_line_break():
    assert cleaned_markup("one\ntwo") == "<p>one<br>\ntwo</p>"


INTRICATE = {
    "square brackets": "[a](" * 201,
    "backticks": "`a " * 401,
    "lines": "a\n---\n" * 501,
    "characters": "a" * 20_001,
}


@pytest.mark.parametrize("what", INTRICATE)
def test_a_text_that_would_take_too_long_is_refused_at_its_field(what):
    with pytest.raises(ValidationError, match=what):
        MarkupField().clean(INTRICATE[what])


def test_the_refusal_is_in_the_language_of_the_page():
    with override("zh-hans"), pytest.raises(ValidationError, match="数为 201"):
        MarkupField().clean(INTRICATE["square brackets"])


@pytest.mark.parametrize("what", INTRICATE)
def test_a_text_that_was_stored_all_the_same_is_shown_in_plain_paragraphs(what):
    shown = cleaned_markup(f"*One* & <b>two</b>\n\n{INTRICATE[what]}")

    assert shown.startswith("<p>*One* &amp; &lt;b&gt;two&lt;/b&gt;</p>\n\n<p>")


def test_a_text_that_breaks_its_reader_is_shown_in_plain_paragraphs(monkeypatch):
    def broken(text):
        raise RecursionError

    monkeypatch.setattr(markup, "converted", broken)

    assert cleaned_markup("broken <i>\n\nhere") == (
        "<p>broken &lt;i&gt;</p>\n\n<p>here</p>"
    )


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("> " * 5000 + "end", "<blockquote>"),
        (">" * 5000 + "end", "<blockquote>"),
        ("- " * 5000 + "end", "<ul>"),
        ("1. " * 5000 + "end", "<ol>"),
        ("\n".join(" " * 4 * n + "- end" for n in range(40)), "<ul>"),
        (">" + "    " * 30 + "- end", "<blockquote>"),
    ],
)
def test_nothing_stands_deeper_than_eight_levels(text, tag):
    html = cleaned_markup(text)

    assert 1 <= html.count(tag) <= 9
    assert "end" in html


def test_the_longest_text_that_is_allowed_is_still_markdown():
    text = "- [a](https://a.example) *b*\n" * 200 + "会" * 13_000

    assert MarkupField().clean(text) == text
    assert cleaned_markup(text).count("<em>b</em>") == 200


def test_a_link_ends_within_reach():
    assert "<a" in cleaned_markup(f"[a](https://a.example/{'b' * 900})")
    assert "<a" not in cleaned_markup(f"[a](https://a.example/{'b' * 1_000})")


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Conference, "about_en"),
        (Conference, "note_zh"),
        (Session, "abstract_en"),
        (Speaker, "biography_zh"),
        (RunItem, "cue_en"),
    ],
)
def test_every_text_in_markdown_has_such_a_field(model, column):
    field = model._meta.get_field(column)

    assert tidy_options(field) == {"form_class": MarkupField}
