"""Now and next, on the page of the programme and on the front page."""

from datetime import timedelta
from functools import partial

import pytest

from agenda.models import Room, Session
from tests.agenda.sessions import at
from tests.agenda.views.programme_page import (
    FIRST,
    SECOND,
    address,
    links,
    make_two_days,
    set_clock,
    spoken,
)
from tests.factories import make_conference, make_room, make_session, publish
from tests.pages import Page, open_page


@pytest.fixture
def conference():
    return make_two_days()


@pytest.fixture
def clock(monkeypatch):
    """clock("10:30") makes it half past ten on the first day, in Nanjing."""
    return partial(set_clock, monkeypatch)


class TestNow:
    def test_it_says_what_runs_in_each_room_and_what_comes_next(
        self, client, conference, clock
    ):
        clock("10:30")

        page = open_page(client, address(conference))

        panel = words_of_panel(page)
        assert panel.startswith(
            "Now Hall Talk in English until 11:00 Nanjing · 04:00 London"
            " Studio Talk in Chinese until 11:00 Nanjing · 04:00 London Next"
        )
        assert "Wednesday 10 July 2030 10:00 Nanjing 03:00 London" in panel
        assert panel.count("The day after") == 1

    def test_what_is_over_and_what_runs_is_marked_in_words(
        self, client, conference, clock
    ):
        clock("10:30")

        page = open_page(client, address(conference))

        kinds = [" ".join(e.text.split()) for e in page.all("p", **{"class": "kind"})]
        assert kinds == ["Opening · 1 h · over", "Talk · 1 h · now", "Talk · 1 h · now"]

    @pytest.mark.parametrize("query", [f"?day={SECOND}", "?day=all"])
    def test_other_days_stay_as_they_are(self, client, conference, clock, query):
        before = client.get(address(conference, query))["ETag"]

        clock("10:30")

        assert client.get(address(conference, query))["ETag"] == before

    def test_a_page_is_kept_until_something_begins_or_ends(
        self, client, conference, clock
    ):
        tags = []
        for moment in ("-1:00", "9:00", "9:59", "10:00", "10:30", "11:00"):
            clock(moment)
            tags.append(client.get(address(conference))["ETag"])

        before, opening, same, talks, still, after = tags
        assert (opening, talks) == (same, still)
        assert len({before, opening, talks, after}) == 4

    def test_what_is_filtered_out_does_not_run(self, client, conference, clock):
        clock("10:30")

        page = open_page(client, address(conference, "?language=zh"))

        assert "Talk in English" not in words_of_panel(page)

    @pytest.mark.parametrize(
        ("time", "query", "words", "leads_to"),
        [
            ("10:30", "", "To this time on the day", "{talk}"),
            ("8:30", "", "To what comes next", "{opening}"),
            ("12:00", "", "To what comes next", "{page}?day={second}{after}"),
            (
                "12:00",
                "?attendance=onsite",
                "To what comes next",
                "{page}?day={second}&attendance=onsite{after}",
            ),
            # A day in one hall is a list.
            ("34:30", "", "To this time on the day", "{after}"),
        ],
    )
    def test_it_leads_to_what_runs_or_in_a_gap_to_what_comes_next(
        self, client, conference, clock, time, query, words, leads_to
    ):
        sessions = {s.title_en: f"#session-{s.slug}" for s in Session.objects.all()}
        clock(time)

        page = open_page(client, address(conference, query))

        assert links(page)[words] == leads_to.format(
            page=address(conference),
            second=SECOND,
            opening=sessions["Opening"],
            talk=sessions["Talk in English"],
            after=sessions["The day after"],
        )

    def test_the_front_page_says_it_as_well(self, client, conference, clock):
        front = f"/en/{conference.slug}/"
        assert "Now" not in [e.text for e in open_page(client, front).all("h2")]

        clock("10:30")

        headings = [e.text for e in open_page(client, front).all("h2")]
        assert headings[:3] == ["Now", "Next", "Tuesday 9 July 2030"]

    def test_the_front_page_leads_to_it_in_the_programme(
        self, client, conference, clock
    ):
        talk = Session.objects.get(title_en="Talk in English")
        clock("10:30")

        found = links(open_page(client, f"/en/{conference.slug}/"))

        assert found["To this time on the day"] == address(
            conference, f"?day={FIRST}#session-{talk.slug}"
        )


class TestFrontPage:
    def front(self, client, conference, language="en") -> Page:
        return open_page(client, f"/{language}/{conference.slug}/")

    def titles(self, page) -> list[str]:
        return [e.text for e in page.all("p", **{"class": "timeline-title"})]

    def test_a_short_day_is_shown_whole(self, client, conference):
        page = self.front(client, conference)

        assert self.titles(page) == ["Opening", "Talk in English", "Talk in Chinese"]
        assert "more session" not in spoken(page)

    def test_it_leads_to_each_day(self, client, conference):
        found = links(self.front(client, conference))

        assert found["Wed 10 July"] == address(conference, f"?day={SECOND}")

    def test_of_a_long_day_in_one_hall_it_shows_the_first_without_breaks(
        self, client, hall
    ):
        for hour in range(15):
            held(hall, hour, kind="break" if hour == 3 else "talk")
        publish(hall.conference)

        page = self.front(client, hall.conference)

        assert self.titles(page) == [f"Talk at {h}" for h in range(13) if h != 3]
        assert links(page)["and 2 more sessions"] == address(hall.conference)

    @pytest.mark.parametrize(
        ("kinds", "shown"),
        [
            (["keynote", "opening", "signing"], [0, 1, 2]),
            (["keynote"] * 5 + ["round_table"] * 7, range(12)),
            # Not some of the round tables, nor some of the talks.
            (["keynote"] * 5 + ["round_table"] * 8, range(5)),
            (["keynote"] * 13, []),
            ([], []),
        ],
    )
    def test_of_what_is_side_by_side_it_shows_what_stands_out(
        self, client, hall, kinds, shown
    ):
        for hour in range(14):
            held(hall, hour, kind=dict(enumerate(kinds)).get(hour, "talk"))
            held(make_room(hall.conference), hour, title_en="Beside it")
        publish(hall.conference)

        page = self.front(client, hall.conference)

        assert self.titles(page) == [f"Talk at {hour}" for hour in shown]
        rest = 28 - len(shown)
        label = f"and {rest} more sessions" if shown else f"{rest} sessions"
        assert links(page)[label] == address(hall.conference)

    def test_coffee_is_not_what_everybody_attends(self, client, hall):
        for hour in range(7):
            held(hall, hour, kind="break", title_en="Coffee", minutes=15)
            held(hall, hour, kind="keynote" if hour == 2 else "talk", after=15)
            held(make_room(hall.conference), hour, after=15, title_en="Beside it")
        publish(hall.conference)

        assert self.titles(self.front(client, hall.conference)) == ["Talk at 2"]

    def test_it_counts_the_rest_in_chinese(self, client, hall):
        for hour in range(15):
            held(hall, hour)
        publish(hall.conference)

        assert "另有3场" in spoken(self.front(client, hall.conference, "zh-hans"))


@pytest.fixture
def hall() -> Room:
    """Of a conference of one day."""
    day = make_conference(published=False, starts_at=at("0:00"), ends_at=at("24:00"))
    return make_room(day)


def held(
    room: Room, hour: int, after: int = 0, minutes: int = 45, **columns: str
) -> None:
    """A session in this hour, so many minutes after it has struck."""
    starts_at = at(f"{hour}:00") + timedelta(minutes=after)
    make_session(
        room.conference,
        room=room,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **{"title_en": f"Talk at {hour}"} | columns,
    )


def words_of_panel(page: Page) -> str:
    panel = page.one("section", **{"aria-label": "Now and next"})
    return " ".join(panel.text.split())
