import pytest

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
