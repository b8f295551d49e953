"""The filters of the programme: plain links that narrow it."""

import pytest

from tests.agenda.sessions import at
from tests.agenda.views.programme_page import (
    FIRST,
    SECOND,
    address,
    links,
    make_two_days,
    spoken,
    titles,
    words,
)
from tests.factories import make_session, publish
from tests.pages import open_page


@pytest.fixture
def conference():
    return make_two_days()


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?kind=talk", ["Talk in English", "Talk in Chinese"]),
            ("?language=zh", ["Talk in Chinese"]),
            ("?attendance=online&kind=talk", ["Talk in English", "Talk in Chinese"]),
            ("?attendance=onsite&kind=talk", ["Talk in English"]),
            ("?language=en&attendance=onsite&kind=talk", ["Talk in English"]),
            ("?day=all&kind=keynote", ["The day after"]),
            # Nothing fits on the first day, and no day was asked for.
            ("?kind=keynote", ["The day after"]),
            (f"?day={FIRST}&kind=keynote", []),
            (f"?day={SECOND}&kind=keynote", ["The day after"]),
        ],
    )
    def test_they_narrow_what_is_shown(self, client, conference, query, found):
        assert titles(client, conference, query) == found

    def test_a_track_is_one_of_them(self, client, conference):
        track = conference.tracks.get()

        assert titles(client, conference, f"?track={track.pk}") == ["Talk in Chinese"]

    def test_they_are_links_that_need_no_script(self, client, conference):
        page = open_page(client, address(conference))

        assert [e.text for e in page.all("summary")][-4:] == [
            "Kind",
            "Track",
            "Language",
            "Attendance",
        ]
        assert links(page)["Opening 1"] == address(conference, "?kind=opening")
        assert "3 sessions" in words(client, conference)

    def test_what_is_chosen_is_shown_and_can_be_taken_back(self, client, conference):
        page = open_page(client, address(conference, "?kind=talk&language=en"))

        found = links(page)
        assert "1 of 3 sessions" in spoken(page)
        assert found["Talk – remove this filter ×"] == address(
            conference, "?language=en"
        )
        assert found["Show all"] == address(conference)

    def test_a_day_without_what_is_chosen_says_on_which_it_is(self, client, conference):
        query = f"?day={FIRST}&kind=keynote"
        page = open_page(client, address(conference, query))

        assert titles(client, conference, query) == []
        assert "Nothing on this day fits what you have chosen." in spoken(page)
        assert links(page)["1 session on Wed 10 July"] == address(
            conference, f"?day={SECOND}&kind=keynote"
        )

    @pytest.mark.parametrize("day", [FIRST, "all"])
    def test_where_nothing_fits_on_any_day_it_offers_all(self, client, conference, day):
        query = f"?day={day}&kind=keynote&attendance=online&language=zh"
        page = open_page(client, address(conference, query))

        main = page.one("main").text
        assert "Nothing in the programme fits what you have chosen." in main
        assert "on Wed 10 July" not in main
        assert links(page)["Show all"] == address(conference, f"?day={day}")

    def test_of_all_days_it_shows_those_on_which_something_fits(
        self, client, conference
    ):
        page = open_page(client, address(conference, "?day=all&kind=keynote"))

        assert [e.text for e in page.all("h2")] == ["Wednesday 10 July 2030"]

    def test_what_is_on_another_day_can_be_chosen_as_well(self, client, conference):
        page = open_page(client, address(conference, f"?day={FIRST}"))

        assert links(page)["Keynote 1 on other days"] == address(
            conference, "?day=all&kind=keynote"
        )

    def test_another_day_and_another_language_keep_them(self, client, conference):
        page = open_page(client, address(conference, f"?language=en&day={FIRST}"))

        found = links(page)
        assert found["Wed 10 July 0"] == address(
            conference, f"?day={SECOND}&language=en"
        )
        assert found["中文"] == address(
            conference, f"?day={FIRST}&language=en", "zh-hans"
        )

    def test_search_engines_are_led_to_the_page_without_them(self, client, conference):
        page = open_page(client, address(conference, f"?language=en&day={FIRST}"))

        assert page.one("link", rel="canonical")["href"] == (
            f"https://confsite.example{address(conference, f'?day={FIRST}')}"
        )

    @pytest.mark.parametrize(
        "query",
        [
            "?kind=nothing",
            "?kind=",
            "?day=2030-13-45",
            "?track=%F0%9F%98%80",
            "?track=99999999999999999999999",
            "?language=%FF%FE",
            "?kind=talk%01",
            "?attendance=hybrid",
            "?%ED%A0%80=1&&&=;?kind=talk",
            "?kind[]=talk",
            "?utm_source=letter",
        ],
    )
    def test_what_is_not_understood_is_the_same_page(self, client, conference, query):
        plain = client.get(address(conference))

        response = client.get(address(conference, query))

        assert (response.status_code, response["ETag"]) == (200, plain["ETag"])

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_they_cost_no_query(
        self, client, conference, sessions, django_assert_num_queries
    ):
        for n in range(sessions):
            make_session(conference, starts_at=at(f"{36 + n}:00"))
        publish(conference)
        client.get(address(conference))

        with django_assert_num_queries(0):
            client.get(address(conference, f"?day={SECOND}&kind=talk"))
