"""A column before and after, as history, imports, conflicts and changes tell it."""

from django.utils.translation import gettext_lazy, override

from confsite.bilingual import Pair, Text
from confsite.differences import Difference, differences


def test_a_difference_names_its_column_and_both_values():
    difference = Difference(gettext_lazy("places"), 200, 150)

    assert str(difference) == "Places: 200 → 150"
    with override("zh-hans"):
        assert str(difference) == "名额：200 → 150"


def test_nothing_is_a_dash_and_zero_is_a_number():
    assert str(Difference("places", None, 0)) == "Places: – → 0"
    assert str(Difference("title", "One", "")) == "Title: One → –"


def test_a_value_in_the_other_language_is_marked_and_harmless():
    difference = Difference("room", Text("<前厅>", "zh-Hans"), "100%(name)s & more")

    assert difference.__html__() == (
        'Room: <span lang="zh-Hans">&lt;前厅&gt;</span> → 100%(name)s &amp; more'
    )


def test_a_long_text_begins_shortly_before_it_differs():
    difference = Difference("Text", "Same. " * 40 + "Old end.", "Same. " * 40 + "New.")

    assert str(difference) == (
        "Text: …. Same. Same. Same. Old end. → …. Same. Same. Same. New."
    )
    assert difference.parts["after"] == "Same. " * 40 + "New."
    assert Difference("Text", "a" * 91, "").shown["before"] == "a" * 89 + "…"


def test_what_is_cut_short_keeps_its_language():
    difference = Difference("text", "", Text("长" * 91, "zh-Hans"))

    assert difference.__html__() == (
        f'Text: – → <span lang="zh-Hans">{"长" * 89}…</span>'
    )


def test_what_reads_the_same_has_just_changed():
    difference = Difference("room", Pair("Hall", "大厅"), Pair("Hall", "大厅"))

    assert str(difference) == "Room changed"
    assert str(Difference("photograph", "", "")) == "Photograph changed"


def test_what_differs_in_the_other_language_alone_is_shown_in_that():
    difference = Difference("title", Pair("Opening", ""), Pair("Opening", "开幕"))

    assert difference.__html__() == 'Title: – → <span lang="zh-Hans">开幕</span>'
    with override("zh-hans"):
        assert str(difference) == "Title：Opening → 开幕"


def test_rows_differ_in_the_columns_that_are_asked_for():
    before = {"title": "One", "places": 40, "slug": "one"}
    after = {"title": "Two", "places": 40, "slug": "two", "room": "Hall"}

    assert differences({"room": "Room", "title": "Title"}, before, after) == (
        Difference("Room", "", "Hall"),
        Difference("Title", "One", "Two"),
    )
