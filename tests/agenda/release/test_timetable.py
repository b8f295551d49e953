"""A day as a timetable: which cells it has, and where they lie."""

from random import Random

import pytest
from django.utils.translation import override

from agenda.release.timetable import Timetable, timetable
from tests.agenda.sessions import DAY, at, part, room, session

pytestmark = pytest.mark.pure

HALL, STUDIO, CHANNEL = room("Hall", 1), room("Studio", 2), room("Channel", 3)


def table(*sessions, moment=None) -> Timetable:
    return timetable(DAY, sessions, moment)


def cells(timetable: Timetable) -> list[list[str]]:
    """Row by row the titles in each cell, as the day's table has them."""
    return [
        [
            " + ".join(entry.session.title for entry in cell.entries)
            for cell in row.cells
        ]
        for row in timetable.rows
    ]


def fills_its_rectangle(timetable: Timetable) -> bool:
    """Whether the cells lie side by side without a hole and without overlapping."""
    taken: set[tuple[int, int]] = set()
    width = len(timetable.columns)
    for y, row in enumerate(timetable.rows):
        x = 0
        for cell in row.cells:
            while (x, y) in taken:
                x += 1
            spots = {
                (x + right, y + down)
                for right in range(cell.columns)
                for down in range(cell.rows)
            }
            if taken & spots:
                return False
            taken |= spots
    height = len(timetable.rows)
    return taken == {(x, y) for x in range(width) for y in range(height)}


class TestColumns:
    def test_a_day_in_one_room_is_a_list(self):
        day = table(session("09:00", "10:00", HALL), session("10:00", "11:00", HALL))

        assert (day.columns, day.rows) == ((), ())
        assert [e.session.title for e in day.entries] == ["09:00–10:00", "10:00–11:00"]

    def test_a_day_in_which_one_thing_follows_the_other_is_a_list(self):
        day = table(session("09:00", "10:00", HALL), session("10:00", "11:00", STUDIO))

        assert day.rows == ()

    def test_a_day_on_which_nothing_is_left_has_no_rows(self):
        assert (table().entries, table().rows) == ((), ())

    def test_rooms_stand_side_by_side_as_staff_have_put_them(self):
        day = table(session("09:00", "10:00", STUDIO), session("09:00", "10:00", HALL))

        assert day.columns == (HALL, STUDIO)

    def test_rooms_in_which_everything_is_alone_need_no_column(self):
        day = table(
            session("08:00", "09:00", CHANNEL),
            session("09:00", "10:00", HALL),
            session("09:00", "10:00", STUDIO),
        )

        assert day.columns == (HALL, STUDIO)

    def test_what_is_in_no_room_stands_in_the_last_column(self):
        day = table(session("09:00", "10:00"), session("09:30", "10:30", HALL))

        assert day.columns == (HALL, None)


class TestCells:
    def test_what_is_alone_has_all_columns(self):
        day = table(
            session("08:00", "09:00", HALL),
            session("09:00", "10:00", HALL),
            session("09:00", "10:00", STUDIO),
            session("10:00", "10:30"),
        )

        assert [[cell.columns for cell in row.cells] for row in day.rows] == [
            [2],
            [1, 1],
            [2],
        ]

    def test_a_long_session_goes_on_beside_several_others(self):
        day = table(
            session("09:00", "11:00", HALL),
            session("09:00", "10:00", STUDIO),
            session("10:00", "11:00", STUDIO),
        )

        assert cells(day) == [["09:00–11:00", "09:00–10:00"], ["10:00–11:00"]]
        assert [cell.rows for cell in day.rows[0].cells] == [2, 1]

    def test_a_room_that_is_free_is_one_empty_cell_until_it_is_taken(self):
        day = table(
            session("09:00", "12:00", HALL),
            session("10:00", "11:00", CHANNEL),
            session("11:00", "12:00", STUDIO),
        )

        assert cells(day) == [
            ["09:00–12:00", "", ""],
            ["10:00–11:00"],
            ["11:00–12:00", ""],
        ]
        assert [cell.rows for cell in day.rows[0].cells] == [3, 2, 1]

    def test_what_is_cancelled_shares_the_cell_with_what_came_in_its_place(self):
        day = table(
            session("09:00", "10:00", HALL, is_cancelled=True),
            session("09:15", "10:00", HALL),
            session("09:00", "10:00", STUDIO),
        )

        assert cells(day) == [["09:00–10:00 + 09:15–10:00", "09:00–10:00"]]

    def test_in_a_shared_cell_the_later_one_says_its_own_time(self):
        day = table(
            session("09:00", "10:00", HALL, is_cancelled=True),
            session("09:15", "10:00", HALL),
            session("09:00", "10:00", STUDIO),
        )

        first, second = day.rows[0].cells[0].entries
        assert first.starts is None
        assert second.starts.time == "09:15"

    @pytest.mark.parametrize("seed", range(30))
    def test_every_day_fills_its_rectangle(self, seed):
        random = Random(seed)
        places = [HALL, STUDIO, CHANNEL, None]
        sessions = []
        for place in places:
            hour = 8
            while hour < 18:
                hour += random.choice([0, 0, 1, 2])
                length = random.choice([1, 1, 2])
                sessions.append(session(f"{hour}:00", f"{hour + length}:00", place))
                hour += random.choice([0, length])

        day = table(*sorted(sessions, key=lambda s: s.starts_at))

        assert fills_its_rectangle(day)
        shown = [e.session for row in day.rows for c in row.cells for e in c.entries]
        assert sorted(s.id for s in shown) == sorted(s.id for s in sessions)


class TestTime:
    @pytest.mark.parametrize(
        ("clock", "states"),
        [
            ("08:59", ["", ""]),
            ("09:00", ["on", ""]),
            ("10:00", ["over", "on"]),
            ("11:00", ["over", "over"]),
        ],
    )
    def test_what_is_over_and_what_runs_is_known(self, clock, states):
        sessions = session("09:00", "10:00", HALL), session("10:00", "11:00", HALL)

        day = table(*sessions, moment=at(clock))

        assert [entry.state for entry in day.entries] == states

    def test_what_is_cancelled_never_runs(self):
        cancelled = session("09:00", "10:00", HALL, is_cancelled=True)

        (entry,) = table(cancelled, moment=at("09:30")).entries

        assert entry.state == ""

    @pytest.mark.parametrize(
        ("ends", "english", "chinese"),
        [
            ("09:45", "45 min", "45分钟"),
            ("10:00", "1 h", "1小时"),
            ("10:30", "1 h 30 min", "1小时30分钟"),
            ("34:00", "25 h", "25小时"),
        ],
    )
    def test_how_long_it_takes_is_said_in_words(self, ends, english, chinese):
        (entry,) = table(session("09:00", ends)).entries

        with override("en"):
            assert entry.length == english
        with override("zh-hans"):
            assert entry.length == chinese


class TestNames:
    PEOPLE = (
        part("host", title="Professor", family_name="Bountra", given_name="Chas"),
        part("interpreter", family_name="Nobody"),
        *(part(family_name=name) for name in ("Willetts", "Jiang", "Li")),
    )

    def names(self, *others) -> list[str]:
        day = table(session("09:00", "10:00", HALL, people=self.PEOPLE), *others)
        entry = day.rows[0].cells[0].entries[0] if day.rows else day.entries[0]
        assert entry.others == 1
        return entry.names

    def test_a_narrow_cell_names_three_without_titles_or_interpreters(self):
        names = self.names(session("09:00", "10:00", STUDIO))

        assert names == ["Chas Bountra", "Willetts", "Jiang"]

    def test_what_is_alone_has_room_for_titles(self):
        names = self.names(
            session("10:00", "11:00", HALL), session("10:00", "11:00", STUDIO)
        )

        assert names == ["Professor Chas Bountra", "Willetts", "Jiang"]
