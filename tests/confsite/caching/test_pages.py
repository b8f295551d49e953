"""What pages and exports are kept in: made once, and within bounds."""

import gc
import re
import time
import weakref

import pytest
from cachetools import cached
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from agenda.models import Release
from agenda.registration_status import RegistrationStatus
from agenda.release import programme
from agenda.views import page
from confsite.caching import pages
from confsite.caching.pages import OVERHEAD, PageCache, RenderedPage
from registration.letters import render
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_open_conference,
    make_session,
    publish,
)
from tests.threads import in_threads

GZIP = {"Accept-Encoding": "gzip"}


class Something:
    """Stands for a programme, of which a cache knows no more than that it is there."""


def made_of(kilobytes: int) -> RenderedPage:
    return RenderedPage(b"x" * (kilobytes * 1000), "digest")


@pytest.fixture
def release():
    return Something()


@pytest.fixture
def made():
    return []


@pytest.fixture
def make(made):
    def make(release, *arguments) -> RenderedPage:
        made.append(arguments)
        return made_of(1)

    return make


@pytest.fixture
def make_slowly(made):
    def make_slowly(release, *arguments) -> RenderedPage:
        made.append(arguments)
        time.sleep(0.05)
        return made_of(1)

    return make_slowly


class TestPageCache:
    def test_the_same_is_made_once(self, release, make, made):
        cache = PageCache(room=1_000_000)

        first = cache.get(make, release, "en", 1)
        again = cache.get(make, release, "en", 1)
        cache.get(make, release, "zh-hans", 1)
        cache.get(make, Something(), "en", 1)

        assert again is first
        assert made == [("en", 1), ("zh-hans", 1), ("en", 1)]

    def test_a_crowd_makes_it_once(self, release, make_slowly, made):
        cache = PageCache(room=1_000_000)

        in_threads(6, lambda n: cache.get(make_slowly, release, n // 3))

        assert sorted(made) == [(0,), (1,)]

    def test_without_a_condition_everybody_would_make_it(
        self, release, make_slowly, made, monkeypatch
    ):
        """The negative control."""
        monkeypatch.setattr(pages, "cached", lambda it, key, *turns: cached(it, key))
        cache = PageCache(room=1_000_000)

        in_threads(6, lambda n: cache.get(make_slowly, release, n // 3))

        assert len(made) > 2

    def test_what_was_not_asked_for_longest_makes_room(self, release, make, made):
        cache = PageCache(room=3 * (1000 + OVERHEAD))

        for name in ("a", "b", "c", "a", "d", "a", "b"):
            cache.get(make, release, name)

        assert made == [("a",), ("b",), ("c",), ("d",), ("b",)]
        assert cache.pages.currsize == 3 * (1000 + OVERHEAD)

    def test_what_is_larger_than_the_room_is_made_and_not_kept(self, release):
        cache = PageCache(room=100_000)

        assert cache.get(lambda release: made_of(200), release) == made_of(200)
        assert (cache.pages.currsize, len(cache.pages)) == (0, 0)

    def test_what_is_not_there_is_not_kept(self, release):
        cache = PageCache(room=100_000)

        def missing(release) -> RenderedPage:
            raise Http404

        for _ in range(2):
            with pytest.raises(Http404):
                cache.get(missing, release)

        assert (cache.pages.currsize, len(cache.pages)) == (0, 0)

    def test_what_was_made_of_a_release_does_not_keep_the_release(self, make):
        cache = PageCache(room=100_000)
        release = Something()
        cache.get(make, release)
        alive = weakref.ref(release)

        del release
        gc.collect()

        assert alive() is None


def test_the_plain_body_is_what_was_given():
    assert RenderedPage.of("正文".encode()).body == "正文".encode()


class Places:
    """A door whose sentence counts."""

    left = 42


def counting_status(slug: str) -> RegistrationStatus:
    return RegistrationStatus(
        "open", "Register", "/register/", f"{Places.left} places left"
    )


def test_a_sign_up_makes_the_front_page_anew_and_no_other(
    client, settings, monkeypatch
):
    settings.REGISTRATION_STATUS = f"{__name__}.counting_status"
    conference = make_conference()
    rendered = []
    render = page.render_to_string
    monkeypatch.setattr(
        page,
        "render_to_string",
        lambda name, context: rendered.append(name) or render(name, context),
    )

    for left in (42, 41):
        monkeypatch.setattr(Places, "left", left)
        a_second_later()
        for path in ("", "agenda/", "speakers/"):
            html = client.get(f"/en/{conference.slug}/{path}").content.decode()
            assert (f"{left} places left" in html) == (path == "")

    assert rendered == [
        "agenda/front.html",
        "agenda/programme.html",
        "agenda/speakers.html",
        "agenda/front.html",
    ]


def test_filters_push_out_no_whole_page(client, monkeypatch):
    monkeypatch.setattr(page, "PAGES", PageCache(room=1_000_000))
    monkeypatch.setattr(page, "FILTERED", PageCache(room=1))
    conference = make_conference(published=False)
    make_session(conference, kind="talk")
    publish(conference)
    address = f"/en/{conference.slug}/agenda/"

    client.get(address)
    client.get(f"{address}?kind=talk")
    client.get(f"{address}?made-up=1")

    assert len(page.PAGES.pages) == 1
    assert len(page.FILTERED.pages) == 0


@pytest.mark.parametrize("releases", [1, 60])
@pytest.mark.parametrize("path", ["", "agenda/", "schedule.json"])
def test_past_releases_cost_a_page_nothing(client, settings, path, releases):
    """After the latest release is read once, a page asks for its number alone."""
    settings.REGISTRATION_STATUS = "tests.agenda.views.test_pages.no_registration"
    conference = make_conference(published=False)
    make_session(conference)
    first = publish(conference)
    Release.objects.bulk_create(
        Release(conference=conference, number=number, snapshot=first.snapshot)
        for number in range(2, releases + 1)
    )
    latest = conference.releases.latest()
    a_second_later()
    address = f"/en/{conference.slug}/{path}"

    with CaptureQueriesContext(connection) as cold:
        client.get(address, headers=GZIP)
    a_second_later()
    with CaptureQueriesContext(connection) as warm:
        client.get(address, headers=GZIP)

    snapshots = [q["sql"] for q in cold.captured_queries if '"snapshot"' in q["sql"]]
    assert len(cold.captured_queries) <= 3
    assert [re.findall(r'"id" = (\d+)', sql) for sql in snapshots] == [[str(latest.pk)]]
    assert len(warm.captured_queries) == 1
    assert "snapshot" not in warm.captured_queries[0]["sql"]


def test_programmes_of_past_releases_go(client):
    """Pages of every release are asked for; what they were made of is not held."""
    conference = make_open_conference()
    make_category(conference)
    make_session(conference)
    delegate = make_delegate(conference)
    alive = []
    for _ in range(3):
        publish(conference)
        for path in ("agenda/", "register/"):
            page = client.get(f"/en/{conference.slug}/{path}", headers=GZIP)
            assert page.status_code == 200
        render.content(make_letter(delegate))
        alive.append(weakref.ref(programme.latest(conference.slug)))

    gc.collect()

    # The one that is shown.
    assert [release() is not None for release in alive] == [False, False, True]
