"""Somebody online needs a way in, and neither a venue nor a door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import JoinOption
from registration import links
from registration.states import DelegateState
from tests.factories import (
    make_delegate,
    make_join_option,
    make_open_conference,
    make_room,
    publish,
)
from tests.pages import open_page


@pytest.fixture
def conference():
    conference = make_open_conference(venue_en="Congress Hall", venue_zh="会议厅")
    hall = make_room(conference, name_en="Main hall", name_zh="主会场")
    make_join_option(hall, label_en="Live", url="https://live.example/1")
    make_join_option(hall, label_en="Later", url="")
    make_join_option(url="https://elsewhere.example/1")
    return conference


def page_of(client, conference, **columns):
    return open_page(client, links.my(make_delegate(conference, **columns)))


def test_shows_the_way_in(client, conference):
    page = page_of(client, conference, attendance="online")

    away = [e for e in page.all("a") if "://" in (e.get("href") or "")]
    assert [(e["href"], e.text, e["rel"]) for e in away] == [
        ("https://live.example/1", "Live", "noreferrer")
    ]
    assert "Main hall" in page.words
    for absent in ("Congress Hall", "door", "entrance"):
        assert absent not in page.words
    assert [e for e in page.all("svg") if "qr" in (e.get("class") or "")] == []


@pytest.mark.parametrize(
    "columns",
    [
        {"attendance": "onsite"},
        {"attendance": "online", "state": DelegateState.PENDING},
        {"attendance": "online", "state": DelegateState.WAITING},
        {"attendance": "online", "state": DelegateState.CANCELLED},
    ],
)
def test_is_for_those_with_a_place_online_alone(client, conference, columns):
    assert "live.example" not in page_of(client, conference, **columns).html


def test_is_no_more_when_it_is_over(client, conference):
    ended = timezone.now() - timedelta(hours=1)
    conference.starts_at, conference.ends_at = ended - timedelta(hours=1), ended
    conference.save()
    publish(conference)

    page = page_of(client, conference, attendance="online")

    assert "live.example" not in page.html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_promises_no_letter(client, conference, language):
    JoinOption.objects.all().delete()

    words = page_of(client, conference, attendance="online", language=language).words

    promise = {"en": "will stand on this page", "zh-hans": "将显示在此页面"}
    assert promise[language] in words
