"""The public pages of a programme."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Session
from agenda.registration_status import CLOSED, RegistrationStatus
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_participation,
    make_registration_settings,
    make_session,
    make_speaker,
    publish,
)

PAGES = ("", "agenda/", "speakers/", "privacy/", "accessibility/")
LANGUAGES = ("en", "zh-hans")


@pytest.fixture
def conference():
    conference = make_conference(published=False)
    session = make_session(
        conference,
        slug="opening",
        title_en="Opening remarks",
        title_zh="致辞",
        abstract_en="Why **we** meet.",
    )
    speaker = make_speaker(
        conference,
        slug="li",
        family_name="Li",
        given_name="Shigui",
        native_name="李世贵",
    )
    make_participation(session, speaker, role="host")
    publish(conference)
    return conference


def no_registration(slug: str) -> RegistrationStatus:
    return CLOSED


def get(client, conference, page="", language="en", **headers):
    return client.get(f"/{language}/{conference.slug}/{page}", headers=headers)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [*PAGES, "agenda/opening/", "speakers/li/"])
def test_every_page_opens_in_both_languages(client, conference, page, language):
    response = get(client, conference, page, language)

    html = response.content.decode()
    tag = {"en": "en", "zh-hans": "zh-Hans"}[language]
    other = {"en": "zh-hans", "zh-hans": "en"}[language]
    assert response.status_code == 200
    assert f'<html lang="{tag}">' in html
    assert f'href="/{other}/{conference.slug}/{page}"' in html
    assert response["Content-Language"] == language
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert "None" not in html


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", ("Opening remarks", "Li Shigui")), ("zh-hans", ("致辞", "李世贵"))],
)
def test_the_programme_says_who_speaks_when(client, conference, language, shown):
    html = get(client, conference, "agenda/", language).content.decode()

    for words in (*shown, "14:00", "07:00"):
        assert words in html


@pytest.mark.parametrize(
    "page",
    ["agenda/nowhere/", "speakers/nobody/", "nothing/", "agenda/Opening%20x/"],
)
def test_what_is_not_there_is_a_404(client, conference, page):
    assert get(client, conference, page).status_code == 404


def test_a_conference_that_was_never_published_is_a_404(client):
    conference = make_conference(published=False)
    make_session(conference, slug="opening")

    for page in (*PAGES, "agenda/opening/"):
        assert get(client, conference, page).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_for_reading(client, conference, method):
    response = getattr(client, method)(f"/en/{conference.slug}/")

    assert response.status_code == 405


def test_unpublished_changes_never_show(client, conference):
    before = {page: get(client, conference, page).content for page in PAGES}
    Session.objects.update(title_en="Unpublished", slug="moved", is_cancelled=True)
    type(conference).objects.update(name_en="Unpublished")
    secret = make_session(conference, slug="secret", title_en="Unpublished")
    make_participation(secret, make_speaker(conference, slug="guest"))

    after = {page: get(client, conference, page).content for page in PAGES}

    assert after == before
    assert get(client, conference, "agenda/opening/").status_code == 200
    for page in ("agenda/moved/", "agenda/secret/", "speakers/guest/"):
        assert get(client, conference, page).status_code == 404

    publish(conference)

    assert b"Unpublished" in get(client, conference, "agenda/").content
    assert get(client, conference, "agenda/secret/").status_code == 200


@pytest.mark.parametrize("sessions", [1, 3])
@pytest.mark.parametrize("page", ["", "agenda/", "speakers/"])
def test_a_page_costs_one_query_a_second_for_any_number_of_sessions(
    client, page, sessions, settings, django_assert_num_queries
):
    # The door is asked once in a second; what it costs is for registration to say.
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    conference = make_conference(published=False)
    for _ in range(sessions):
        make_participation(make_session(conference))
    publish(conference)
    get(client, conference, page)

    with django_assert_num_queries(0):
        assert get(client, conference, page).status_code == 200
    a_second_later()
    with django_assert_num_queries(1):
        assert get(client, conference, page).status_code == 200


def test_a_page_that_the_browser_has_is_not_sent_again(client, conference):
    first = get(client, conference, "agenda/")

    again = get(client, conference, "agenda/", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("known", ["W/{}", '"other", {}', "*"])
def test_a_proxy_may_ask_in_its_own_way(client, conference, known):
    etag = get(client, conference)["ETag"]

    again = get(client, conference, **{"If-None-Match": known.format(etag)})

    assert again.status_code == 304


def test_a_new_release_is_a_new_page(client, conference):
    old = get(client, conference, "agenda/")["ETag"]
    Session.objects.update(title_en="Moved")
    publish(conference)

    response = get(client, conference, "agenda/", **{"If-None-Match": old})

    assert response.status_code == 200
    assert response["ETag"] != old


def test_each_language_has_a_tag_of_its_own(client, conference):
    tags = {get(client, conference, "", language)["ETag"] for language in LANGUAGES}

    assert len(tags) == 2


def test_missing_chinese_falls_back_and_says_so(client, conference):
    make_session(conference, title_en="Round table", title_zh="", slug="table")
    publish(conference)

    html = get(client, conference, "agenda/", "zh-hans").content.decode()

    assert '<span lang="en">Round table</span>' in html
    page = get(client, conference, "agenda/table/", "zh-hans").content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Round table" in title
    assert "<" not in title


def test_what_staff_write_is_text(client, conference):
    evil = "<script>alert(1)</script>"
    make_session(conference, title_en=evil, slug="evil", abstract_en=evil)
    make_speaker(conference, family_name=evil, slug="mallory", biography_en=evil)
    publish(conference)

    for page in (*PAGES, "agenda/evil/", "speakers/mallory/"):
        assert evil not in get(client, conference, page).content.decode()


class TestHome:
    @pytest.mark.parametrize(
        ("accepted", "language"),
        [("zh-CN,zh;q=0.9", "zh-hans"), ("en-GB", "en"), ("fr", "en"), ("", "en")],
    )
    def test_home_leads_to_the_conference_in_the_readers_language(
        self, client, conference, accepted, language
    ):
        response = client.get("/", headers={"Accept-Language": accepted})

        assert response.status_code == 302
        assert response["Location"] == f"/{language}/{conference.slug}/"
        assert "Accept-Language" in response["Vary"]

    def test_home_says_when_there_is_nothing_yet(self, client):
        response = client.get("/", headers={"Accept-Language": "zh-CN"}, follow=True)

        assert response.redirect_chain == [("/zh-hans/", 302)]
        assert "<h1>大会" in response.content.decode()

    def test_an_address_without_a_language_finds_one(self, client, conference):
        response = client.get(
            f"/{conference.slug}/agenda/", headers={"Accept-Language": "zh-CN"}
        )

        assert response.status_code == 302
        assert response["Location"] == f"/zh-hans/{conference.slug}/agenda/"


class TestWayIn:
    """The door of registration, as the pages of the programme show it."""

    def front(self, client, conference) -> str:
        return get(client, conference).content.decode()

    def test_a_conference_without_a_desk_has_no_button(self, client, conference):
        assert "/register/" not in self.front(client, conference)

    def test_an_open_registration_has_a_button(self, client, conference):
        make_registration_settings(conference)
        make_category(conference)

        assert f'href="/en/{conference.slug}/register/"' in self.front(
            client, conference
        )

    def test_a_desk_that_has_closed_has_none(self, client, conference):
        make_registration_settings(
            conference, closes_at=timezone.now() - timedelta(hours=1)
        )
        make_category(conference)

        assert "/register/" not in self.front(client, conference)
