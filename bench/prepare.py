"""Rows to measure with: one open conference, one category, 40 sessions; bare tables."""

from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from agenda.models import Conference, Participation, Room, Session, Speaker  # noqa: E402
from agenda.services import publishing  # noqa: E402
from bench.site import SLUG  # noqa: E402
from registration.models import Category, Desk, Quota  # noqa: E402

# The same columns, constraints and indexes, but no history and no foreign keys.
BARE_TABLES = """
CREATE TABLE bench_delegate (LIKE registration_delegate INCLUDING ALL);
CREATE TABLE bench_mail (LIKE registration_mail INCLUDING ALL);
CREATE TABLE bench_quota (LIKE registration_quota INCLUDING ALL);
INSERT INTO bench_quota OVERRIDING SYSTEM VALUE SELECT * FROM registration_quota;
"""


def prepare() -> None:
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
    Desk.objects.create(
        conference=conference,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=starts,
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
    sessions(conference, starts)
    publishing.publish(conference)
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLES)


def sessions(conference: Conference, starts: datetime) -> None:
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


if __name__ == "__main__":
    prepare()
