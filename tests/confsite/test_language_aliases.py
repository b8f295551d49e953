"""Addresses that spell their language as others do lead to ours."""

import pytest

from tests.factories import make_conference
from tests.pages import open_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("spelling", "ours"),
    [
        ("zh", "zh-hans"),
        ("zh-cn", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-Hans", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-sg", "zh-hans"),
        ("en-gb", "en"),
        ("en-US", "en"),
        ("EN", "en"),
    ],
)
@pytest.mark.parametrize("tail", ["", "speakers/", "speakers/?q=%E5%90%95+a&q=/zh/"])
def test_another_spelling_leads_to_ours(client, spelling, ours, tail):
    make_conference(slug="founding")

    response = client.get(f"/{spelling}/founding/{tail}")

    assert response.status_code == 301
    assert response["Location"] == f"/{ours}/founding/{tail}"
    open_page(client, response["Location"])


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh//evil.example/", "/zh-hans//evil.example/"),
        ("/zh/https://evil.example", "/zh-hans/https://evil.example"),
        ("/zh/%5C%5Cevil.example", "/zh-hans/%5C%5Cevil.example"),
        ("/zh/%0d%0aSet-Cookie:a", "/zh-hans/%0D%0ASet-Cookie:a"),
        ("/zh/a%3Fb%25c/zh/", "/zh-hans/a%3Fb%25c/zh/"),
        ("/zh/a/?next=//evil.example", "/zh-hans/a/?next=//evil.example"),
    ],
)
def test_it_never_leads_elsewhere(client, path, location):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, location)
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hans/nothing/",
        "/en/nothing/",
        "/zh-hant/founding/",
        "/zh-nonsense/founding/",
        "/zhongguo/a/b/c/",
        "/english/a/b/c/",
        "/fr/founding/",
    ],
)
def test_what_is_no_other_spelling_is_not_found(client, path):
    make_conference(slug="founding")

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("slug", ["zh", "en-uk", "zh-cn-2027"])
def test_a_conference_may_be_called_so(client, slug):
    make_conference(slug=slug)

    open_page(client, f"/en/{slug}/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_it_is_for_reading(client, method):
    assert getattr(client, method)("/zh/founding/register/").status_code == 405


def test_head_is_reading(client):
    response = client.head("/zh/founding/")

    assert (response.status_code, response["Location"]) == (301, "/zh-hans/founding/")
