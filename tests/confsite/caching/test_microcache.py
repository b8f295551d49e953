"""Answers that are the same for everybody: kept for a second, and for nobody else's."""

import gzip
from types import SimpleNamespace

import pytest
from django.http import HttpResponse, HttpResponseNotFound, StreamingHttpResponse
from django.test import Client, RequestFactory

from agenda.publishing import publish
from confsite.caching import microcache
from confsite.caching.microcache import MicrocacheMiddleware, PublicResponse
from confsite.caching.ttl import cached_for_a_second
from tests.clock import a_second_later
from tests.factories import (
    make_category,
    make_conference,
    make_open_conference,
    make_session,
    make_staff,
)

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}
TAG = '"digest-gzip"'


def page(body=b"page", **headers):
    return PublicResponse(
        body,
        headers={
            "ETag": TAG,
            "Vary": "Accept-Encoding",
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": "default-src 'none'",
        }
        | headers,
    )


@pytest.fixture
def chain():
    """All behind the middleware: chain.answers(request), and what it was asked for."""
    chain = SimpleNamespace(asked=[], answers=lambda request: page())

    def respond(request):
        chain.asked.append(request.get_full_path())
        return chain.answers(request)

    chain.front = MicrocacheMiddleware(respond)
    return chain


def get(chain, path="/en/page/", method="GET", **extra):
    return chain.front(RequestFactory().generic(method, path, **GZIP | extra))


def test_a_page_is_made_once_in_a_second(chain):
    first, second = get(chain), get(chain)

    assert len(chain.asked) == 1
    assert second.content == first.content == b"page"
    assert dict(second.headers) == dict(first.headers) == dict(page().headers)

    cached_for_a_second.cleared += 1

    get(chain)
    assert len(chain.asked) == 2


def test_a_second_ends_by_the_clock_too(chain, monkeypatch):
    get(chain)
    monkeypatch.setattr("confsite.caching.ttl.time.monotonic", lambda: 1.0)
    get(chain)

    assert len(chain.asked) == 2


def test_what_was_begun_before_something_was_forgotten_is_not_kept(chain):
    """Somebody publishes while the page is on its way."""

    def overtaken(request):
        cached_for_a_second.cleared += 1
        return page()

    chain.answers = overtaken
    get(chain)
    get(chain)

    assert len(chain.asked) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/zh-hans/page/"},
        {"path": "/en/page/?day=1"},
        {"HTTP_HOST": "elsewhere.example"},
        {"wsgi.url_scheme": "https"},
        {"method": "POST"},
        {"HTTP_ACCEPT_ENCODING": ""},
        {"HTTP_ACCEPT_ENCODING": "gzip;q=0"},
    ],
)
def test_another_request_has_an_answer_of_its_own(chain, other):
    get(chain)
    get(chain, **other)

    assert len(chain.asked) == 2


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("somebody's own"),
        HttpResponseNotFound("nothing here"),
        StreamingHttpResponse([b"a file"]),
        page(Vary="Accept-Encoding, Cookie"),
        page(**{"Content-Encoding": "identity"}),
    ],
)
def test_only_what_is_the_same_for_all_and_compressed_is_kept(chain, response):
    chain.answers = lambda request: response

    for _ in range(2):
        get(chain)

    assert len(chain.asked) == 2


def test_an_answer_with_a_cookie_goes_to_one_and_whole(chain):
    response = page()
    response.set_cookie("language", "en")
    chain.answers = lambda request: response

    assert [get(chain).cookies["language"].value for _ in range(2)] == ["en", "en"]
    assert len(chain.asked) == 2


def test_an_error_page_is_never_kept(chain):
    chain.answers = lambda request: PublicResponse(status=503, headers=page().headers)

    assert [get(chain).status_code for _ in range(2)] == [503, 503]
    assert len(chain.asked) == 2


def test_head_has_the_headers_and_no_body(chain):
    first = get(chain, method="HEAD")
    again = get(chain, method="HEAD")
    whole = get(chain)

    assert len(chain.asked) == 1
    assert (first.content, again.content, whole.content) == (b"", b"", b"page")
    assert dict(first.headers) == dict(again.headers) == dict(whole.headers)
    assert whole["Content-Length"] == "4"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "known", [TAG, f"W/{TAG}", f'"other", {TAG}', f'W/"other",W/{TAG}', "*", " * "]
)
def test_what_the_browser_has_is_not_sent_again(chain, known, method):
    """Neither by the chain nor from what is kept."""
    for _ in range(2):
        response = get(chain, method=method, HTTP_IF_NONE_MATCH=known)

        assert (response.status_code, response.content) == (304, b"")
        assert dict(response.headers) == {
            "ETag": TAG,
            "Vary": "Accept-Encoding",
            "Content-Security-Policy": "default-src 'none'",
        }
    assert len(chain.asked) == 1


@pytest.mark.parametrize(
    "known", ['"digest"', "digest-gzip", '"other"', "", '"', "W/", f"{TAG[:-1]}"]
)
def test_what_the_browser_has_not_is_sent(chain, known):
    for _ in range(2):
        assert get(chain, HTTP_IF_NONE_MATCH=known).status_code == 200


def test_made_up_addresses_push_nothing_out_and_fill_no_memory(chain, monkeypatch):
    monkeypatch.setattr(microcache, "MOST", 10)
    get(chain)

    for n in range(50):
        get(chain, f"/en/page/?made-up={n}")
    get(chain)

    assert chain.asked.count("/en/page/") == 1
    assert len(chain.front.cached_now()) == 10

    cached_for_a_second.cleared += 1
    get(chain)

    assert len(chain.front.cached_now()) == 1


class TestSite:
    """The same with everything behind it that the site has."""

    def get(self, client, conference, page="agenda/", **extra):
        return client.get(f"/en/{conference.slug}/{page}", **GZIP | extra)

    @pytest.mark.parametrize("path", ["", "agenda/", "speakers/", "schedule.json"])
    def test_a_kept_answer_has_every_header_of_the_first(self, client, path):
        conference = make_conference()

        first = self.get(client, conference, path)
        again = self.get(client, conference, path)

        assert again.content == first.content
        assert dict(again.headers) == dict(first.headers)
        for header in (
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Content-Language",
            "Content-Length",
            "ETag",
        ):
            assert header in again

    def test_a_release_of_another_process_shows_with_the_next_second(self, client):
        conference = make_conference()
        before = self.get(client, conference)
        make_session(conference, title_en="The news")
        # Nothing is committed in a test, so this process does not hear of it.
        publish.publish(conference)

        meanwhile = self.get(client, conference)
        a_second_later()
        after = self.get(client, conference)

        assert meanwhile.content == before.content
        assert b"The news" in gzip.decompress(after.content)

    def test_a_foreign_host_is_refused_whatever_is_kept(self, client, settings):
        settings.ALLOWED_HOSTS = ["ours.example"]
        conference = make_conference()

        ours = self.get(client, conference, HTTP_HOST="ours.example")
        theirs = self.get(client, conference, HTTP_HOST="theirs.example")

        assert (ours.status_code, theirs.status_code) == (200, 400)

    def test_plain_http_is_led_to_https_whatever_is_kept(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 60
        conference, client = make_conference(), Client()

        for _ in range(2):
            secure = client.get(f"/en/{conference.slug}/", secure=True, **GZIP)
            plain = client.get(f"/en/{conference.slug}/", **GZIP)

            assert (secure.status_code, plain.status_code) == (200, 301)
            assert secure["Strict-Transport-Security"] == "max-age=60"

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
    def test_pages_stay_for_reading(self, client, method):
        conference = make_conference()
        self.get(client, conference)

        response = getattr(client, method)(f"/en/{conference.slug}/agenda/", **GZIP)

        assert response.status_code == 405

    def test_staff_pages_pass_through(self, client):
        client.force_login(make_staff(first_name="Sam"))
        sams = client.get("/admin/", **GZIP)
        client.force_login(make_staff(first_name="Wei"))
        weis = client.get("/admin/", **GZIP)

        assert sams.wsgi_request.user != weis.wsgi_request.user
        assert "Sam" in sams.content.decode()
        assert "Sam" not in weis.content.decode()

    def test_a_form_is_made_for_each_visitor(self, client):
        conference = make_open_conference()
        make_category(conference)

        forms = [self.get(client, conference, "register/") for _ in range(2)]

        assert [form.status_code for form in forms] == [200, 200]
        assert forms[0].content != forms[1].content
