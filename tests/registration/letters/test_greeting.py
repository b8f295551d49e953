"""The one thing in a letter that its reader has typed (S3)."""

import pytest
from django.utils import translation

from registration.letters import greeting as guard
from registration.letters.greeting import greeting
from registration.models import Delegate
from tests.registration.reading import (
    every_language,
    html_of,
    letter_to_li,
    text_of,
    words_of,
    written,
)


@pytest.mark.parametrize(
    "name",
    [
        "Win at evil.com",
        "evil。com",
        "evil．com",
        "e\u200bvil.c\u200bom",
        "1.2.3.4",
        "http://evil",
        "www evil com",
        "you@evil",
        "Call 0800 123",
        "电话１３８００１３８０００",
        "<b>Ada</b>",
        "[x](http://evil)",
        "{{7*7}}",
        "{0.__class__}",
        "%(x)s",
        "=?utf-8?q?x?=",
        "Ada\r\nBcc: x",
        "Ada\u2028Bcc",
        "\u202eadA",
        "A" * 31,
        "Please call me back soon",
        "evil\u2024com",
        "evil\ufe52com",
        "Room 7",
        "Ada \u0667",
        "Ada ①",
        "微信一三八〇",
        "快来领奖！",
        "Ada \ue000",
        "Ada \U000f0001",
    ],
)
@every_language
def test_hostile_name_is_not_repeated_at_all(name, language):
    mail = letter_to_li(
        "pending",
        language,
        title="",
        family_name=name,
        given_name="",
        native_name=name,
    )

    _message, letter = written(mail)

    general = {"en": "Dear guest,", "zh-hans": "尊敬的来宾："}[language]
    for body in (text_of(letter), html_of(letter)):
        assert general in body
        assert name not in body
        assert "evil" not in body


def test_without_the_guard_a_hostile_name_would_travel(monkeypatch):
    monkeypatch.setattr(guard, "is_plain_name", lambda name: True)
    mail = letter_to_li("pending", "en", title="", family_name="Win at evil.com")

    _message, letter = written(mail)

    assert "evil.com" in text_of(letter)


@pytest.mark.parametrize(
    "name",
    [
        "D'Arcy",
        "O",
        "Null",
        "李",
        "𠮷田",
        "Łukasz",
        "St. John",
        "J.R.",
        "María del Carmen López",
        "克里斯托弗·巴塞洛缪",
        "A" * 30,
        "محمد",
        "Ng-Li",
    ],
)
def test_unusual_name_is_greeted_as_it_is_written(name):
    mail = letter_to_li(
        "pending", "en", title="", family_name=name, given_name="", native_name=""
    )

    _message, letter = written(mail)

    assert f"Dear {name}," in text_of(letter)
    assert f"Dear {name}," in words_of(html_of(letter))


@pytest.mark.parametrize(
    ("language", "title", "family", "given", "native", "expected"),
    [
        ("en", "Professor", "Li", "Xiaoming", "李晓明", "Dear Professor Li,"),
        ("en", "", "Li", "Xiaoming", "李晓明", "Dear Li Xiaoming,"),
        ("en", "", "Willetts", "David", "", "Dear David Willetts,"),
        ("en", "教授", "Li", "Xiaoming", "李晓明", "Dear Li Xiaoming,"),
        ("en", "Lord", "", "David", "", "Dear Lord David,"),
        ("en", "", "", "", "李晓明", "Dear 李晓明,"),
        ("zh-hans", "教授", "Li", "Xiaoming", "李晓明", "尊敬的李晓明教授："),
        ("zh-hans", "Professor", "Li", "Xiaoming", "李晓明", "尊敬的李晓明："),
        ("zh-hans", "Lord", "Willetts", "David", "", "尊敬的Lord David Willetts："),
        ("zh-hans", "", "", "", "", "尊敬的来宾："),
        ("en", "Dr", "", "", "", "Dear guest,"),
    ],
)
def test_greeting_follows_the_language(
    language, title, family, given, native, expected
):
    delegate = Delegate(
        title=title, family_name=family, given_name=given, native_name=native
    )

    with translation.override(language):
        assert greeting(delegate) == expected
