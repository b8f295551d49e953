"""From when to when on both clocks, and dates in one piece."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from confsite.bilingual import Pair
from confsite.clocks import Clock, Moment, Span
from confsite.templatetags.dates import unbroken

NANJING = Clock("Asia/Shanghai", Pair("Nanjing", "南京"))
LONDON = Clock("Europe/London", Pair("London", "伦敦"))


def span(starts: str, ends: str, other: Clock | None = LONDON) -> Span:
    """Of two moments as Nanjing's clock has them: 2030-07-03 05:30."""
    first, last = (datetime.fromisoformat(f"{t}+08:00") for t in (starts, ends))
    return Span(
        Moment(first.astimezone(UTC), NANJING, other),
        Moment(last.astimezone(UTC), NANJING, other),
    )


@pytest.mark.parametrize(
    ("starts", "ends", "english", "chinese"),
    [
        (
            "2030-07-03 14:00",
            "2030-07-03 15:00",
            "14:00–15:00 Nanjing · 07:00–08:00 London",
            "14:00–15:00 南京 · 07:00–08:00 伦敦",
        ),
        (  # It crosses midnight on the second clock,
            "2030-07-03 05:30",
            "2030-07-03 08:30",
            "05:30–08:30 Nanjing · 2 July 22:30 – 3 July 01:30 London",
            "05:30–08:30 南京 · 7月2日 22:30 – 7月3日 01:30 伦敦",
        ),
        (  # on the first one,
            "2030-07-02 23:00",
            "2030-07-03 01:30",
            "2 July 23:00 – 3 July 01:30 Nanjing · 16:00–18:30 London",
            "7月2日 23:00 – 7月3日 01:30 南京 · 16:00–18:30 伦敦",
        ),
        (  # and here on neither, but the second one has another day.
            "2030-07-03 05:30",
            "2030-07-03 06:30",
            "05:30–06:30 Nanjing · 2 July 22:30–23:30 London",
            "05:30–06:30 南京 · 7月2日 22:30–23:30 伦敦",
        ),
        (
            "2030-12-30 09:00",
            "2031-01-02 18:00",
            "30 December 09:00 – 2 January 18:00 Nanjing · "
            "30 December 01:00 – 2 January 10:00 London",
            "12月30日 09:00 – 1月2日 18:00 南京 · 12月30日 01:00 – 1月2日 10:00 伦敦",
        ),
    ],
)
def test_a_span_names_its_days_unless_it_is_on_the_conferences_own(
    starts, ends, english, chinese
):
    with override("en"):
        assert str(span(starts, ends)) == english
    with override("zh-hans"):
        assert str(span(starts, ends)) == chinese


@pytest.mark.parametrize(
    ("starts", "ends", "words", "has_several_days"),
    [
        ("2030-07-03 22:00", "2030-07-04 00:00", "22:00–00:00 Nanjing", False),
        (
            "2030-07-03 22:00",
            "2030-07-04 00:01",
            "3 July 22:00 – 4 July 00:01 Nanjing",
            True,
        ),
        (
            "2030-07-03 22:00",
            "2030-07-05 00:00",
            "3 July 22:00 – 5 July 00:00 Nanjing",
            True,
        ),
        ("2030-07-03 00:00", "2030-07-03 01:00", "00:00–01:00 Nanjing", False),
    ],
)
def test_what_ends_at_midnight_does_not_last_into_another_day(
    starts, ends, words, has_several_days
):
    lasting = span(starts, ends, other=None)

    with override("en"):
        assert str(lasting) == words
        assert ("–" in lasting.days) is has_several_days
    assert lasting.has_several_days is has_several_days


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("9 July", "[9 July]"),
        ("Thursday 9 July 2020", "Thursday [9 July 2020]"),
        ("9–11 July 2020", "[9–11 July 2020]"),
        ("30 July – 1 August 2020", "[30 July] – [1 August 2020]"),
        ("31 December 2020 – 2 January 2021", "[31 December 2020] – [2 January 2021]"),
        ("7月9日", "[7月9日]"),
        ("2020年7月9日（星期四）", "[2020年7月9日]（星期四）"),
        ("2020年7月9日至11日", "[2020年7月9日]至[11日]"),
        ("2020年12月31日至2021年1月2日", "[2020年12月31日]至[2021年1月2日]"),
        ("", ""),
        ("<b>9 July</b>", "&lt;b&gt;[9 July]&lt;/b&gt;"),
    ],
)
def test_a_date_on_a_page_is_one_piece(words, expected):
    html = expected.replace("[", '<span class="date">').replace("]", "</span>")

    template = Template("{% load dates %}{{ words|unbroken }}")

    assert unbroken(words) == html
    assert template.render(Context({"words": words})) == html
