"""What came of a conference: its page, the ways to it, and what is kept back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.choices import AgreementStatus, Field, Kind
from agenda.models import Agreement, Conference
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
from tests.pages import open_page

DAY = timedelta(days=1)


def make_past(**columns) -> Conference:
    starts_at = timezone.now() - 2 * DAY
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=5)}
    return make_conference(published=False, **times | columns)


@pytest.fixture
def past():
    """Two agreements and a centre are concluded, one is not; one talk was filmed."""
    conference = make_past(outcome_en="It **went** well.", outcome_zh="圆满成功。")
    signing = make_session(conference, kind=Kind.SIGNING, title_en="Ceremony")
    for title, columns in {
        "Photonics": {"field": Field.UNIVERSITY, "status": AgreementStatus.SIGNED},
        "Exchange": {"field": Field.TALENT, "status": AgreementStatus.PUBLISHED},
        "Centre": {"field": Field.CENTRE, "status": AgreementStatus.SIGNED},
        "Never signed": {"field": Field.CAPITAL, "status": AgreementStatus.READY},
    }.items():
        houses = [make_organisation(), make_organisation()]
        make_agreement(signing, parties=houses, title_en=title, **columns)
    talk = make_session(
        conference, title_en="A talk", recording_url="https://video.example/1"
    )
    make_participation(talk, make_speaker(conference, family_name="Li"))
    publish(conference)
    return conference


def results(client, conference, language="en"):
    return open_page(client, f"/{language}/{conference.slug}/results/")


def headings(page) -> list[str]:
    return [" ".join(e.text.split()) for e in page.all("h2")]


def test_results_stand_by_field(client, past):
    page = results(client, past)

    assert headings(page) == [
        "Cooperation with universities",
        "International talent",
        "Innovation centres",
        "Recordings",
        "Speakers",
    ]
    words = page.words
    assert "2 agreements signed 1 centre inaugurated 1 speaker 1 recording" in words
    assert "It went well." in words
    assert "Never signed" not in page.html
    assert len(page.all("a", href="https://video.example/1")) == 1


def test_results_in_chinese(client, past):
    page = results(client, past, "zh-hans")

    assert headings(page) == ["高校合作", "国际人才", "创新中心", "会议录像", "嘉宾"]
    assert "圆满成功。" in page.html


def test_before_there_is_anything_the_page_says_when(client):
    conference = make_conference()

    page = results(client, conference)

    assert "will stand here after the conference" in page.words
    ends = f"9 July {conference.ends_at.year} at 19:00 Nanjing · 12:00 London."
    assert f"It ends on {ends}" in page.words
    assert headings(page) == []


def links(client, conference, path="") -> int:
    """How often a page leads to the results: twice in the bar, once in the foot."""
    page = open_page(client, f"/en/{conference.slug}/{path}")
    return len(page.all("a", href=f"/en/{conference.slug}/results/"))


@pytest.mark.parametrize("path", ["agenda/", "speakers/", "organisations/"])
def test_the_bar_leads_to_results_when_there_are_some(client, past, path):
    coming = make_conference()

    assert links(client, past, path) == 3
    assert links(client, coming, path) == 0


def test_what_is_signed_early_is_a_result_already(client):
    conference = make_conference(published=False)
    signing = make_session(conference, kind=Kind.SIGNING)
    make_agreement(signing, title_en="Photonics", status=AgreementStatus.SIGNED)
    publish(conference)

    assert "Photonics" in results(client, conference).html
    assert links(client, conference, "agenda/") == 3


def test_a_page_that_is_kept_notices_when_the_conference_ends(client, monkeypatch):
    conference = make_conference()
    assert links(client, conference, "privacy/") == 0

    later = conference.ends_at + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    a_second_later()

    assert links(client, conference, "privacy/") == 3
    assert "after the conference" not in results(client, conference).html


def test_a_past_front_page_begins_with_what_came_of_it(client, past):
    page = open_page(client, f"/en/{past.slug}/")

    assert headings(page)[0] == "What came of it"
    assert "It went well." in page.words
    assert links(client, past) == 4


def test_a_front_page_shows_the_pairs_that_sign_by_field(client):
    conference = make_conference(published=False)
    signing = make_session(conference, kind=Kind.SIGNING, title_en="Ceremony")
    houses = [make_organisation(name_en="Oxford"), make_organisation(name_en="Zone")]
    make_agreement(signing, parties=houses, title_en="Photonics", field=Field.CAPITAL)
    publish(conference)

    words = open_page(client, f"/en/{conference.slug}/").words

    assert "International capital Oxford – Zone Photonics" in words


def test_a_conference_of_which_nothing_is_told_can_be_looked_back_at(client):
    conference = make_past()
    publish(conference)

    assert results(client, conference).title == "Results – Innovation Conference"
    assert headings(open_page(client, f"/en/{conference.slug}/"))[0] == (
        "What came of it"
    )


# -- Embargo -----------------------------------------------------------------------

PAGES = (
    "",
    "agenda/",
    "agenda/ceremony/",
    "changes/",
    "speakers/",
    "speakers/?q=secret",
    "organisations/",
    "organisations/{open}/",
    "results/",
    "agenda.ics",
    "agenda/ceremony.ics",
    "schedule.json",
    "schedule.xml",
)


@pytest.fixture
def embargoed():
    """Concluded, and secret until tomorrow; the ceremony itself is public."""
    conference = make_past()
    session = make_session(conference, kind=Kind.SIGNING, slug="ceremony")
    known = make_organisation(name_en="Open House")
    make_speaker(conference, organisation=known)
    agreement = make_agreement(
        session,
        title_en="Secret plan",
        title_zh="Secret plan",
        parties=[known, make_organisation(name_en="Secret House", name_zh="")],
        status=AgreementStatus.PUBLISHED,
        url="https://secret.example/",
        embargo_until=timezone.now() + DAY,
    )
    person = make_speaker(conference, family_name="Secret", slug="secret-person")
    make_signature(agreement, person)
    publish(conference)
    return conference


def everywhere(client, conference) -> str:
    known = conference.speakers.get(organisation__isnull=False).organisation_id
    pages = [
        client.get(f"/{language}/{conference.slug}/{page.format(open=known)}")
        for language in ("en", "zh-hans")
        for page in PAGES
    ]
    pages.append(client.get("/sitemap.xml"))
    assert {page.status_code for page in pages} == {200}
    return "".join(page.content.decode() for page in pages).lower()


def own_pages(client, conference) -> list[int]:
    house = Agreement.objects.get().parties.get(name_en="Secret House")
    paths = ("speakers/secret-person/", f"organisations/{house.pk}/")
    return [client.get(f"/en/{conference.slug}/{p}").status_code for p in paths]


def test_nothing_under_embargo_is_anywhere(client, embargoed):
    shown = everywhere(client, embargoed).replace("q=secret", "")

    assert "secret plan" not in shown
    assert "secret house" not in shown
    assert "secret-person" not in shown
    assert "secret.example" not in shown
    assert own_pages(client, embargoed) == [404, 404]


def test_when_the_embargo_ends_it_is_everywhere(client, embargoed, monkeypatch):
    everywhere(client, embargoed)
    later = timezone.now() + 2 * DAY
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    a_second_later()

    shown = everywhere(client, embargoed)

    for secret in ("secret plan", "secret house", "secret-person", "secret.example"):
        assert secret in shown
    assert own_pages(client, embargoed) == [200, 200]


@pytest.mark.parametrize("agreements", [1, 3])
def test_the_page_costs_one_query_a_second(
    client, agreements, settings, django_assert_num_queries
):
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    conference = make_past()
    for _ in range(agreements):
        signing = make_session(conference, kind=Kind.SIGNING)
        agreement = make_agreement(
            signing, parties=[make_organisation()], status=AgreementStatus.SIGNED
        )
        make_signature(agreement)
    publish(conference)
    results(client, conference)
    a_second_later()

    with django_assert_num_queries(1):
        results(client, conference)
