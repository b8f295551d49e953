"""Addresses live on: they lead to where something is now, or say that it is gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agenda.choices import Kind
from agenda.models import Conference, FormerSlug, Session, Speaker
from agenda.release import addresses
from tests.clock import a_second_later
from tests.factories import (
    make_agreement,
    make_conference,
    make_session,
    make_signature,
    make_speaker,
    publish,
)
from tests.pages import Page


@pytest.fixture
def conference() -> Conference:
    conference = make_conference(published=False, slug="founding")
    make_session(conference, slug="opening")
    make_session(conference, slug="panel")
    make_speaker(conference, slug="li")
    publish(conference)
    return conference


def rename(row, slug: str) -> None:
    type(row).objects.filter(pk=row.pk).update(slug=slug)
    if isinstance(row, Conference):
        a_second_later()
    else:
        publish(row.conference)


def led(client, address: str, method: str = "get") -> tuple[int, str]:
    response = getattr(client, method)(address)
    return response.status_code, response.headers.get("Location", "")


class TestWithinAConference:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("agenda/opening/", "agenda/welcome/"),
            ("agenda/opening.ics?lang=en", "agenda/welcome.ics?lang=en"),
            ("speakers/li/", "speakers/li-xiaoming/"),
            (
                "speakers/li/?a=//evil.example/&b=%E4%B8%AD",
                "speakers/li-xiaoming/?a=//evil.example/&b=%E4%B8%AD",
            ),
        ],
    )
    def test_an_old_address_leads_on(self, client, conference, language, before, after):
        rename(Session.objects.get(slug="opening"), "welcome")
        rename(Speaker.objects.get(), "li-xiaoming")
        publish(conference)
        start = f"/{language}/founding/"

        status, location = led(client, start + before)

        assert (status, location) == (301, start + after)
        assert client.get(location).status_code == 200
        assert led(client, start + before, "head") == (301, start + after)

    def test_nobody_keeps_where_it_leads(self, client, conference):
        """There and back again: a browser that kept both would go in a circle."""
        opening = Session.objects.get(slug="opening")
        rename(opening, "welcome")
        response = client.get("/en/founding/agenda/opening/")
        rename(opening, "opening")

        assert response["Cache-Control"] == "no-store"
        assert led(client, "/en/founding/agenda/opening/") == (200, "")
        assert led(client, "/en/founding/agenda/welcome/") == (
            301,
            "/en/founding/agenda/opening/",
        )

    def test_an_address_belongs_to_whoever_has_it_now(self, client, conference):
        rename(Session.objects.get(slug="opening"), "welcome")
        rename(Session.objects.get(slug="panel"), "opening")

        assert led(client, "/en/founding/agenda/opening/") == (200, "")
        assert led(client, "/en/founding/agenda/panel/") == (
            301,
            "/en/founding/agenda/opening/",
        )

    def test_of_two_that_had_it_the_last_one_is_meant(self, client, conference):
        opening, panel = Session.objects.order_by("pk")
        rename(opening, "welcome")
        rename(panel, "opening")
        rename(panel, "debate")

        assert led(client, "/en/founding/agenda/opening/")[1].endswith("/debate/")

    def test_what_was_never_published_is_no_address(self, client, conference):
        opening = Session.objects.get(slug="opening")
        Session.objects.filter(pk=opening.pk).update(slug="a-draft")
        rename(opening, "welcome")

        assert led(client, "/en/founding/agenda/a-draft/") == (404, "")
        assert led(client, "/en/founding/speakers/opening/") == (404, "")

    @pytest.mark.parametrize(
        ("path", "leads_to"),
        [
            ("agenda/opening/", "agenda/"),
            ("agenda/opening.ics", "agenda/"),
            ("speakers/li/", "speakers/"),
        ],
    )
    def test_what_was_taken_out_says_so_in_both_languages(
        self, client, conference, path, leads_to
    ):
        Session.objects.get(slug="opening").delete()
        Speaker.objects.all().delete()
        publish(conference)

        response = client.get(f"/zh-hans/founding/{path}")

        page = Page(response.content.decode())
        assert response.status_code == 410
        assert page.one("h1").text == "已不在日程中"
        assert page.one("h2").text == "No longer in the programme"
        for language in ("en", "zh-hans"):
            links = [link["href"] for link in page.all("a")]
            assert f"/{language}/founding/{leads_to}" in links

    def test_who_was_under_embargo_was_never_here(self, client, conference):
        signing = make_session(conference, kind=Kind.SIGNING)
        pact = make_agreement(
            signing, embargo_until=timezone.now() + timedelta(hours=1)
        )
        secret = make_speaker(conference, slug="secret")
        make_signature(pact, secret)
        publish(conference)
        rename(secret, "top-secret")
        assert led(client, "/en/founding/speakers/secret/") == (404, "")

        secret.delete()
        publish(conference)

        for slug in ("secret", "top-secret"):
            assert led(client, f"/en/founding/speakers/{slug}/") == (404, "")

    def test_many_who_ask_for_nothing_read_the_releases_once(
        self, client, conference, django_assert_num_queries
    ):
        publish(conference)
        led(client, "/en/founding/agenda/nothing/")

        with django_assert_num_queries(0):
            for number in range(3):
                status = led(client, f"/en/founding/agenda/nothing-{number}/")
                assert status == (404, "")
        assert addresses.Release.objects.count() == 2


class TestAConference:
    @pytest.mark.parametrize(
        "path",
        [
            "/en/founding/",
            "/zh-hans/founding/agenda/opening/?day=2030-07-09&q=%E4%B8%AD",
            "/en/founding/agenda.ics",
            "/en/founding/register/",
            "/en/founding/nowhere/at/all?next=//evil.example/",
            "/en/founding//evil.example/founding/",
        ],
    )
    def test_leads_on_with_all_that_follows(self, client, conference, path):
        rename(conference, "china-uk")

        expected = path.replace("/founding", "/china-uk", 1)
        assert led(client, path) == (301, expected)

    def test_what_was_typed_is_sent_on(self, client, conference):
        rename(conference, "china-uk")

        response = client.post("/en/founding/register/", {"family_name": "Li"})

        assert response.status_code == 308
        assert response["Location"] == "/en/china-uk/register/"

    def test_its_pages_are_at_the_new_address_at_once(self, client, conference):
        client.get("/en/founding/")
        rename(conference, "china-uk")

        html = client.get("/en/china-uk/").content.decode()

        assert "/en/china-uk/agenda/" in html
        assert "/founding/" not in html
        sitemap = client.get("/sitemap.xml").content.decode()
        assert "/china-uk/agenda/opening/" in sitemap
        assert "/founding/" not in sitemap

    def test_no_answer_is_kept_for_an_address_that_was(self, client, conference):
        """The microcache keeps pages alone, and those for a second."""
        gzip = {"Accept-Encoding": "gzip"}
        statuses = []
        for slug in ("founding", "china-uk", "founding"):
            rename(conference, slug)
            for address in ("/en/founding/", "/en/china-uk/"):
                answers = {client.get(address, headers=gzip).status_code for _ in "ab"}
                statuses.append(answers)

        assert statuses == [{200}, {404}, {301}, {200}, {200}, {301}]

    def test_of_several_addresses_each_leads_to_the_last(self, client, conference):
        for slug in ("second", "third", "founding", "fourth"):
            rename(conference, slug)

        for slug in ("second", "third", "founding"):
            assert led(client, f"/en/{slug}/") == (301, "/en/fourth/")
        assert led(client, "/en/fourth/") == (200, "")
        rename(conference, "founding")
        assert led(client, "/en/founding/") == (200, "")

    def test_an_address_in_use_again_belongs_to_the_new_one(self, client, conference):
        rename(conference, "china-uk")
        draft = make_conference(slug="founding", published=False)
        assert led(client, "/en/founding/") == (301, "/en/china-uk/")

        publish(draft)

        assert led(client, "/en/founding/") == (200, "")
        assert led(client, "/en/founding/agenda/opening/") == (404, "")

    def test_two_that_change_places_lead_to_no_circle(self, client, conference):
        other = make_conference(slug="other", published=False)
        conference.releases.all().delete()
        for row, slug in (
            (conference, "x"),
            (other, "founding"),
            (conference, "other"),
        ):
            rename(row, slug)

        assert led(client, "/en/founding/") == (404, "")
        assert led(client, "/en/other/") == (404, "")

    def test_is_remembered_by_whatever_way_it_is_changed(self, conference):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE agenda_conference SET slug = 'china-uk'")

        assert [(f.slug, f.conference) for f in FormerSlug.objects.all()] == [
            ("founding", conference)
        ]

    def test_another_page_that_is_not_there_costs_no_more_than_a_look(
        self, client, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            client.get("/nothing/at/all")
        with django_assert_num_queries(3):
            assert client.get("/en/nothing/").status_code == 404
