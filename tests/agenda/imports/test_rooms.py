"""Rooms in an import: a clash is refused, a move in any order is not."""

from datetime import timedelta

import pytest

from agenda.imports import sessions
from agenda.models import Session
from tests.agenda.imports.imported import bring, changes, reasons, statuses
from tests.factories import STARTS_AT, make_conference, make_room, make_session

DAY = f"{STARTS_AT:%Y-%m-%d}"
HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    return make_conference(ends_at=STARTS_AT + 9 * HOUR)


def when_and_where():
    """Hours after the beginning of the conference, and the room, by address."""
    return {
        session.slug: ((session.starts_at - STARTS_AT) / HOUR, str(session.room or ""))
        for session in Session.objects.select_related("room")
    }


def make_row(conference, *slugs, hour=0):
    """Sessions of an hour, one after the other in one hall."""
    room = make_room(conference, name_en="Hall")
    for n, slug in enumerate(slugs, hour):
        make_session(
            conference,
            slug=slug,
            room=room,
            starts_at=STARTS_AT + n * HOUR,
            ends_at=STARTS_AT + (n + 1) * HOUR,
        )


def moved(slug, hour, **cells):
    """A line that puts a session to another hour; 14:00 is the first."""
    times = {"begins": f"{14 + hour}:00", "ends": f"{15 + hour}:00"}
    return {"slug": slug} | times | cells


def test_a_clash_is_refused_and_says_with_whom(conference):
    make_row(conference, "opening")

    [result] = bring(
        conference, moved("talk", 0, title_en="Talk", day=DAY, room="Hall")
    )

    opening = Session.objects.get()
    assert reasons(result) == {
        "Room": (
            f"Another session is in this room then: “{opening.title_en}”, 14:00–15:00."
        )
    }


def test_two_new_sessions_in_one_room_clash(conference):
    results = bring(
        conference,
        moved("one", 0, title_en="One", day=DAY, room="Hall"),
        moved("two", 0, title_en="Two", day=DAY, room="Hall"),
    )

    assert statuses(results) == ["new", "refused"]


def test_a_cancelled_session_leaves_its_room(conference):
    make_row(conference, "opening")

    results = bring(
        conference,
        moved("talk", 0, title_en="Talk", day=DAY, room="Hall"),
        {"slug": "opening", "is_cancelled": "yes"},
    )

    assert statuses(results) == ["new", "changed"]


@pytest.mark.parametrize("hours", [1, -1])
def test_a_whole_row_can_move_by_an_hour(conference, hours):
    make_row(conference, "a", "b", "c", "d", hour=1)

    results = bring(
        conference, *(moved(slug, n + hours) for n, slug in enumerate("abcd", 1))
    )

    assert statuses(results) == ["changed"] * 4
    assert when_and_where() == {
        slug: (n + hours, "Hall") for n, slug in enumerate("abcd", 1)
    }


def test_two_sessions_can_change_places(conference):
    make_row(conference, "a", "b")

    results = bring(conference, moved("a", 1), moved("b", 0))

    assert when_and_where() == {"a": (1, "Hall"), "b": (0, "Hall")}
    assert changes(results[0]) == {
        "Begins": ("14:00", "15:00"),
        "Ends": ("15:00", "16:00"),
    }


def test_three_sessions_can_change_places_while_a_fourth_clashes(conference):
    make_row(conference, "a", "b", "c", "stays")
    make_session(conference, slug="late", starts_at=STARTS_AT + 8 * HOUR)

    results = bring(
        conference,
        moved("late", 3, room="Hall"),
        moved("a", 1),
        moved("b", 2),
        moved("c", 0, title_en="C"),
    )

    assert statuses(results) == ["refused", "changed", "changed", "changed"]
    assert list(reasons(results[0])) == ["Room"]
    assert when_and_where() == {
        "a": (1, "Hall"),
        "b": (2, "Hall"),
        "c": (0, "Hall"),
        "stays": (3, "Hall"),
        "late": (8, ""),
    }
    assert Session.objects.get(slug="c").title_en == "C"


def test_a_change_of_places_that_fails_leaves_everybody_where_they_were(conference):
    make_row(conference, "a", "b", "stays")

    results = bring(conference, moved("a", 1), moved("b", 2))

    assert statuses(results) == ["refused", "refused"]
    assert when_and_where() == {
        "a": (0, "Hall"),
        "b": (1, "Hall"),
        "stays": (2, "Hall"),
    }


def test_without_the_exchange_two_sessions_could_not_change_places(
    conference, monkeypatch
):
    """The negative control of the tests above."""
    monkeypatch.setattr(sessions.SessionResource, "exchange", lambda self, rows: {})
    make_row(conference, "a", "b")

    results = bring(conference, moved("a", 1), moved("b", 0))

    assert statuses(results) == ["refused", "refused"]
