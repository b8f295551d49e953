"""The feed and the calendar file of a session (RFC 5545, RFC 5546, RFC 7986)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from agenda.choices import Kind, SessionAttendance
from agenda.models import Conference, Session
from tests.agenda.exports.exported import (
    HARMLESS,
    calendar,
    get,
    make_hostile_programme,
    make_programme,
)
from tests.factories import STARTS_AT, make_room, make_session, publish


@pytest.fixture
def conference():
    return make_programme()


def test_a_feed_is_published_and_invites_nobody(client, conference):
    whole, found, body = calendar(client, conference)

    assert whole["METHOD"] == "PUBLISH"
    assert whole["VERSION"] == "2.0"
    assert whole["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in body
    assert whole["NAME"] == whole["X-WR-CALNAME"] == "Innovation Conference"
    assert b"ATTENDEE" not in body
    assert list(found) == ["Opening remarks"]


@pytest.mark.parametrize(
    ("contact", "organiser"),
    [("office@example.org", "office@example.org"), ("", "no-reply@confsite.example")],
)
@pytest.mark.parametrize("name", ["agenda.ics", "agenda/opening.ics"])
def test_what_is_published_has_an_organiser(
    client, conference, name, contact, organiser
):
    """RFC 5546, 3.2.1, whether or not the conference has an address."""
    Conference.objects.update(contact_email=contact)
    publish(conference)

    whole, found, _body = calendar(client, conference, name)

    assert whole["METHOD"] == "PUBLISH"
    assert found["Opening remarks"]["ORGANIZER"] == f"mailto:{organiser}"
    assert found["Opening remarks"]["ORGANIZER"].params["CN"] == "Example Society"


def test_a_session_is_an_event_with_all_its_facts(client, conference):
    session = Session.objects.get(slug="opening")
    release = conference.releases.get()

    event = calendar(client, conference)[1]["Opening remarks"]

    assert event["UID"] == f"{session.uid}@confsite.example"
    assert event["DTSTART"].dt == STARTS_AT
    assert event["DTEND"].dt == STARTS_AT + timedelta(hours=1)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["DTSTAMP"].dt == release.made_at.replace(microsecond=0)
    assert event["SEQUENCE"] == release.number == 1
    assert event["STATUS"] == "CONFIRMED"
    assert event["CATEGORIES"].to_ical() == b"Opening"
    assert event["LOCATION"] == "Great Hall, Conference Centre, Nanjing"
    assert event["URL"] == ("https://confsite.example/en/china-uk-2031/agenda/opening/")
    assert event["ORGANIZER"] == "mailto:office@example.org"
    assert event["SUMMARY"].params["LANGUAGE"] == "en-GB"
    assert event["DESCRIPTION"].splitlines() == [
        f"9 July {STARTS_AT.year}",
        "14:00–15:00 Nanjing",
        "07:00–08:00 London",
        "In Chinese, interpreted · On site and online",
        "Host: Li Shigui",
        "Why we meet.",
        str(event["URL"]),
    ]


def test_a_session_that_crosses_midnight_says_on_which_clock(client, conference):
    # At half past five in Nanjing it is the evening before in London.
    starts_at = STARTS_AT.replace(hour=21, minute=30) - timedelta(days=1)
    ends_at = starts_at + timedelta(hours=3)
    make_session(conference, title_en="Dawn", starts_at=starts_at, ends_at=ends_at)
    publish(conference)

    event = calendar(client, conference)[1]["Dawn"]

    assert event["DESCRIPTION"].splitlines()[1:3] == [
        "05:30–08:30 Nanjing",
        "8 July 22:30 – 9 July 01:30 London",
    ]


def test_each_language_has_its_feed_with_the_same_events(client, conference):
    english = calendar(client, conference)[1]["Opening remarks"]
    chinese = calendar(client, conference, language="zh-hans")[1]["致辞"]

    assert chinese["UID"] == english["UID"]
    assert chinese["SUMMARY"].params["LANGUAGE"] == "zh-CN"
    assert chinese["LOCATION"] == "大礼堂，国际会议中心，南京"
    assert "14:00–15:00 南京" in chinese["DESCRIPTION"]
    assert "主持人：李世贵" in chinese["DESCRIPTION"]


def test_no_line_is_longer_than_75_octets(client, conference):
    make_session(conference, title_zh="甲乙丙" * 60, abstract_zh="丁，" * 500)
    publish(conference)

    body = calendar(client, conference, language="zh-hans")[2]

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_a_cancelled_session_says_so(client, conference):
    Session.objects.update(is_cancelled=True)
    publish(conference)

    event = calendar(client, conference)[1]["Opening remarks"]

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert event["DESCRIPTION"].startswith("This session does not take place.")


def test_a_session_keeps_its_sequence_while_it_stays_as_it_is(client, conference):
    make_session(conference, slug="panel", title_en="Panel")
    publish(conference)
    publish(conference)
    Session.objects.filter(slug="panel").update(room=make_room(conference))
    publish(conference)

    found = calendar(client, conference)[1]

    assert [found[name]["SEQUENCE"] for name in ("Opening remarks", "Panel")] == [1, 4]


def test_breaks_stay_out_of_the_feed_but_can_be_taken(client, conference):
    make_session(conference, kind=Kind.BREAK, title_en="Tea", slug="tea")
    publish(conference)

    assert list(calendar(client, conference)[1]) == ["Opening remarks"]
    assert list(calendar(client, conference, "agenda/tea.ics")[1]) == ["Tea"]


def test_one_session_is_a_file_of_its_own(client, conference):
    make_session(conference)
    publish(conference)

    whole, found, body = calendar(client, conference, "agenda/opening.ics")
    response = get(client, conference, "agenda/opening.ics")

    assert whole["METHOD"] == "PUBLISH"
    assert list(found) == ["Opening remarks"]
    assert found["Opening remarks"]["TRANSP"] == "OPAQUE"
    assert b"REFRESH-INTERVAL" not in body
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="opening.ics"'


def test_online_there_is_no_way_to_go(client, conference):
    Session.objects.update(room=None, attendance=SessionAttendance.ONLINE)
    publish(conference)

    assert calendar(client, conference)[1]["Opening remarks"]["LOCATION"] == ("Online")


def test_the_second_clock_names_another_day(client, conference):
    # Three in the morning in Nanjing is the evening before in London.
    starts_at = datetime(STARTS_AT.year, 7, 8, 19, tzinfo=UTC)
    make_session(conference, title_en="Early", starts_at=starts_at)
    publish(conference)

    description = calendar(client, conference)[1]["Early"]["DESCRIPTION"]

    assert "03:00–04:00 Nanjing\n8 July 20:00–21:00 London" in description


def test_hostile_texts_stay_text(client):
    hostile = make_hostile_programme()

    for name in ("agenda.ics", "agenda/evil.ics"):
        whole, found, body = calendar(client, hostile, name)
        event = found[HARMLESS]
        assert len(whole.subcomponents) == 1
        assert event["LOCATION"] == f"{HARMLESS}, {HARMLESS}, Nanjing"
        assert (
            f"Speaker: {HARMLESS}\nFirst;\n\none\ntwo\n\n]]>" in (event["DESCRIPTION"])
        )
        assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", body)


def test_what_changes_for_one_session_leaves_the_entry_of_another(client, conference):
    make_session(conference, slug="other", title_en="Other")
    publish(conference)
    before = calendar(client, conference)[1]
    Session.objects.filter(slug="other").update(title_en="Another")
    latest = publish(conference)

    after = calendar(client, conference)[1]

    assert after["Opening remarks"].to_ical() == before["Opening remarks"].to_ical()
    changed = latest.made_at.replace(microsecond=0)
    assert after["Another"]["DTSTAMP"].dt == changed
    assert after["Another"]["LAST-MODIFIED"].dt == changed
    assert after["Another"]["SEQUENCE"] == before["Other"]["SEQUENCE"]
