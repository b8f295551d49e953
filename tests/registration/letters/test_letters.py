"""What letters say: every one in every language, and nothing that was typed."""

import re
from email.message import EmailMessage
from html import unescape

import pytest
from django.utils import translation

from confsite.wrapping import columns
from registration import links
from registration.letters import kinds
from registration.models import Letter
from registration.states import Attendance
from tests.factories import STARTS_AT, make_conference, make_registration_settings
from tests.registration.reading import (
    FACTS,
    every_language,
    every_letter,
    html_of,
    letter_to_li,
    message_of,
    text_of,
    words_of,
    written,
)

NOTES = {kinds.ADDRESS_CHANGED, kinds.CONFIRM_ADDRESS, kinds.ERASED}
every_letter_but_the_note = pytest.mark.parametrize(
    "name", sorted(set(kinds.KINDS) - NOTES)
)


@every_language
@every_letter_but_the_note
def test_letter_says_what_is_so_when_and_where_and_how_to_get_on(name, language):
    mail = letter_to_li(name, language)

    message, letter = written(mail)

    expected = {
        "en": ["Innovation Conference", "Dear Professor Li,", "Development Zone"],
        "zh-hans": ["创新大会", "尊敬的李晓明教授：", "经济技术开发区"],
    }[language]
    expected += [links.of_letter(mail), "office@example.org"]
    if name != kinds.DECLINED:
        expected += {
            "en": ["9 July", "14:00 Nanjing", "07:00 London", "Conference Centre"],
            "zh-hans": ["年7月9日", "14:00 南京", "07:00 伦敦", "国际会议中心"],
        }[language]
        expected.append(mail.delegate.reference)
    for body in (text_of(letter), words_of(html_of(letter))):
        assert [text for text in expected if text not in body] == []
    assert expected[0] in message.subject


@every_letter
def test_chinese_letter_has_no_english_word(name):
    mail = letter_to_li(name, "zh-hans")

    message, letter = written(mail)

    for body in (message.subject, text_of(letter), words_of(html_of(letter))):
        assert re.findall("[A-Za-z]+", without_names(body, mail)) == []


@every_letter
def test_english_letter_has_no_chinese_word(name):
    mail = letter_to_li(name, "en")

    message, letter = written(mail)

    for body in (message.subject, text_of(letter), words_of(html_of(letter))):
        assert (
            re.findall("[\u3000-\u9fff\uff00-\uffef]", without_names(body, mail)) == []
        )


def without_names(body: str, mail: Letter) -> str:
    """Without links, addresses, the reference, and the address for the taxi driver."""
    body = re.sub(r"https?://\S+|\S+@\S+", " ", body)
    body = body.replace(FACTS["address_zh"], " ")
    return body.replace(mail.delegate.reference, " ")


@every_language
@every_letter
def test_html_asks_nobody_for_anything_and_knows_its_language(name, language):
    _message, letter = written(letter_to_li(name, language))

    html = html_of(letter)

    tag = {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{tag}">' in html
    assert re.findall(r"<(img|link|script|iframe|video|base)\b|src=|url\(", html) == []
    assert html.count("<h1") == 1


@every_language
@every_letter
def test_the_one_sentence_stands_in_the_preview_and_on_top(name, language):
    _message, letter = written(letter_to_li(name, language))

    html = html_of(letter)

    sentence = re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]
    hidden = re.search(r'<div style="display: none[^>]*>(.*?)</div>', html)[1]
    assert hidden.startswith(sentence)
    assert text_of(letter).splitlines()[2] == unescape(sentence)


@every_language
@every_letter
def test_lines_of_the_text_are_short(name, language):
    _message, letter = written(letter_to_li(name, language))

    lines = text_of(letter).splitlines()

    assert max(columns(line) for line in lines if "://" not in line) <= 72
    assert "\n\n\n" not in text_of(letter)


@every_language
@pytest.mark.parametrize("name", [kinds.ADDRESS_CHANGED, kinds.ERASED])
def test_a_note_to_the_address_before_names_nobody_and_opens_nothing(name, language):
    mail = letter_to_li(name, language)

    message, letter = written(mail)

    delegate = mail.delegate
    for body in (text_of(letter), html_of(letter)):
        for secret in ("/my/", "Li", "李", delegate.reference):
            assert secret not in body
        assert "office@example.org" in body
    assert message.text == text_of(letter)


@every_language
@every_letter_but_the_note
def test_what_is_kept_for_staff_opens_nothing(name, language):
    mail = letter_to_li(name, language)

    message, letter = written(mail)

    link = links.of_letter(mail)
    assert link in text_of(letter)
    assert link not in message.text
    assert "https://confsite.example/…" in message.text


def test_letter_speaks_the_language_of_its_row():
    mail = letter_to_li("pending", "en")

    with translation.override("zh-hans"):
        message = message_of(mail)

    assert message.subject == "Received: Innovation Conference"


@every_letter
def test_nobody_reads_again_what_stands_on_the_public_page(name):
    mail = letter_to_li(name, "en", attendance=Attendance.ONLINE)

    _message, letter = written(mail)

    for body in (text_of(letter), html_of(letter)):
        assert "ten minutes early" not in body
        assert "Conference Centre" not in body


@every_language
@every_letter
def test_filters_count_an_even_number_of_links(name, language):
    """rspamd's URI_COUNT_ODD: in the text, in HTML, and shown as what it leads to."""
    _message, letter = written(letter_to_li(name, language))

    html = html_of(letter)
    in_text = re.findall(r"https?://", text_of(letter))
    # The last of the links is counted twice more, as a text and as what it shows.
    in_html = re.findall(r'href="https?://', html)
    shown = re.findall(r">https?://", html)

    assert (len(in_text) + len(in_html) + 2 * len(shown)) % 2 == 0


@pytest.mark.parametrize(
    ("language", "place", "attachment"),
    [("en", "place", "attached"), ("zh-hans", "席位", "附件")],
)
def test_only_who_had_a_place_in_a_calendar_hears_of_it_at_the_end(
    language, place, attachment
):
    mail = letter_to_li("cancelled", language)
    told = text_of(written(mail)[1])
    mail.delegate.letters.exclude(pk=mail.pk).update(kind=kinds.WAITING)

    _message, letter = written(mail)

    for body in (text_of(letter), words_of(html_of(letter))):
        assert place not in body
        assert attachment not in body
    assert place in told
    assert attachment in told


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "no longer on the waiting list"), ("zh-hans", "已不在候补名单中")],
)
def test_who_moves_up_to_approval_reads_that_the_waiting_is_over(language, words):
    _message, letter = written(letter_to_li("moved_up_pending", language))

    assert words in text_of(letter).replace("\n", " ")


def test_who_takes_part_online_hears_of_no_entrance():
    for name in ("confirmed", "approved", "moved_up"):
        mail = letter_to_li(name, "en", attendance=Attendance.ONLINE)

        words = text_of(written(mail)[1]).replace("\n", " ")

        assert "The way in stands there as soon as it is known." in words
        assert "entrance" not in words


@pytest.mark.parametrize("name", ["confirmed", "approved", "moved_up"])
@pytest.mark.parametrize(
    ("language", "cancel", "decline"),
    [
        ("en", "please cancel on your personal page", "does not cancel it"),
        ("zh-hans", "请在个人页面取消登记", "并不会取消登记"),
    ],
)
def test_who_has_a_place_reads_how_to_give_it_back(name, language, cancel, decline):
    _message, letter = written(letter_to_li(name, language))

    for body in (text_of(letter), words_of(html_of(letter))):
        said = re.sub(r"\s+", " " if language == "en" else "", body)
        assert cancel in said
        assert decline in said


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", f"{STARTS_AT:%A} 9 July {STARTS_AT.year}"),
        (
            "zh-hans",
            f"{STARTS_AT.year}年7月9日（星期{'一二三四五六日'[STARTS_AT.weekday()]}）",
        ),
    ],
)
def test_a_day_has_its_name(language, day):
    _message, letter = written(letter_to_li("confirmed", language))

    assert day in text_of(letter)
    assert day in words_of(html_of(letter))


def test_facts_that_nobody_has_given_leave_no_gap():
    conference = make_conference(city_en="", city_zh="", second_time_zone="")
    make_registration_settings(conference=conference)

    _message, letter = written(letter_to_li("confirmed", "en", conference=conference))

    assert "Where\n  On site\n\nCategory" in text_of(letter)
    assert "\n\n\n" not in text_of(letter)
    assert "Any questions?" not in text_of(letter)


# -- What the registrant typed (S3) ------------------------------------------------


@every_language
@every_letter
def test_nothing_that_was_typed_is_repeated_but_the_greeting(name, language):
    typed = {
        "organisation": "Cheap Pills Ltd",
        "position": "Chief Temptation Officer",
        "phone": "+447400123456",
    }

    message, letter = written(letter_to_li(name, language, **typed))

    everything = "\n".join(
        [str(letter.items())]
        + [part.get_content() for part in letter.walk() if is_text(part)]
    )
    assert [text for text in typed.values() if text in everything] == []
    assert [text for text in typed.values() if text in message.text] == []


def is_text(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text"
