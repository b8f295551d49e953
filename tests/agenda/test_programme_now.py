"""Now and next, on the page of the programme and on the front page."""

from functools import partial

import pytest

from tests.agenda.programme_page import (
    SECOND,
    address,
    links,
    make_two_days,
    set_clock,
    spoken,
)
from tests.factories import make_conference, make_session, publish
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

        panel = " ".join(
            page.one("section", **{"aria-label": "Now and next"}).text.split()
        )
        assert panel.startswith("Now Hall Talk in English Studio Talk in Chinese Next")
        assert "Wednesday 10 July 2030 10:00 Nanjing 03:00 London" in panel
        assert panel.count("The day after") == 1

    def test_what_is_over_and_what_runs_is_marked_in_words(
        self, client, conference, clock
    ):
        clock("10:30")

        page = open_page(client, address(conference))

        kinds = [" ".join(e.text.split()) for e in page.all("p", **{"class": "kind"})]
        assert kinds == ["Opening · 1 h · over", "Talk · 1 h · now", "Talk · 1 h · now"]
        assert len(page.all("tr", id="now")) == 1

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

        panel = page.one("section", **{"aria-label": "Now and next"}).text
        assert "Talk in English" not in panel

    def test_the_front_page_says_it_as_well(self, client, conference, clock):
        front = f"/en/{conference.slug}/"
        assert "Now" not in [e.text for e in open_page(client, front).all("h2")]

        clock("10:30")

        headings = [e.text for e in open_page(client, front).all("h2")]
        assert headings[:3] == ["Tuesday 9 July 2030", "Now", "Next"]


class TestFrontPage:
    def front(self, client, conference, language="en") -> Page:
        return open_page(client, f"/{language}/{conference.slug}/")

    def test_it_shows_what_everybody_attends_and_counts_the_rest(
        self, client, conference
    ):
        page = self.front(client, conference)

        shown = [e.text for e in page.all("p", **{"class": "timeline-title"})]
        assert shown == ["Opening"]
        assert "and 2 more sessions" in spoken(page)

    def test_it_leads_to_each_day(self, client, conference):
        found = links(self.front(client, conference))

        assert found["Wed 10 July"] == address(conference, f"?day={SECOND}")

    def test_where_everything_is_side_by_side_it_shows_the_first(self, client):
        conference = make_conference(published=False)
        for _ in range(15):
            make_session(conference)
        publish(conference)

        page = self.front(client, conference, "zh-hans")

        assert len(page.all("p", **{"class": "timeline-title"})) == 12
        assert "另有3场" in spoken(page)
