"""A programme to export, and its files as programs of others read them."""

import json

import icalendar

from agenda.choices import Kind
from agenda.models import Conference
from tests.factories import (
    make_conference,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)

HOSTILE = "A;B,C\\D]]>\x0b</script>\r\nBEGIN:VEVENT <!-- & “甲” \x1b\u202e"
# As texts.line() leaves it: the controls are gone, the signs are not.
HARMLESS = "A;B,C\\D]]> </script> BEGIN:VEVENT <!-- & “甲”"


def make_programme() -> Conference:
    """One session with everything that a session can have."""
    conference = make_conference(
        published=False,
        slug="china-uk-2031",
        contact_email="office@example.org",
        organiser_en="Example Society",
        venue_en="Conference Centre",
        venue_zh="国际会议中心",
    )
    opening = make_session(
        conference,
        slug="opening",
        kind=Kind.OPENING,
        title_en="Opening remarks",
        title_zh="致辞",
        abstract_en="Why **we** meet.",
        language="zh",
        is_interpreted=True,
        room=make_room(conference, name_en="Great Hall", name_zh="大礼堂"),
        track=make_track(conference, name_en="Innovation", name_zh="创新"),
    )
    speaker = make_speaker(
        conference,
        slug="li",
        family_name="Li",
        given_name="Shigui",
        native_name="李世贵",
        biography_en="Founder.",
    )
    make_participation(opening, speaker, role="host")
    publish(conference)
    return conference


def make_hostile_programme() -> Conference:
    """The same sort of text in every field."""
    texts = {"name_en": HOSTILE, "name_zh": ""}
    conference = make_conference(
        published=False,
        slug="hostile",
        venue_en=HOSTILE,
        organiser_en=HOSTILE,
        contact_email="office@example.org",
        clock_en=HOSTILE[:40],
        **texts,
    )
    session = make_session(
        conference,
        slug="evil",
        title_en=HOSTILE,
        title_zh="",
        abstract_en="First;\n\n* one\n* two\n\n]]>\x0c",
        room=make_room(conference, **texts),
        track=make_track(conference, **texts),
    )
    speaker = make_speaker(conference, family_name=HOSTILE, given_name="")
    make_participation(session, speaker)
    publish(conference)
    return conference


def get(client, conference, name, language="en", query="", **headers):
    return client.get(f"/{language}/{conference.slug}/{name}{query}", headers=headers)


def calendar(client, conference, name="agenda.ics", language="en"):
    """The calendar, its events by title, and the lines as they were sent."""
    body = get(client, conference, name, language).content
    whole = icalendar.Calendar.from_ical(body)
    events = whole.walk("VEVENT")
    assert [e.errors for e in (whole, *events)] == [[]] * (len(events) + 1)
    return whole, {str(event["SUMMARY"]): event for event in events}, body


def schedule(client, conference, language="en"):
    response = get(client, conference, "schedule.json", language)
    return json.loads(response.content)["schedule"]


def events(schedule):
    days = schedule["conference"]["days"]
    return [e for day in days for room in day["rooms"].values() for e in room]
