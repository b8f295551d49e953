"""The days of a programme."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from agenda.release import programme
from agenda.release.days import (
    ConferenceDay,
    day_in_full,
    day_in_short,
    days_of,
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


# -- When one has to be there ---

FIRST = date(STARTS_AT.year, 7, 9)


def days(*sessions: tuple[int, str, str], lasts: str = "5:00") -> list[tuple[int, str]]:
    """Sessions as (day, begins, lasts) on the clock in Nanjing; the days they make."""
    conference = make_conference(published=False, ends_at=STARTS_AT + hours(lasts))
    noon = STARTS_AT - timedelta(hours=2)
    for day, begins, length in sessions:
        starts_at = noon + timedelta(days=day, hours=-12) + hours(begins)
        make_session(conference, starts_at=starts_at, ends_at=starts_at + hours(length))
    publish(conference)
    return [in_short(day) for day in days_of(programme.latest(conference.slug))]


def hours(text: str) -> timedelta:
    hour, minute = text.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))


def in_short(day: ConferenceDay) -> tuple[int, str]:
    words = day.span.readings[0].times if day.span else "all day"
    return (day.day - FIRST).days, words


@pytest.mark.parametrize(
    ("lasts", "sessions", "expected"),
    [
        ("5:00", [], [(0, "14:00–19:00")]),
        ("5:00", [(0, "14:30", "1:00"), (0, "17:00", "0:30")], [(0, "14:30–17:30")]),
        ("45:00", [], [(0, "all day"), (1, "all day"), (2, "all day")]),
        ("20:00", [(0, "14:00", "1:00")], [(0, "14:00–15:00"), (1, "all day")]),
        # A night of music belongs to its evening, and so does the end of it all.
        ("12:00", [(0, "20:00", "6:00")], [(0, "9 July 20:00 – 10 July 02:00")]),
        (
            "20:00",
            [(0, "20:00", "4:00"), (1, "0:30", "1:00"), (1, "9:00", "1:00")],
            [(0, "9 July 20:00 – 10 July 01:30"), (1, "09:00–10:00")],
        ),
        # Somebody far away reads a clock on which it is always night.
        (
            "30:00",
            [(0, "14:00", "1:00"), (1, "3:00", "2:00"), (1, "10:00", "1:00")],
            [(0, "14:00–15:00"), (1, "03:00–11:00")],
        ),
        # What goes on through the nights says nothing of hours.
        (
            "27:00",
            [(0, "14:00", "26:00"), (0, "15:00", "1:00"), (1, "9:00", "1:00")],
            [(0, "15:00–16:00"), (1, "09:00–10:00")],
        ),
        # A year of evenings is no year of days.
        (
            "8000:00",
            [(0, "18:00", "1:00"), (200, "18:00", "2:00")],
            [(0, "18:00–19:00"), (200, "18:00–20:00")],
        ),
        ("8000:00", [], [(0, "all day")]),
    ],
)
def test_days_of_a_conference_leave_out_its_nights(lasts, sessions, expected):
    assert days(*sessions, lasts=lasts) == expected
