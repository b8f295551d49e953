"""Rows to measure with: one open conference, small or large; bare tables."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from agenda.models import (  # noqa: E402
    Conference,
    Organisation,
    Participation,
    Room,
    Session,
    Speaker,
    Track,
)
from agenda.publishing import publish  # noqa: E402
from bench import large  # noqa: E402
from bench.site import SLUG  # noqa: E402
from registration.models import Category, Quota, RegistrationSettings  # noqa: E402

# The same columns, constraints and indexes, but no history and no foreign keys.
BARE_TABLES = """
CREATE TABLE bench_delegate (LIKE registration_delegate INCLUDING ALL);
CREATE TABLE bench_mail (LIKE registration_letter INCLUDING ALL);
CREATE TABLE bench_quota (LIKE registration_quota INCLUDING ALL);
INSERT INTO bench_quota OVERRIDING SYSTEM VALUE SELECT * FROM registration_quota;
"""


def prepare(size: str) -> None:
    conference = {"small": small_conference, "large": large_conference}[size]()
    RegistrationSettings.objects.create(
        conference=conference,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=conference.starts_at,
        sender="registration@example.org",
        sender_name_en="Conference office",
        sender_name_zh="会务组",
    )
    category = Category.objects.create(
        conference=conference, name_en="Guest", name_zh="来宾"
    )
    Quota.objects.create(
        conference=conference, category=category, name="Guests", size=1_000_000
    )
    publish.publish(conference)
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLES)


def small_conference() -> Conference:
    """One day with 40 sessions in 4 halls, for what is not about the programme."""
    starts = datetime(2030, 7, 4, 1, tzinfo=UTC)
    conference = Conference.objects.create(
        slug=SLUG,
        name_en="Conference to measure with",
        name_zh="测试大会",
        starts_at=starts,
        ends_at=starts + timedelta(hours=11),
        time_zone="Asia/Shanghai",
        clock_en="Nanjing",
        clock_zh="南京",
        second_time_zone="Europe/London",
        second_clock_en="London",
        second_clock_zh="伦敦",
    )
    rooms = [
        Room.objects.create(
            conference=conference, name_en=f"Hall {n}", name_zh=f"{n}号厅", position=n
        )
        for n in range(1, 5)
    ]
    for n in range(40):
        speaker = Speaker.objects.create(
            conference=conference,
            slug=f"speaker-{n}",
            family_name=f"Family{n}",
            given_name="Given",
            native_name="李晓明",
            position_en="Professor of measurement",
            position_zh="计量学教授",
        )
        at = starts + timedelta(hours=n // 4)
        session = Session.objects.create(
            conference=conference,
            slug=f"session-{n}",
            title_en=f"Session number {n} on measuring what matters",
            title_zh=f"第{n}场：衡量重要的事",
            abstract_en="What is measured, how, and beside which limit. " * 4,
            abstract_zh="测量什么、如何测量、以什么为界。" * 4,
            starts_at=at,
            ends_at=at + timedelta(minutes=50),
            room=rooms[n % 4],
        )
        Participation.objects.create(session=session, speaker=speaker)
    return conference


def large_conference() -> Conference:
    """The rows of bench/large.py."""
    conference = Conference.objects.create(slug=SLUG, **large.CONFERENCE)
    rooms = by("name_en", made(Room, conference, large.rooms()))
    tracks = by("name_en", made(Track, conference, large.tracks()))
    houses = by(
        "name_en",
        Organisation.objects.bulk_create(
            Organisation(**row) for row in large.organisations()
        ),
    )
    speakers = [
        row | {"organisation": houses[row["organisation"]]} for row in large.speakers()
    ]
    people = by("slug", made(Speaker, conference, speakers))
    rows = large.sessions()
    parts = {row["slug"]: row.pop("people") for row in rows}
    sessions = [
        row | {"room": rooms[row["room"]], "track": tracks[row["track"]]}
        for row in rows
    ]
    Participation.objects.bulk_create(
        Participation(
            session=session, speaker=people[slug], role=role, position=position
        )
        for session in made(Session, conference, sessions)
        for position, (role, slug) in enumerate(parts[session.slug])
    )
    return conference


def made(model: Any, conference: Conference, rows: list[large.Row]) -> list[Any]:
    return list(
        model.objects.bulk_create(model(conference=conference, **row) for row in rows)
    )


def by(column: str, rows: Iterable[Any]) -> dict[str, Any]:
    return {getattr(row, column): row for row in rows}


if __name__ == "__main__":
    prepare(sys.argv[1])
