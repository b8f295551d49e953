"""The days of a programme."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from agenda.release import programme
from agenda.release.days import (
    day_in_full,
    day_in_short,
    sessions_by_day,
)
from tests.factories import STARTS_AT, make_conference, make_session, publish


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("en", "Thursday 9 July 2020", "Thu 9 July"),
        ("zh-hans", "2020年7月9日（星期四）", "7月9日 周四"),
    ],
)
def test_a_day_is_said_in_words(language, full, short):
    with override(language):
        assert day_in_full(date(2020, 7, 9)) == full
        assert day_in_short(date(2020, 7, 9)) == short


def test_what_begins_before_midnight_belongs_to_the_evening():
    midnight = STARTS_AT.replace(hour=16)  # in Nanjing
    conference = make_conference(published=False, ends_at=midnight + timedelta(hours=2))
    make_session(conference, starts_at=midnight - timedelta(minutes=30), slug="late")
    make_session(conference, starts_at=midnight, slug="early")
    publish(conference)

    by_day = sessions_by_day(programme.latest(conference.slug))

    assert {day.day: [s.slug for s in found] for day, found in by_day.items()} == {
        9: ["late"],
        10: ["early"],
    }
