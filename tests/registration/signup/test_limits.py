"""How often one network address may sign up."""

import pytest
import redis
from django.core.cache import cache
from django.test import Client, RequestFactory

from registration.models import Delegate
from registration.signup import limits
from tests.pages import sign_up


def request_from(address: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory(headers=headers).post("/", REMOTE_ADDR=address)


def test_two_hundred_people_behind_one_address_are_welcome(category, client):
    statuses = {
        sign_up(client, category, email=f"guest{n}@example.org").status_code
        for n in range(200)
    }

    assert statuses == {302}
    assert Delegate.objects.count() == 200


def test_a_flood_from_one_address_is_held_back(category, client, monkeypatch):
    monkeypatch.setattr(limits.is_over_limit, "__defaults__", (3,))

    statuses = [
        sign_up(client, category, email=f"guest{n}@example.org").status_code
        for n in range(5)
    ]
    elsewhere = sign_up(Client(REMOTE_ADDR="203.0.113.9"), category)

    assert statuses == [302, 302, 302, 429, 429]
    assert elsewhere.status_code == 302
    assert Delegate.objects.count() == 4


def test_being_held_back_says_when_to_come_again(category, client, monkeypatch):
    monkeypatch.setattr(limits.is_over_limit, "__defaults__", (0,))

    response = sign_up(client, category)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= limits.WINDOW
    assert b'lang="zh-Hans"' in response.content


def test_a_forged_header_changes_nothing(category, monkeypatch):
    monkeypatch.setattr(limits.is_over_limit, "__defaults__", (2,))

    statuses = [
        sign_up(
            Client(headers={"X-Forwarded-For": f"198.51.100.{n}"}),
            category,
            email=f"guest{n}@example.org",
        ).status_code
        for n in range(4)
    ]

    assert statuses == [302, 302, 429, 429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        # Whatever the visitor wrote stands to the left of what our proxy added.
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(
    settings, proxies, forwarded, address
):
    settings.PROXIES = proxies

    assert limits.network_address(request_from("10.0.0.1", forwarded)) == address


def test_load_tests_may_turn_it_off(settings):
    settings.LIMITS = False

    over = [limits.is_over_limit(request_from("10.0.0.1"), "x", 1) for _ in range(5)]

    assert over == [False] * 5


def test_what_is_limited_is_counted_apart():
    for _ in range(3):
        limits.is_over_limit(request_from("10.0.0.1"), "one", 1)

    assert limits.is_over_limit(request_from("10.0.0.1"), "another", 1) is False


def test_the_next_window_starts_anew(monkeypatch):
    clock = iter([0, 0, limits.WINDOW])
    monkeypatch.setattr(
        limits, "time", type("Clock", (), {"time": lambda: next(clock)})
    )

    over = [limits.is_over_limit(request_from("10.0.0.1"), "x", 1) for _ in range(3)]

    assert over == [False, True, False]


def test_a_cache_that_is_gone_limits_nobody(category, client, settings):
    """O1: no error, and no wait either: nothing listens on that port."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }

    assert sign_up(client, category).status_code == 302
    with pytest.raises(redis.exceptions.ConnectionError):
        cache.get("x")
