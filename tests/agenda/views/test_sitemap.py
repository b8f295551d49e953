"""What search engines are told: the sitemap, and where it is."""

import gzip
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from agenda.choices import AgreementStatus, Kind
from agenda.models import Session
from agenda.release import published
from agenda.views import sitemap
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import open_page

pytestmark = pytest.mark.server

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
SITE = "https://confsite.example"
PAGES = ("", "accessibility/", "agenda/", "changes/", "organisations/", "privacy/")


@pytest.fixture(autouse=True)
def _nothing_kept():
    # Numbers of releases come again in another test's transaction.
    sitemap.made.cache_clear()
    published.moments.cache_clear()
    published.facts.cache_clear()


@pytest.fixture
def conference():
    conference = make_conference(published=False, slug="founding")
    make_session(conference, slug="opening")
    house = make_organisation()
    make_speaker(conference, slug="li", organisation=house)
    publish(conference)
    return conference


def entries(client) -> dict[str, ElementTree.Element]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    urls = ElementTree.fromstring(response.content).findall("s:url", NAMES)
    return {url.findtext("s:loc", namespaces=NAMES): url for url in urls}


def paths(client, slug="founding", language="en") -> list[str]:
    start = f"{SITE}/{language}/{slug}/"
    return sorted(a.removeprefix(start) for a in entries(client) if a.startswith(start))


def test_every_public_page_is_named_in_both_languages(client, conference):
    house = conference.speakers.get().organisation_id

    expected = [*PAGES, "agenda/opening/", "speakers/", "speakers/li/"]
    expected = sorted([*expected, f"organisations/{house}/"])
    assert paths(client) == expected
    assert paths(client, language="zh-hans") == expected
    for path in expected:
        assert client.get(f"/en/founding/{path}").status_code == 200


def test_each_entry_names_its_other_language(client, conference):
    (release,) = conference.releases.all()

    url = entries(client)[f"{SITE}/zh-hans/founding/speakers/li/"]

    links = {
        link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
    }
    assert links == {
        "en": f"{SITE}/en/founding/speakers/li/",
        "zh-Hans": f"{SITE}/zh-hans/founding/speakers/li/",
        "x-default": f"{SITE}/en/founding/speakers/li/",
    }
    changed = url.findtext("s:lastmod", namespaces=NAMES)
    assert changed == release.made_at.isoformat(timespec="seconds")


def test_the_links_are_those_of_the_page(client, conference):
    page = open_page(client, "/en/founding/speakers/li/")

    url = entries(client)[f"{SITE}/en/founding/speakers/li/"]
    assert [(e["hreflang"], e["href"]) for e in page.all("link", rel="alternate")] != []
    assert sorted(
        (link.get("hreflang"), link.get("href"))
        for link in url.findall("x:link", NAMES)
    ) == sorted((e["hreflang"], e["href"]) for e in page.all("link", rel="alternate"))


def test_all_published_conferences_are_in_it(client, conference):
    make_conference(slug="second")
    make_conference(slug="secret", published=False)

    addresses = entries(client)

    assert f"{SITE}/en/second/" in addresses
    assert not [a for a in addresses if "/secret/" in a]


def test_results_are_named_once_there_are_some(client, conference):
    assert "results/" not in paths(client)

    session = make_session(conference, kind=Kind.SIGNING)
    make_agreement(session, status=AgreementStatus.SIGNED)
    publish(conference)

    assert "results/" in paths(client)


def test_results_are_named_when_the_conference_ends(client, conference, monkeypatch):
    assert "results/" not in paths(client)

    later = conference.ends_at + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert "results/" in paths(client)


def test_unpublished_changes_never_show(client, conference):
    before = client.get("/sitemap.xml").content
    make_session(conference, slug="secret")
    Session.objects.filter(slug="opening").update(slug="moved")

    assert client.get("/sitemap.xml").content == before

    publish(conference)

    assert {"agenda/secret/", "agenda/moved/"} <= set(paths(client))


def test_what_is_under_embargo_appears_when_it_ends(client, conference, monkeypatch):
    ends = timezone.now() + timedelta(hours=1)
    house = make_organisation()
    signing = make_session(conference, kind=Kind.SIGNING)
    make_agreement(signing, parties=[house], embargo_until=ends)
    publish(conference)
    assert f"organisations/{house.pk}/" not in paths(client)

    monkeypatch.setattr("django.utils.timezone.now", lambda: ends)

    assert f"organisations/{house.pk}/" in paths(client)
    changed = entries(client)[f"{SITE}/en/founding/"].findtext(
        "s:lastmod", namespaces=NAMES
    )
    assert changed == ends.isoformat(timespec="seconds")


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_reader_has_is_not_sent_again(client, conference, known):
    first = client.get("/sitemap.xml")

    again = client.get(
        "/sitemap.xml", headers={"If-None-Match": known.format(first["ETag"])}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_whoever_reads_gzip_gets_it(client, conference):
    plain = client.get("/sitemap.xml")
    packed = client.get("/sitemap.xml", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.parametrize("conferences", [1, 3])
def test_it_costs_one_query_for_any_number_of_conferences(
    client, conferences, django_assert_num_queries
):
    for _ in range(conferences):
        make_session(make_conference())
    client.get("/sitemap.xml")

    with django_assert_num_queries(1):
        client.get("/sitemap.xml")


def test_without_a_conference_it_is_empty(client):
    assert entries(client) == {}


def test_robots_are_led_to_it(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?q=",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_both_are_the_same_in_every_language(client, conference, path):
    answers = [
        client.get(path, headers={"Accept-Language": language})
        for language in ("en", "zh-CN")
    ]

    for response in answers:
        assert response["Vary"] == "Accept-Encoding"
        assert "Content-Language" not in response
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_both_are_for_reading(client, path, method):
    assert getattr(client, method)(path).status_code == 405
