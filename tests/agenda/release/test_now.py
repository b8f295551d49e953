"""What runs now and what comes next, and when a kept page has to be made anew."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from agenda.release import now, programme
from tests.agenda.sessions import at, room, session
from tests.factories import make_conference, make_session, publish

DAY = date(2030, 7, 9)
HALL, STUDIO = room("Hall"), room("Studio")


@pytest.fixture
def release():
    """Two days: 14:00–15:00, cancelled 15:00–16:00, and 10:00–11:00 the day after."""
    conference = make_conference(
        published=False, starts_at=at("14:00", DAY), ends_at=at("36:00", DAY)
    )
    make_session(conference)
    make_session(conference, starts_at=at("15:00", DAY), is_cancelled=True)
    make_session(conference, starts_at=at("34:00", DAY))
    publish(conference)
    return programme.latest(conference.slug)


def phase_at(monkeypatch, release, moment) -> int:
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return now.phase(release)


def test_a_page_may_change_when_something_begins_or_ends_and_at_midnight(release):
    assert now.boundaries(release) == tuple(
        at(clock, DAY)
        for clock in (
            "0:00",
            "14:00",
            "15:00",
            "16:00",
            "24:00",
            "34:00",
            "35:00",
            "36:00",
            "48:00",
        )
    )


def test_each_phase_begins_to_the_second(release, monkeypatch):
    second = timedelta(seconds=1)

    for number, moment in enumerate(now.boundaries(release), start=1):
        assert phase_at(monkeypatch, release, moment - second) == number - 1
        assert phase_at(monkeypatch, release, moment) == number


@pytest.mark.parametrize("years", [-10, -1, 1, 10])
def test_outside_of_the_conference_nothing_changes_and_nothing_runs(
    release, monkeypatch, years
):
    moment = at("12:00", DAY) + timedelta(days=365 * years)

    phase = phase_at(monkeypatch, release, moment)

    assert phase == (0 if years < 0 else len(now.boundaries(release)))
    assert now.moment(release, phase) is None


def test_a_phase_of_an_earlier_release_is_no_error(release):
    assert now.moment(release, 500) is None


def test_a_conference_without_sessions_has_its_end_alone():
    conference = make_conference()
    release = programme.latest(conference.slug)

    assert now.boundaries(release) == (conference.ends_at,)


class TestNowAndNext:
    SESSIONS = (
        session("09:00", "10:00", HALL),
        session("09:00", "11:00", STUDIO),
        session("10:00", "11:00", HALL, is_cancelled=True),
        session("11:00", "12:00", HALL),
        session("11:00", "12:00", STUDIO),
        session("33:00", "34:00", HALL),
    )

    def titles(self, clock) -> tuple[list[str], list[str]]:
        found = now.now_and_next(self.SESSIONS, at(clock))
        return [s.title for s in found.on], [s.title for s in found.next]

    @pytest.mark.parametrize(
        ("clock", "on", "next_one"),
        [
            ("08:00", [], ["09:00–10:00", "09:00–11:00"]),
            ("09:00", ["09:00–10:00", "09:00–11:00"], ["11:00–12:00"] * 2),
            ("10:00", ["09:00–11:00"], ["11:00–12:00"] * 2),
            ("11:00", ["11:00–12:00"] * 2, ["33:00–34:00"]),
            ("33:30", ["33:00–34:00"], []),
            ("34:00", [], []),
        ],
    )
    def test_what_runs_and_what_begins_together_as_the_next(self, clock, on, next_one):
        assert self.titles(clock) == (on, next_one)

    def test_rooms_stand_as_staff_have_put_them_and_no_room_last(self):
        sessions = (
            session("09:00", "12:00"),
            session("09:00", "12:00", room("Last", 3)),
            session("10:00", "12:00", room("First", 1)),
            session("11:00", "12:00", room("Second", 2)),
            session("13:00", "14:00", room("Last", 3)),
            session("13:00", "14:00", room("First", 1)),
        )

        found = now.now_and_next(sessions, at("11:30"))

        assert [str(s.room) for s in found.on] == ["First", "Second", "Last", ""]
        assert [str(s.room) for s in found.next] == ["First", "Last"]

    @pytest.mark.parametrize(
        ("clock", "latest"),
        [("08:00", "09:00–10:00"), ("10:30", "09:00–11:00"), ("12:30", "33:00–34:00")],
    )
    def test_what_has_begun_last_or_in_a_gap_comes_next_is_known(self, clock, latest):
        found = now.now_and_next(self.SESSIONS, at(clock))

        assert found.latest.title == latest

    def test_while_the_conference_does_not_run_there_is_neither(self):
        assert not now.now_and_next(self.SESSIONS, None)

    def test_the_time_of_the_next_is_on_both_clocks(self):
        found = now.now_and_next(self.SESSIONS, at("09:00"))

        with override("en"):
            assert str(found.starts) == "11:00 Nanjing · 04:00 London"
            assert found.day == ""

    def test_what_comes_on_another_day_says_on_which(self):
        with override("en"):
            found = now.now_and_next(self.SESSIONS, at("12:00"))

        assert found.day == "Wednesday 10 July 2030"
