"""A conference of several days says which day it speaks of, whatever is on them."""

from datetime import timedelta

import pytest

from agenda.models import Session
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import Page, open_page

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
YEAR = STARTS_AT.year


def with_one_session(days: int = 4, **columns):
    """A conference on whose second day, if it has one, a session stands alone."""
    conference = make_conference(
        published=False,
        slug="growing",
        ends_at=STARTS_AT + (days - 1) * DAY + 5 * HOUR,
    )
    starts_at = STARTS_AT + (DAY if days > 1 else 0 * DAY)
    columns = {"kind": "signing", "starts_at": starts_at, "slug": "alone"} | columns
    session = make_session(conference, **columns)
    speaker = make_speaker(
        conference, slug="li", organisation=make_organisation(name_en="Institute")
    )
    make_participation(session, speaker)
    publish(conference)
    return session


def page(client, path: str = "", language: str = "en") -> Page:
    return open_page(client, f"/{language}/growing/{path}")


def section(page: Page, name: str) -> str:
    return " ".join(page.one("section", **{"aria-labelledby": name}).text.split())


def span_on(page: Page) -> list[str]:
    html = page.html.partition('<dl class="span">')[2].partition("</dl>")[0]
    return [" ".join(row.text.split()) for row in Page(html).all("div")]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Nanjing 9 July 14:00 – 12 July 19:00",
                "London 9 July 07:00 – 12 July 12:00",
            ],
        ),
        (
            "zh-hans",
            [
                "南京 7月9日 14:00 – 7月12日 19:00",
                "伦敦 7月9日 07:00 – 7月12日 12:00",
            ],
        ),
    ],
)
def test_the_front_page_says_on_which_day_it_begins_and_ends(
    client, language, expected
):
    with_one_session()

    assert span_on(page(client, language=language)) == expected


def test_a_conference_of_one_day_says_its_hours_alone(client):
    with_one_session(days=1)

    assert span_on(page(client)) == ["Nanjing 14:00–19:00", "London 07:00–12:00"]


def test_the_day_in_short_has_its_date(client):
    session = with_one_session()

    heading = page(client).one("h2", id="day").text

    assert heading == f"{session.starts_at:%A} 10 July {YEAR}"


def test_the_only_day_is_the_day(client):
    with_one_session(days=1)

    assert page(client).one("h2", id="day").text == "The day"


@pytest.mark.parametrize(("days", "shown"), [(4, True), (1, False)])
def test_ceremonies_and_appearances_have_a_date_among_several_days(client, days, shown):
    session = with_one_session(days)
    house = session.speakers.get().organisation_id
    day = 10 if days > 1 else 9

    sections = [
        section(page(client), "ceremonies"),
        section(page(client, "speakers/li/"), "sessions"),
        section(page(client, f"organisations/{house}/"), "sessions"),
    ]

    assert [f"{day} July {YEAR}" in words for words in sections] == [shown] * 3


def test_a_ceremony_says_from_which_day_it_was_moved(client):
    session = with_one_session()
    Session.objects.update(
        starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY
    )
    publish(session.conference)

    words = section(page(client), "ceremonies")

    moved = f"Moved from 10 July {YEAR}, 14:00 Nanjing · 07:00 London"
    assert moved in words
    assert f"11 July {YEAR} 14:00 Nanjing" in words


def test_several_days_are_those_of_the_first_clock(client):
    # It crosses midnight in London alone.
    conference = make_conference(
        published=False,
        slug="growing",
        starts_at=STARTS_AT.replace(hour=21, minute=30) - DAY,
        ends_at=STARTS_AT.replace(hour=0, minute=30),
    )
    make_session(conference)
    publish(conference)

    front = page(client)

    assert span_on(front) == [
        "Nanjing 05:30–08:30",
        "London 8 July 22:30 – 9 July 01:30",
    ]
    assert front.one("h2", id="day").text == "The day"


def test_the_page_of_a_session_that_crosses_midnight_says_so(client):
    with_one_session(
        starts_at=STARTS_AT + DAY + 9 * HOUR, ends_at=STARTS_AT + DAY + 11.5 * HOUR
    )

    assert span_on(page(client, "agenda/alone/")) == [
        "Nanjing 10 July 23:00 – 11 July 01:30",
        "London 16:00–18:30",
    ]
