"""/metrics: who may read it, and that what it says is so."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from confsite.metrics import requests
from confsite.metrics.cells import Cells
from confsite.metrics.requests import CountRequests
from confsite.models import Heartbeat
from registration.models import Delegate, MailTrouble
from registration.states import DelegateState, LetterState
from tests.code import ROOT
from tests.confsite.metrics.reading import read
from tests.factories import (
    make_conference,
    make_delegate,
    make_letter,
    make_quota,
)

pytestmark = pytest.mark.django_db
TOKEN = "a-secret-of-the-monitor"
DURATION = "confsite_request_duration_seconds"


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """Nothing has been asked yet."""
    monkeypatch.setattr(requests, "cells", Cells(requests.cells.width))


def told(client) -> dict:
    response = client.get("/metrics")
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return read(response.content.decode())


def of(**labels: str) -> frozenset:
    return frozenset(labels.items())


# -- Who may read it -------------------------------------------------------------------

FORWARDED = [
    {"X-Forwarded-For": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-IP": "127.0.0.1"},
    {"Via": "1.1 proxy"},
]


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.0.1", "::1"])
def test_this_machine_may_read_it(client, settings, peer):
    settings.PROXIES = 1
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 200


@pytest.mark.parametrize("headers", FORWARDED, ids=str)
@pytest.mark.parametrize("proxies", [0, 1])
def test_whoever_comes_through_a_proxy_does_not_find_it(
    client, settings, headers, proxies
):
    settings.PROXIES = proxies
    response = client.get("/metrics", headers=headers)

    assert response.status_code == 404
    assert b"confsite_" not in response.content


@pytest.mark.parametrize("peer", ["10.0.0.7", "203.0.113.7", "", "unix:"])
def test_another_machine_does_not_find_it(client, peer):
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "sent", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, f"Bearer {TOKEN}x", 404),
        (TOKEN, f"bearer{TOKEN}", 404),
        (TOKEN, TOKEN, 404),
        (TOKEN, "Bearer é", 404),
        (TOKEN, "", 404),
        ("", "Bearer ", 404),
    ],
)
def test_another_machine_needs_the_token(client, settings, wanted, sent, status):
    settings.METRICS_TOKEN = wanted
    headers = {"Authorization": sent, "X-Forwarded-For": "203.0.113.7"}

    answer = client.get("/metrics", headers=headers, REMOTE_ADDR="10.0.0.7")

    assert answer.status_code == status


def test_nobody_keeps_it_and_nothing_is_sent_to_it(client):
    assert "no-store" in client.get("/metrics")["Cache-Control"]
    assert client.post("/metrics").status_code == 405


# -- Requests --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "group"),
    [
        ("GET", "/", "page"),
        ("GET", "/en/", "page"),
        ("GET", "/en/conf/", "page"),
        ("GET", "/zh-hans/conf/agenda/", "page"),
        ("GET", "/en/conf/register/", "form"),
        ("POST", "/en/conf/register/", "sign-up"),
        ("GET", "/en/conf/register/received/", "form"),
        ("GET", "/en/conf/my/token/", "personal"),
        ("POST", "/en/conf/my/token/cancel/", "personal"),
        ("GET", "/t/token/", "personal"),
        ("POST", "/admin/agenda/session/", "staff"),
        ("GET", "/static/css/site.css", "file"),
        ("GET", "/readyz", "health"),
        ("GET", "no-slash", "page"),
    ],
)
def test_requests_are_told_apart(method, path, group):
    request = RequestFactory().generic(method, "/")
    request.path_info = path if path.startswith("/") else f"/{path}"

    assert requests.group_of(request) == group


@pytest.mark.parametrize(
    ("took", "steps"), [(0.0, 12), (0.005, 12), (0.0051, 11), (0.7, 5), (99.0, 0)]
)
def test_a_request_stands_in_every_step_that_is_long_enough(monkeypatch, took, steps):
    clock = iter([100.0, 100.0 + took])
    monkeypatch.setattr(requests, "perf_counter", lambda: next(clock))
    CountRequests(lambda _request: HttpResponse(status=302))(RequestFactory().get("/"))

    [family] = requests.families()
    found = [s for s in family.samples if s.suffix == "_bucket" and s.value]
    assert len(found) == steps + 1
    assert {s.labels["answer"] for s in found} == {"3xx"}


def test_what_the_site_answers_is_counted(client):
    for path in ("/robots.txt", "/robots.txt", "/en/nowhere/", "/admin/"):
        client.get(path)

    found = told(client)[f"{DURATION}_count"]

    assert found == {
        of(group="page", answer="2xx"): 2,
        of(group="page", answer="4xx"): 1,
        of(group="staff", answer="3xx"): 1,
    }


# -- What the database knows -----------------------------------------------------------


def test_delegates_are_told_by_conference_and_state(client):
    conference = make_conference(slug="first")
    for state in (DelegateState.CONFIRMED, DelegateState.CONFIRMED):
        make_delegate(conference=conference, state=state)
    make_delegate(conference=conference, state=DelegateState.CANCELLED)

    assert told(client)["confsite_delegates"] == {
        of(conference="first", state="confirmed"): 2,
        of(conference="first", state="cancelled"): 1,
    }


def test_letters_are_told_by_state_and_the_age_of_the_oldest(client):
    now = timezone.now()
    make_letter(queued_at=now - timedelta(minutes=20))
    make_letter(queued_at=now - timedelta(minutes=5))
    gone = make_letter(queued_at=now - timedelta(days=5))
    type(gone).objects.filter(pk=gone.pk).update(state=LetterState.SENT, sent_at=now)

    found = told(client)

    assert found["confsite_letters_waiting"] == {
        of(state="queued"): 2,
        of(state="sending"): 0,
    }
    recent = found["confsite_recent_letters"]
    assert recent.keys() == {of(state=state) for state in LetterState.values}
    assert (recent[of(state="queued")], recent[of(state="sent")]) == (2, 1)
    [age] = found["confsite_letters_oldest_seconds"].values()
    assert 1200 <= age < 1300


def test_without_letters_none_is_old(client):
    assert told(client)["confsite_letters_oldest_seconds"] == {of(): 0}


def test_of_many_letters_only_the_last_are_read(client, monkeypatch):
    monkeypatch.setattr("registration.metrics.RECENT", 2)
    for state in ("failed", "overtaken", "queued"):
        make_letter(state=state)

    recent = told(client)["confsite_recent_letters"]
    assert {dict(labels)["state"] for labels, number in recent.items() if number} == {
        "overtaken",
        "queued",
    }


def test_a_mail_server_that_cannot_be_used_is_told(client):
    assert told(client)["confsite_mail_server_usable"] == {of(): 1}
    MailTrouble.objects.create(domain="", failures=1, reason="535 wrong password")

    assert told(client)["confsite_mail_server_usable"] == {of(): 0}


def test_places_are_told_whatever_staff_call_them(client):
    conference = make_conference(slug="first")
    name = 'Hall "A"\\B\n会场'
    limited = make_quota(conference=conference, name=name, size=40, attendance="onsite")
    free = make_quota(conference=conference, name="Online", size=None)
    of_limited = of(conference="first", quota=str(limited.pk), name=name)

    found = told(client)

    assert found["confsite_places"] == {of_limited: 40}
    assert found["confsite_places_taken"] == {
        of_limited: 0,
        of(conference="first", quota=str(free.pk), name="Online"): 0,
    }


def test_jobs_are_told_by_when_they_last_ran(client):
    at = timezone.now()
    Heartbeat.objects.create(name="sweep", at=at)
    Heartbeat.objects.create(name="unknown proxy", at=at)

    found = told(client)["confsite_job_last_run_timestamp_seconds"]
    assert found == {of(job="sweep"): pytest.approx(at.timestamp())}


def test_it_costs_as_many_statements_for_any_number_of_rows(
    client, django_assert_num_queries
):
    for _ in range(3):
        make_letter()
        make_quota(conference=make_conference())
    assert Delegate.objects.count() == 3

    with django_assert_num_queries(8):
        told(client)


def test_a_database_that_is_away_is_told_with_the_requests(client, monkeypatch):
    client.get("/robots.txt")

    def away(*_arguments: object) -> None:
        raise OperationalError

    monkeypatch.setattr("registration.metrics.families", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    found = told(client)

    assert found["confsite_database_up"] == {of(): 0}
    assert "confsite_delegates" not in found
    assert found[f"{DURATION}_count"] == {of(group="page", answer="2xx"): 1}


def test_a_database_that_answers_is_told(client):
    assert told(client)["confsite_database_up"] == {of(): 1}


def test_the_operations_name_each_number_and_no_other(client):
    """Also in the alarms: what is misspelt there never rings."""
    text = client.get("/metrics").content.decode()
    there = set(re.findall(r"(?m)^# TYPE (\w+)", text))
    named = re.findall(r"confsite_\w+", (ROOT / "docs/operations.md").read_text())

    assert {re.sub(r"_(bucket|count|sum)$", "", name) for name in named} == there
