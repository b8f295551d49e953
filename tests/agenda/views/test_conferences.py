"""The list of all conferences, below the name of a language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Conference
from agenda.release import published
from agenda.views import conferences
from tests.clock import a_second_later
from tests.factories import make_conference, publish
from tests.pages import open_page


@pytest.fixture(autouse=True)
def _nothing_kept():
    # Numbers of releases come again in another test's transaction.
    for kept in (published.moments, published.facts, conferences.listed):
        kept.cache_clear()


def make_edition(slug: str, days: int, **columns) -> Conference:
    """One that begins in so many days."""
    starts_at = timezone.now() + timedelta(days=days)
    return make_conference(
        slug=slug, starts_at=starts_at, ends_at=starts_at + timedelta(days=2), **columns
    )


@pytest.mark.parametrize(
    ("language", "headings"),
    [("en", ["To come", "Past conferences"]), ("zh-hans", ["即将举行", "往届大会"])],
)
def test_those_to_come_stand_first_the_next_one_above_all(client, language, headings):
    make_edition("older", -800)
    make_edition("later", 400)
    make_edition("last", -400)
    make_edition("next", 30)
    make_edition("running", -1)
    make_edition("secret", 10, published=False)

    page = open_page(client, f"/{language}/")

    links = [link["href"] for link in page.all("a", rel=None)]
    start = f"/{language}/"
    listed = [a[len(start) : -1] for a in links if a.startswith(start) and a != start]
    assert listed == ["running", "next", "later", "last", "older"]
    assert [h.text for h in page.all("h2")] == headings


def test_one_open_conference_is_a_list_as_well(client):
    conference = make_edition("only", 30)

    page = open_page(client, "/en/")

    assert page.one("h1").text == "Conferences"
    assert page.one("h3").text == "Innovation Conference"
    assert conference.span.days in page.words
    assert "Past" not in page.words
    assert client.get("/")["Location"] == "/en/only/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "No conference has been published yet"),
        ("zh-hans", "目前还没有已发布的大会"),
    ],
)
def test_without_any_it_says_so(client, language, words):
    make_conference(published=False)

    assert words in open_page(client, f"/{language}/").words


def test_it_shows_what_was_published_and_where_that_is_now(client):
    conference = make_edition("first", 30)
    Conference.objects.update(name_en="Not yet published")
    page = open_page(client, "/en/")
    assert page.one("h3").text == "Innovation Conference"

    publish(conference)
    Conference.objects.update(slug="second")
    a_second_later()

    page = open_page(client, "/en/")
    assert page.one("h3").text == "Not yet published"
    assert "/en/second/" in page.html
    assert "/en/first/" not in page.html


def test_it_is_one_page_in_two_languages_and_named_in_the_sitemap(client):
    make_edition("only", 30)

    page = open_page(client, "/zh-hans/")

    assert [(e["hreflang"], e["href"]) for e in page.all("link", rel="alternate")] == [
        ("en", "https://confsite.example/en/"),
        ("x-default", "https://confsite.example/en/"),
        ("zh-Hans", "https://confsite.example/zh-hans/"),
    ]
    sitemap = client.get("/sitemap.xml").content.decode()
    for language in ("en", "zh-hans"):
        assert f"<loc>https://confsite.example/{language}/</loc>" in sitemap


def test_it_is_made_once_and_asks_for_no_programme(client, django_assert_num_queries):
    make_edition("only", 30)
    first = client.get("/en/")
    a_second_later()

    with django_assert_num_queries(1):
        again = client.get("/en/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_every_page_of_a_conference_leads_to_it(client):
    make_edition("only", 30)

    page = open_page(client, "/zh-hans/only/")

    assert [link.text for link in page.all("a", href="/zh-hans/")] == ["所有大会"]
