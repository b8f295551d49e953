"""Behind a proxy that ends TLS: plain http leads to https, whatever is kept by then."""

import pytest
from django.test import Client

from tests.factories import make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings):
    settings.PROXIES = 1
    settings.ALLOWED_HOSTS = ["conf.example"]
    settings.SITE_URL = "https://conf.example"
    settings.SECURE_SSL_HOST = "conf.example"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(headers={"host": "conf.example"})


def get(client, path, proto):
    return client.get(path, headers={"x-forwarded-proto": proto})


@pytest.mark.parametrize("page", ["", "register/", "agenda/", "agenda.ics"])
def test_plain_http_leads_to_https(client, page):
    path = f"/en/{make_category().conference.slug}/{page}"

    for _time in range(2):
        # The second time it has been kept.
        assert get(client, path, "https").status_code == 200
        plain = get(client, path, "http")

        assert plain.status_code == 301
        assert plain.headers["Location"] == f"https://conf.example{path}"


def test_who_watches_the_processes_asks_them_plainly(client):
    assert get(client, "/healthz", "http").status_code == 200
