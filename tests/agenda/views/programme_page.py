"""A published programme of two days, and what a reader finds on its pages."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from agenda.models import Conference
from tests.agenda.sessions import at
from tests.clock import a_second_later
from tests.factories import (
    make_conference,
    make_room,
    make_session,
    make_track,
    publish,
)
from tests.pages import Page, open_page

FIRST = "2030-07-09"
SECOND = "2030-07-10"


def make_two_days() -> Conference:
    """Two days in two halls: on the first an opening, then an hour side by side."""
    conference = make_conference(
        published=False, starts_at=at("8:00"), ends_at=at("47:00")
    )
    hall = make_room(conference, name_en="Hall", name_zh="大厅", position=1)
    studio = make_room(conference, name_en="Studio", name_zh="演播室", position=2)
    track = make_track(conference, name_en="Health", name_zh="健康")
    for clock, columns in {
        "9:00": {"title_en": "Opening", "kind": "opening", "room": hall},
        "10:00": {"title_en": "Talk in English", "language": "en", "room": hall},
        "34:00": {"title_en": "The day after", "kind": "keynote", "room": hall},
    }.items():
        make_session(conference, starts_at=at(clock), **columns)
    make_session(
        conference,
        starts_at=at("10:00"),
        title_en="Talk in Chinese",
        language="zh",
        attendance="online",
        room=studio,
        track=track,
    )
    publish(conference)
    return conference


def set_clock(monkeypatch: pytest.MonkeyPatch, clock: str) -> None:
    """Make it that time of the first day, in Nanjing."""
    moment = at(clock)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    a_second_later()


def address(conference: Conference, query: str = "", language: str = "en") -> str:
    return f"/{language}/{conference.slug}/agenda/{query}"


def titles(
    client: Client, conference: Conference, query: str = "", language: str = "en"
) -> list[str]:
    page = open_page(client, address(conference, query, language))
    return [heading.text for heading in page.all("h3")]


def spoken(page: Page) -> str:
    return " ".join(unescape(strip_tags(page.html)).split())


def words(
    client: Client, conference: Conference, query: str = "", language: str = "en"
) -> str:
    return spoken(open_page(client, address(conference, query, language)))


def links(page: Page) -> dict[str, str]:
    return {" ".join(link.text.split()): link["href"] for link in page.all("a")}
