"""The page of the programme: a day at a time, rooms side by side, both clocks."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.utils.html import escape

from agenda.models import Session
from tests.agenda.sessions import at
from tests.agenda.views.programme_page import (
    SECOND,
    address,
    links,
    make_two_days,
    set_clock,
    titles,
    words,
)
from tests.factories import (
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import open_page


@pytest.fixture
def conference():
    return make_two_days()


@pytest.fixture
def clock(monkeypatch):
    """clock("10:30") makes it half past ten on the first day, in Nanjing."""
    return partial(set_clock, monkeypatch)


class TestDays:
    def test_the_first_day_opens_before_the_conference(self, client, conference):
        assert titles(client, conference) == [
            "Opening",
            "Talk in English",
            "Talk in Chinese",
        ]

    def test_a_day_is_chosen_by_a_plain_link(self, client, conference):
        page = open_page(client, address(conference))

        assert titles(client, conference, f"?day={SECOND}") == ["The day after"]
        assert links(page)["Wed 10 July"] == address(conference, f"?day={SECOND}")

    def test_all_days_can_be_read_and_printed_as_one(self, client, conference):
        page = open_page(client, address(conference))
        everything = address(conference, "?day=all")

        assert links(page)["All days"] == everything
        assert links(page)["The whole programme to print"] == everything
        assert len(titles(client, conference, "?day=all")) == 4

    @pytest.mark.parametrize(
        ("moment", "shown"),
        [
            ("-12:00", "Tuesday 9 July 2030"),
            ("0:00", "Tuesday 9 July 2030"),
            ("23:59", "Tuesday 9 July 2030"),
            ("24:00", "Wednesday 10 July 2030"),
            ("47:59", "Wednesday 10 July 2030"),
            ("48:00", "Tuesday 9 July 2030"),
        ],
    )
    def test_while_the_conference_runs_it_opens_at_the_day_it_is(
        self, client, conference, clock, moment, shown
    ):
        clock(moment)

        page = open_page(client, address(conference))

        assert [
            heading.text for heading in page.all("h2") if "2030" in heading.text
        ] == [shown]

    @pytest.mark.parametrize(
        ("language", "heading", "current"),
        [
            ("en", "Wednesday 10 July 2030", "Wed 10 July"),
            ("zh-hans", "2030年7月10日（星期三）", "7月10日 周三"),
        ],
    )
    def test_the_day_is_said_in_words(
        self, client, conference, language, heading, current
    ):
        page = open_page(client, address(conference, f"?day={SECOND}", language))

        days = page.elements.index(page.one("nav", **{"class": "days"}))
        (chosen,) = [e for e in page.elements[days:] if e.get("aria-current") == "page"]
        assert chosen.text == current
        assert page.one("h2").text == heading
        assert heading in page.title

    def test_one_day_needs_no_bar(self, client):
        conference = make_conference(published=False)
        make_session(conference)
        publish(conference)

        page = open_page(client, address(conference))

        assert page.all("nav", **{"class": "days"}) == []
        assert [e.text for e in page.all("h2")] == [
            f"{conference.starts.local:%A} {conference.starts.date}"
        ]

    def test_nothing_yet_is_said(self, client):
        conference = make_conference()

        assert "The programme is being written." in words(client, conference)
        assert "日程正在" in words(client, conference, language="zh-hans")


class TestRooms:
    def test_they_stand_side_by_side_in_one_table(self, client, conference):
        page = open_page(client, address(conference))

        assert [e.text for e in page.all("th", scope="col")] == [
            "Time",
            "Hall",
            "Studio",
        ]
        times = [" ".join(e.text.split()) for e in page.all("th", scope="row")]
        assert times == ["09:00 Nanjing 02:00 London", "10:00 Nanjing 03:00 London"]
        assert page.one("td", colspan="2").text.count("Opening") == 2

    def test_the_table_stays_one_where_it_is_shown_as_a_column(
        self, client, conference
    ):
        page = open_page(client, address(conference))

        roles = {"table": "table", "tr": "row", "td": "cell", "thead": "rowgroup"}
        for tag, role in roles.items():
            assert {e.get("role") for e in page.all(tag)} == {role}
        assert {e["role"] for e in page.all("th")} == {"rowheader", "columnheader"}

    def test_a_day_in_one_room_is_a_list(self, client, conference):
        page = open_page(client, address(conference, f"?day={SECOND}"))

        assert page.all("table") == []
        assert len(page.all("li", **{"class": "session"})) == 1

    def test_people_languages_and_rooms_stand_in_the_cell(self, client, conference):
        for name in ("Ada", "Grace", "Mary", "Joan"):
            make_participation(
                Session.objects.get(title_en="Talk in English"),
                make_speaker(conference, given_name=name, family_name="Who"),
            )
        Session.objects.update(is_interpreted=True)
        publish(conference)

        cell = next(
            e
            for e in open_page(client, address(conference)).all("td")
            if "Talk in English" in e.text
        )

        cell_words = " ".join(cell.text.split())
        for piece in ("Ada Who", "Mary Who and 1 more", "Hall", "EN → 中"):
            assert piece in cell_words
        assert "Joan" not in cell_words

    def test_missing_chinese_falls_back_and_says_so(self, client, conference):
        Session.objects.filter(title_en="Talk in English").update(title_zh="")
        publish(conference)

        html = client.get(address(conference, language="zh-hans")).content.decode()

        assert '<span lang="en">Talk in English</span>' in html

    def test_a_ceremony_shows_the_pairs_that_sign(self, client, conference):
        ceremony = Session.objects.get(title_en="The day after")
        pair = [make_organisation(name_en=name) for name in ("Oxford", "Nanjing")]
        for _ in range(8):
            make_agreement(ceremony, parties=pair)
        publish(conference)

        shown = words(client, conference, f"?day={SECOND}")

        assert shown.count("Oxford – Nanjing") == 6
        assert "and 2 more agreements" in shown

    def test_titles_are_text(self, client, conference):
        evil = "<script>alert(1)</script>\"'{{7*7}}" + "长" * 200
        Session.objects.filter(title_en="Talk in English").update(title_en=evil)
        publish(conference)

        html = client.get(address(conference)).content.decode()

        assert "<script>alert" not in html
        assert escape(evil) in html


class TestClocks:
    @pytest.mark.parametrize(
        ("starts", "shown"),
        [
            # British summer time: seven hours; the evening before in London.
            (datetime(2030, 7, 9, 6, tzinfo=UTC), "14:00 Nanjing 07:00 London"),
            (
                datetime(2030, 7, 8, 22, tzinfo=UTC),
                "06:00 Nanjing 23:00 London, 8 July",
            ),
            # Winter: eight hours.
            (datetime(2030, 1, 9, 6, tzinfo=UTC), "14:00 Nanjing 06:00 London"),
        ],
    )
    def test_both_are_in_words_and_the_day_where_it_differs(
        self, client, starts, shown
    ):
        conference = make_conference(
            published=False, starts_at=starts, ends_at=starts + timedelta(hours=2)
        )
        make_session(conference)
        publish(conference)

        page = open_page(client, address(conference))

        (time,) = page.all("time", **{"class": "clocks"})
        assert " ".join(time.text.split()) == shown


class TestChanges:
    @pytest.mark.parametrize(
        ("language", "word"), [("en", "cancelled"), ("zh-hans", "已取消")]
    )
    def test_what_is_cancelled_stays_and_says_so(
        self, client, conference, language, word
    ):
        Session.objects.filter(title_en="Opening").update(is_cancelled=True)
        publish(conference)

        page = open_page(client, address(conference, language=language))

        (kind,) = [e.text for e in page.all("p", **{"class": "kind"}) if word in e.text]
        (slot,) = [
            e for e in page.all("div") if "is-cancelled" in (e.get("class") or "")
        ]
        assert kind in slot.text

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("en", "Moved from 09:00 Nanjing · 02:00 London"),
            ("zh-hans", "原定于09:00 南京 · 02:00 伦敦"),
        ],
    )
    def test_what_moved_says_from_when(self, client, conference, language, sentence):
        Session.objects.filter(title_en="Opening").update(
            starts_at=at("8:30"), ends_at=at("9:30")
        )
        publish(conference)

        assert sentence in words(client, conference, language=language)

    def test_what_moved_to_another_day_says_from_which(self, client, conference):
        Session.objects.filter(title_en="The day after").update(
            starts_at=at("12:00"), ends_at=at("13:00")
        )
        publish(conference)

        assert "Moved from 10 July 2030, 10:00 Nanjing · 03:00 London" in words(
            client, conference
        )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_address_of_the_page_stands_on_paper(client, conference, language):
    page = open_page(client, address(conference, "?kind=talk", language))

    paper = [e.text for e in page.all("p", **{"class": "on-paper"})]
    shown = f"https://confsite.example{address(conference, '?kind=talk', language)}"
    feed = f"https://confsite.example/{language}/{conference.slug}/agenda.ics"
    assert shown in paper
    assert any(line.endswith(feed) for line in paper)
    assert paper[0].endswith(
        {"en": "9–10 July 2030", "zh-hans": "2030年7月9日至10日"}[language]
    )


def test_a_calendar_subscribes_to_it_and_its_address_can_be_copied(client, conference):
    page = open_page(client, address(conference))

    feed = f"//confsite.example/en/{conference.slug}/agenda.ics"
    assert links(page)["Subscribe in your calendar"] == f"webcal:{feed}"
    assert page.one("span", **{"class": "feed"}).text == f"https:{feed}"


@pytest.mark.parametrize("query", ["", f"?day={SECOND}", "?day=all"])
def test_each_session_is_named_once_on_its_day(client, conference, clock, query):
    clock("10:30")

    page = open_page(client, address(conference, query))

    names = [e["id"] for e in page.elements if e.get("id")]
    sessions = [name for name in names if name.startswith("session-")]
    assert len(names) == len(set(names))
    assert len(sessions) == len(titles(client, conference, query))
