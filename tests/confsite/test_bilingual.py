import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override

from confsite.bilingual import Bilingual, Pair, in_both


class Talk:
    title = Bilingual("title")
    abstract = Bilingual("abstract", markup=True)

    def __init__(self, en: str = "", zh: str = ""):
        self.title_en, self.title_zh = en, zh
        self.abstract_en, self.abstract_zh = en, zh


def rendered(talk: Talk, source: str) -> str:
    return Template(source).render(Context({"talk": talk}))


@pytest.mark.parametrize(
    ("language", "en", "zh", "text", "lang"),
    [
        ("en", "Opening", "致辞", "Opening", "en"),
        ("zh-hans", "Opening", "致辞", "致辞", "zh-Hans"),
        ("en", "", "致辞", "致辞", "zh-Hans"),
        ("zh-hans", "Opening", "", "Opening", "en"),
        ("en", "", "", "", "en"),
        ("zh-hans", "", "", "", "zh-Hans"),
    ],
)
def test_a_pair_speaks_the_active_language_and_falls_back(language, en, zh, text, lang):
    with override(language):
        spoken = Pair(en, zh).active

    assert (spoken, spoken.lang) == (text, lang)


def test_a_language_that_nobody_writes_gets_english():
    with override("fr"):
        assert Talk("Opening", "致辞").title == "Opening"


def test_what_is_said_in_both_languages_keeps_its_own():
    title = in_both(lambda: Talk("", "致辞").title)
    words = in_both(lambda: gettext_lazy("places"))

    assert words == ("places", "名额")
    with override("en"):
        assert (title.active, title.active.lang) == ("致辞", "zh-Hans")
        assert (words.active, words.active.lang) == ("places", "en")


@pytest.mark.parametrize(
    ("before", "after", "apart"),
    [
        (Pair("One", "一"), Pair("Two", "二"), ("One", "Two")),
        (Pair("One", "一"), Pair("One", "二"), ("一", "二")),
        (Pair("One", ""), Pair("One", "一"), ("", "一")),
    ],
)
def test_two_pairs_are_told_apart_in_the_language_in_which_they_differ(
    before, after, apart
):
    assert before.apart_from(after) == apart
    assert before.apart_from(after)[1].lang == ("en" if "Two" in apart else "zh-Hans")


def test_a_text_in_the_language_of_the_page_is_bare():
    with override("zh-hans"):
        assert rendered(Talk("Opening", "致辞"), "{{ talk.title }}") == "致辞"


def test_a_text_that_fell_back_carries_its_language():
    with override("zh-hans"):
        html = rendered(Talk("Opening"), "{{ talk.title }}")

    assert html == '<span lang="en">Opening</span>'


def test_a_plain_text_is_for_titles_and_attributes():
    with override("zh-hans"):
        html = rendered(Talk("A & “B”"), '<i title="{{ talk.title.plain }}">')

    assert html == '<i title="A &amp; “B”">'


def test_an_empty_text_leaves_no_empty_box():
    with override("zh-hans"):
        assert rendered(Talk(), "{{ talk.title }}{{ talk.abstract }}") == ""


def test_a_text_is_escaped_in_either_language():
    with override("en"):
        html = rendered(Talk(zh="<script>"), "{{ talk.title }}")

    assert html == '<span lang="zh-Hans">&lt;script&gt;</span>'


def test_markup_is_cleaned_and_carries_its_language():
    with override("en"):
        own = rendered(Talk("**now** <script>x</script>"), "{{ talk.abstract }}")
        other = rendered(Talk(zh="**现在**"), "{{ talk.abstract }}")

    assert own == "<p><strong>now</strong> </p>"
    assert other == '<div lang="zh-Hans"><p><strong>现在</strong></p></div>'
