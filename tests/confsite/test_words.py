"""Words joined into sentences, with the marks of either language."""

import pytest
from django.utils import translation

from agenda.models import Session
from confsite.words import all_of, apart, headed, in_brackets, listed, sentences
from tests.factories import make_conference


@pytest.mark.parametrize(
    ("say", "english", "chinese"),
    [
        (lambda: listed("abc"), "a, b, c", "a、b、c"),
        (lambda: all_of("abc"), "a, b and c", "a、b和c"),
        (lambda: all_of("ab"), "a and b", "a和b"),
        (lambda: all_of("a"), "a", "a"),
        (lambda: apart("a", "", None, "b"), "a, b", "a，b"),
        (lambda: headed("a", "b"), "a: b", "a：b"),
        (lambda: in_brackets("a", "b"), "a (b)", "a（b）"),
        (lambda: sentences("A.", "", "B.", "C."), "A. B. C.", "A.B.C."),
        (lambda: sentences("", ""), "", ""),
    ],
)
def test_words_are_joined_as_in_the_active_language(say, english, chinese):
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(say())

    assert said == [english, chinese]


@pytest.mark.django_db
def test_moments_and_labels_have_chinese_marks_in_chinese():
    conference = make_conference(clock_zh="南京", second_time_zone="")
    label = Session._meta.get_field("title_en").verbose_name

    with translation.override("zh-hans"):
        assert str(label) == "标题（English）"
        assert conference.starts.in_full == f"{conference.starts.date}14:00 南京"
    with translation.override("en"):
        assert str(label) == "title (English)"
