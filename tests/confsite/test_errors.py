"""Error pages: both languages on each, and nothing behind them that could fail too."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from confsite import errors

pytestmark = pytest.mark.django_db

REQUEST = RequestFactory().get("/")
PAGES = {
    400: lambda: errors.bad_request(REQUEST, ValueError()),
    403: lambda: errors.permission_denied(REQUEST, PermissionError()),
    413: lambda: errors.bad_request(REQUEST, RequestDataTooBig()),
    500: lambda: errors.server_error(REQUEST),
    503: lambda: errors.DatabaseAway(),
}


@pytest.mark.parametrize("status", PAGES)
def test_an_error_speaks_both_languages_and_asks_no_database(
    status, django_assert_num_queries
):
    errors.body.cache_clear()

    with django_assert_num_queries(0):
        response = PAGES[status]()

    page = response.content.decode()
    assert response.status_code == status
    assert 'lang="en"' in page
    assert 'lang="zh-Hans"' in page
    assert "<h1" in page
    assert not page.strip().startswith("{")
    for foreign in ("{%", "{{", "http://", "https://"):
        assert foreign not in page


def test_an_error_that_passes_says_when_to_come_back():
    assert int(PAGES[503]()["Retry-After"]) > 0


def test_a_page_that_is_not_there(client):
    response = client.get("/en/nowhere/")

    assert response.status_code == 404
    assert 'lang="zh-Hans"' in response.content.decode()
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize(("path", "lang"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_a_page_that_is_not_there_begins_in_the_language_of_its_address(
    client, path, lang
):
    page = client.get(f"/{path}/nowhere/").content.decode()

    first, _, rest = page[page.index("<section") :].partition("</section>")
    assert f'<html lang="{lang}">' in page
    assert f'<section lang="{lang}"' in first
    assert "<h1" in first
    assert "<h2" in rest


def test_a_form_that_was_open_too_long_says_how_to_go_on():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/anything/")

    assert response.status_code in (403, 404)
    page = errors.csrf_failure(REQUEST)
    assert page.status_code == 403
    assert 'lang="zh-Hans"' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_error_in_a_view_shows_the_page_and_no_detail(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("confsite.health.is_alive", lambda beat: 1 // 0)

    response = client.get("/readyz")

    assert response.status_code == 500
    assert response.content == errors.body("500")
