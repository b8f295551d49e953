"""Charts: every number written, whatever people are called."""

from xml.etree import ElementTree

import pytest

from confsite.charts import Bar, DayColumn, bars, columns, grouped, width, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: str) -> list[str]:
    tree = ElementTree.fromstring(drawing)
    return ["".join(e.itertext()) for e in tree.iter(f"{SVG}text")]


def test_each_bar_says_whose_it_is_and_how_long():
    drawing = bars("By category", [Bar("Press", 12_345), Bar("媒体", 2)])

    assert texts(drawing) == ["Press", "12\u202f345", "媒体", "2"]
    assert 'role="img" aria-label="By category"' in drawing
    assert 'width="100.0%"' in drawing
    assert 'width="0.02%"' in drawing


def test_beside_each_bar_stands_the_time_before():
    drawing = bars("By category", [Bar("Press", 5, before=10), Bar("New", 1)])

    assert texts(drawing)[1] == "5 / 10"
    assert drawing.count("chart-before") == 1


@pytest.mark.parametrize("rows", [[], [Bar("Nobody", 0)], [Bar("Nobody", 0, 0)]])
def test_nothing_is_drawn_as_nothing(rows):
    ElementTree.fromstring(bars("By category", rows))


def test_what_people_typed_is_text():
    drawing = bars("A<b>", [Bar("<script>alert(1)</script>&", 1, lang="zh-Hans")])

    ElementTree.fromstring(drawing)
    assert "<script" not in drawing


@pytest.mark.parametrize(
    "label",
    [
        "The Royal Society for the Encouragement of Arts, Manufactures and Commerce "
        "and of everything else that anybody has ever thought of",
        "国家科学技术重大专项课题组织管理与国际合作交流促进中心南京江北新区办公室及其他有关单位",
        "W" * 300,
        "e\u0301" * 200,
        "",
    ],
)
def test_a_long_name_has_two_lines_that_fit(label):
    lines = wrapped(label, 250)

    assert 1 <= len(lines) <= 2
    assert all(width(line) <= 250 for line in lines)
    assert "".join(lines).replace(" ", "")[:10] == label.replace(" ", "")[:10]


def test_a_short_name_is_left_as_it_is():
    assert wrapped("University of Oxford", 250) == ["University of Oxford"]


@pytest.mark.parametrize(("days", "numbers"), [(3, 3), (14, 14), (15, 2), (100, 2)])
def test_as_many_days_are_numbered_as_have_room(days, numbers):
    drawn = [DayColumn(days - n, f"day {n}") for n in range(days)]

    drawing = columns("By day", drawn, "1 May", "1 June")

    assert len(texts(drawing)) == numbers + 2
    assert texts(drawing)[-2:] == ["1 May", "1 June"]


def test_the_time_before_is_a_line():
    drawn = [DayColumn(1, "a", 4), DayColumn(2, "b", 0), DayColumn(0, "c")]

    drawing = columns("By day", drawn, "a", "c")

    assert 'points="0.5,0.0 1.5,180.0"' in drawing


@pytest.mark.parametrize("days", [[], [DayColumn(0, "a")]])
def test_days_without_anybody_are_drawn(days):
    ElementTree.fromstring(columns("By day", days, "", ""))


def test_thousands_are_apart():
    assert [grouped(n) for n in (0, 999, 1_000_000)] == [
        "0",
        "999",
        "1\u202f000\u202f000",
    ]
