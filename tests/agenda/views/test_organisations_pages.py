"""Where people come from: the organisations of a programme, and the page of each."""

import pytest

from agenda.choices import AgreementStatus, Kind, OrganisationKind
from agenda.models import CountryName, Partner
from agenda.views.people import KINDS
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page


@pytest.fixture
def conference():
    return make_conference(published=False, slug="founding")


def add(conference, **columns):
    """An organisation that somebody in the programme comes from."""
    organisation = make_organisation(**columns)
    make_speaker(conference, organisation=organisation)
    return organisation


def organisations_page(client, language="en") -> Page:
    return open_page(client, f"/{language}/founding/organisations/")


def links(page: Page) -> list[str]:
    found = [e for e in page.all("a") if "/organisations/" in (e.get("href") or "")]
    return [e.text for e in found if e["href"][-2].isdigit()]


def test_organisations_stand_by_kind_and_name(client, conference):
    for name, kind in (
        ("Zeta", OrganisationKind.UNIVERSITY),
        ("Órbita", OrganisationKind.UNIVERSITY),
        ("alpha", OrganisationKind.UNIVERSITY),
        ("Ministry", OrganisationKind.GOVERNMENT),
        ("Club", OrganisationKind.OTHER),
    ):
        add(conference, name_en=name, kind=kind)
    publish(conference)

    page = organisations_page(client)

    assert links(page) == ["Ministry", "alpha", "Órbita", "Zeta", "Club"]
    assert [e.text for e in page.all("h2")] == [
        "Government and public bodies",
        "Universities",
        "Other organisations",
    ]


def test_every_kind_has_a_heading():
    assert set(KINDS) == set(OrganisationKind)


def test_in_chinese_the_names_are_in_the_order_of_pinyin(client, conference):
    for name in ("中山大学", "北京大学", "南京大学"):
        add(conference, name_zh=name)
    publish(conference)

    page = organisations_page(client, "zh-hans")

    assert links(page) == ["北京大学", "南京大学", "中山大学"]


def test_missing_chinese_falls_back_and_says_so(client, conference):
    add(conference, name_en="Oxford", name_zh="")
    publish(conference)

    html = organisations_page(client, "zh-hans").html

    assert '<span lang="en">Oxford</span>' in html


@pytest.mark.parametrize(
    ("language", "taipei", "london"),
    [
        ("en", "Institute Taiwan, China", "Council United Kingdom"),
        ("zh-hans", "Institute 中国台湾", "Council 英国"),
    ],
)
def test_countries_are_named_as_the_conference_names_them(
    client, conference, language, taipei, london
):
    for country, columns in {
        "TW": {"name_en": "Taiwan, China", "name_zh": "中国台湾"},
        "HK": {"is_hidden": True},
    }.items():
        CountryName.objects.create(conference=conference, country=country, **columns)
    hidden = add(conference, name_en="Harbour", name_zh="", country="HK")
    add(conference, name_en="Institute", name_zh="", country="TW")
    add(conference, name_en="Council", name_zh="", country="GB")
    publish(conference)

    page = organisations_page(client, language)

    assert taipei in page.words
    assert london in page.words
    assert "Hong Kong" not in page.html
    assert "香港" not in page.html
    address = f"/{language}/founding/organisations/{hidden.pk}/"
    assert "Hong Kong" not in open_page(client, address).html


def test_only_those_of_this_conference_are_named(client, conference):
    elsewhere = make_conference(published=False)
    other = add(elsewhere, name_en="Elsewhere")
    own = add(conference, name_en="Here")
    publish(elsewhere)
    publish(conference)

    assert links(organisations_page(client)) == ["Here"]
    assert client.get(f"/en/founding/organisations/{own.pk}/").status_code == 200
    assert client.get(f"/en/founding/organisations/{other.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000, "x", "-1", "١"])
def test_a_number_that_is_none_is_a_404(client, conference, number):
    publish(conference)

    response = client.get(f"/en/founding/organisations/{number}/")

    assert response.status_code == 404


def test_without_any_the_page_says_so(client, conference):
    publish(conference)

    assert "will be named here" in organisations_page(client).words


def test_the_page_of_one_says_who_comes_and_what_they_sign(client, conference):
    zone = make_organisation(
        name_en="Zone", kind=OrganisationKind.GOVERNMENT, country="CN"
    )
    oxford = make_organisation(name_en="Oxford")
    Partner.objects.create(conference=conference, organisation=zone)
    talk = make_session(conference, title_en="A talk")
    ours = make_speaker(conference, family_name="Li", organisation=zone)
    theirs = make_speaker(conference, family_name="Bountra", organisation=oxford)
    make_participation(talk, ours)
    make_participation(make_session(conference, title_en="Of others"), theirs)
    signing = make_session(conference, kind=Kind.SIGNING, title_en="Ceremony")
    make_agreement(
        signing,
        parties=[oxford, zone],
        title_en="Photonics",
        status=AgreementStatus.SIGNED,
    )
    make_agreement(signing, parties=[oxford], title_en="Of Oxford alone")
    publish(conference)

    page = open_page(client, f"/en/founding/organisations/{zone.pk}/")

    assert page.title == "Zone – Innovation Conference"
    assert (
        "Organisations Government Zone China Partner of the conference People"
        in page.words
    )
    assert "Ada Li" in page.words
    assert "Photonics" in page.words
    assert "A talk" in page.words
    for other in ("Bountra", "Of others", "Of Oxford alone"):
        assert other not in page.html


def test_hostile_names_stay_text(client, conference):
    evil = "<script>alert(1)</script>{{ 7*7 }}" + "x" * 200
    house = add(conference, name_en=evil, name_zh="量" * 300)
    publish(conference)

    for path in ("organisations/", f"organisations/{house.pk}/"):
        for language in ("en", "zh-hans"):
            html = open_page(client, f"/{language}/founding/{path}").html
            assert "<script>alert" not in html


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_a_page_costs_one_query_a_second_for_any_number(
    client, conference, number, path, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    house = make_organisation()
    for _ in range(number):
        add(conference)
        make_speaker(conference, organisation=house)
    publish(conference)
    address = f"/en/founding/organisations/{path.format(pk=house.pk)}"
    open_page(client, address)
    a_second_later()

    with django_assert_num_queries(1):
        open_page(client, address)
