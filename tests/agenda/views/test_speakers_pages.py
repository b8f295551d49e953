"""Everybody in a programme: the index of names, and the page of one person."""

import pytest

from agenda.choices import AgreementStatus, Field, Kind
from agenda.models import Speaker
from agenda.release import alphabet, programme, search
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

MANY = 13


@pytest.fixture
def conference():
    return make_conference(published=False, slug="founding")


def speakers_page(client, language="en") -> Page:
    return open_page(client, f"/{language}/founding/speakers/")


def slugs(page: Page) -> list[str]:
    links = [(e.get("href") or "").split("/speakers/") for e in page.all("a")]
    return [link[1].rstrip("/") for link in links if len(link) == 2 and link[1]]


def add_many(conference) -> None:
    for number in range(MANY):
        make_speaker(conference, family_name="Zuse", slug=f"z{number:02}")


def test_a_few_stand_in_the_order_of_precedence(client, conference):
    make_speaker(conference, family_name="Abel", slug="second", precedence=2)
    make_speaker(conference, family_name="Zhu", slug="first", precedence=1)
    publish(conference)

    page = speakers_page(client)

    assert slugs(page) == ["first", "second"]
    assert page.all("input", name="q") == []
    assert "letters" not in page.html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_many_stand_by_the_letter_of_the_family_name(client, conference, language):
    add_many(conference)
    for slug, family, given, native in (
        ("li", "Li", "Shigui", "李世贵"),
        ("lukasz", "Łoś", "Anna", ""),
        ("oestergaard", "Østergaard", "Bo", ""),
        ("deng", "", "", "邓小平"),
        ("arabic", "الخوارزمي", "محمد", ""),
    ):
        names = {"family_name": family, "given_name": given, "native_name": native}
        make_speaker(conference, slug=slug, **names)
    publish(conference)

    page = speakers_page(client, language)

    letters = [e for e in page.all("a") if (e.get("href") or "").startswith("#letter")]
    headings = {e["id"]: " ".join(e.text.split()) for e in page.all("h2")}
    others = {"en": "… Other names", "zh-hans": "… 其他姓名"}[language]
    in_order = ["D", "L", "O", "Z", others.replace(" ", "")]
    assert [headings[e["href"][1:]].replace(" ", "") for e in letters] == [
        text.replace(" ", "") for text in in_order
    ]
    assert [s for s in slugs(page) if not s.startswith("z")] == [
        *("deng", "li", "lukasz", "oestergaard", "arabic")
    ]
    assert len(page.all("input", name="q")) == 1


@pytest.mark.parametrize(
    ("names", "letter"),
    [
        ({"family_name": "Li"}, "L"),
        ({"family_name": "de Gaulle"}, "D"),
        ({"family_name": "ｗａｎｇ"}, "W"),
        ({"family_name": "", "given_name": "Pelé"}, "P"),
        ({"family_name": "Lyu", "native_name": "吕娜"}, "L"),
        ({"family_name": "吕"}, "L"),
        ({"native_name": "王小明"}, "W"),
        ({"native_name": "曾国藩"}, "Z"),
        ({"native_name": "单田芳"}, "S"),
        ({"native_name": "欧阳修"}, "O"),
        ({"native_name": "𠮷喆"}, ""),
        ({"family_name": "123"}, ""),
        ({"family_name": "😀"}, ""),
        ({"family_name": "]]>&amp;"}, "A"),
        ({"family_name": "\u202e\u200bŁoś"}, "L"),
        ({"family_name": "\u202e", "given_name": "Ada"}, "A"),
        ({"native_name": "\u200b王小明"}, "W"),
    ],
)
def test_a_letter_is_that_of_the_pinyin_or_of_the_plain_latin_name(names, letter):
    empty = {"family_name": "", "given_name": "", "native_name": ""}
    speaker = Speaker(**empty | names)

    assert alphabet.letter_of(speaker) == letter


@pytest.mark.parametrize(
    "family",
    ["]]>&amp;", "\u202eLi", "‘Okina", "’t Hooft", "ʻOkina", "ｗａｎｇ", "«Éva»"],
)
def test_the_letter_is_that_of_the_monogram(family):
    speaker = Speaker(family_name=family, given_name="", native_name="")

    assert alphabet.letter_of(speaker) == search.plain(speaker.monogram).upper() != ""


def test_within_a_letter_names_are_in_order(conference):
    for family, given in (("Lin", "A"), ("Li", "Na"), ("Li", "An"), ("Łi", "B")):
        make_speaker(conference, family_name=family, given_name=given)
    make_speaker(conference, family_name="", given_name="", native_name="李")
    publish(conference)

    (letter,) = alphabet.by_letter(programme.latest("founding").speakers)

    names = [(s.family_name, s.given_name or s.native_name) for s in letter.speakers]
    assert names == [("", "李"), ("Li", "An"), ("Łi", "B"), ("Li", "Na"), ("Lin", "A")]


def test_the_front_page_keeps_the_order_of_precedence(client, conference):
    add_many(conference)
    make_speaker(conference, family_name="Wu", slug="chair", precedence=1)
    publish(conference)

    page = open_page(client, "/en/founding/")

    assert slugs(page)[0] == "chair"
    assert len(slugs(page)) == 12


def test_a_page_of_nobody_says_so(client, conference):
    publish(conference)

    assert "will be named here" in speakers_page(client).words


@pytest.mark.parametrize("number", [1, 3, MANY + 1, MANY + 3])
def test_the_index_costs_one_query_a_second_for_any_number(
    client, conference, number, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    for _ in range(number):
        make_speaker(conference, organisation=make_organisation())
    publish(conference)
    speakers_page(client)
    a_second_later()

    with django_assert_num_queries(1):
        assert len(slugs(speakers_page(client))) == number


# -- The page of one person --------------------------------------------------------


@pytest.fixture
def speaker(conference):
    """Chairs the conference, gives a talk, signs one agreement."""
    house = make_organisation(name_en="Zone", name_zh="开发区")
    speaker = make_speaker(
        conference,
        slug="li",
        family_name="Li",
        given_name="Shigui",
        native_name="李世贵",
        position_en="Secretary",
        role="chair",
        organisation=house,
    )
    talk = make_session(conference, title_en="A talk", slug="talk")
    make_participation(talk, speaker, role="speaker")
    make_participation(talk, speaker, role="moderator", position=1)
    make_participation(make_session(conference, title_en="Of others"))
    signing = make_session(conference, kind=Kind.SIGNING, title_en="Ceremony")
    other = make_organisation(name_en="Oxford")
    agreement = make_agreement(
        signing,
        parties=[other, house],
        title_en="Photonics",
        field=Field.UNIVERSITY,
        status=AgreementStatus.SIGNED,
    )
    make_signature(agreement, speaker)
    make_agreement(signing, title_en="Of somebody else")
    publish(conference)
    return speaker


def test_a_person_has_a_role_an_organisation_and_sessions(client, speaker):
    page = open_page(client, "/en/founding/speakers/li/")

    assert "Chair Li Shigui 李世贵 Secretary Zone On site" in page.words
    address = f"/en/founding/organisations/{speaker.organisation_id}/"
    assert [e.text for e in page.all("a", href=address)] == ["Zone"]
    assert "Speaker · Moderator A talk" in page.words
    assert "Of others" not in page.html


def test_a_person_has_the_agreements_they_sign(client, speaker):
    page = open_page(client, "/en/founding/speakers/li/")

    assert "Agreements Signatory · Signed Oxford – Zone Photonics" in page.words
    assert "Of somebody else" not in page.html


def test_the_day_is_said_where_there_are_several(client, speaker):
    conference = speaker.conference
    day = f"9 July {conference.starts_at.year} 14:00"
    assert day not in open_page(client, "/en/founding/speakers/li/").words

    later = conference.starts_at.replace(day=11)
    make_session(conference, starts_at=later)
    publish(conference)

    assert day in open_page(client, "/en/founding/speakers/li/").words


def test_hostile_names_stay_text(client, conference):
    evil = "<script>alert(1)</script>{{ 7*7 }}" + "x" * 200
    make_speaker(conference, slug="evil", family_name=evil, position_en=evil)
    publish(conference)

    for path in ("speakers/", "speakers/evil/", ""):
        html = open_page(client, f"/en/founding/{path}").html
        assert "<script>alert" not in html
        assert "{{ 7*7 }}" in html
