"""What search engines read in the pages (schema.org/Event)."""

import json
import re

import pytest

from agenda.choices import Kind, SessionAttendance
from agenda.models import Session
from tests.factories import (
    STARTS_AT,
    make_category,
    make_conference,
    make_desk,
    make_participation,
    make_session,
    make_speaker,
    publish,
)

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA = "https://schema.org"
SITE = "https://confsite.example/en/founding"


@pytest.fixture
def conference():
    conference = make_conference(
        published=False,
        slug="founding",
        about_en="We **meet**.",
        organiser_en="Example Society",
        venue_en="Conference Centre",
        address_en="1 Example Avenue",
        country="CN",
    )
    session = make_session(
        conference,
        slug="opening",
        title_en="Opening remarks",
        language="zh",
        is_interpreted=True,
    )
    speaker = make_speaker(conference, slug="li", family_name="Li", given_name="Na")
    make_participation(session, speaker, role="host")
    make_participation(session, speaker, role="moderator")
    publish(conference)
    return conference


def linked(client, conference, page="", language="en"):
    response = client.get(f"/{language}/{conference.slug}/{page}")
    (block,) = BLOCK.findall(response.content.decode())
    return json.loads(block)


def test_the_front_page_describes_the_conference(client, conference):
    found = linked(client, conference)

    day = f"{STARTS_AT.year}-07-09"
    assert found == {
        "@context": SCHEMA,
        "@type": "Event",
        "name": "Innovation Conference",
        "description": "We meet.",
        "url": f"{SITE}/",
        "startDate": f"{day}T14:00:00+08:00",
        "endDate": f"{day}T19:00:00+08:00",
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Conference Centre",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "1 Example Avenue",
                    "addressLocality": "Nanjing",
                    "addressCountry": "CN",
                },
            },
            {"@type": "VirtualLocation", "url": f"{SITE}/"},
        ],
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "organizer": [
            {"@type": "Organization", "name": "Example Society", "url": f"{SITE}/"}
        ],
        "performer": [
            {"@type": "Person", "name": "Na Li", "url": f"{SITE}/speakers/li/"}
        ],
        "subEvent": [
            {
                "@type": "Event",
                "name": "Opening remarks",
                "url": f"{SITE}/agenda/opening/",
                "startDate": f"{day}T14:00:00+08:00",
                "endDate": f"{day}T15:00:00+08:00",
                "eventStatus": f"{SCHEMA}/EventScheduled",
            }
        ],
    }


def test_a_session_page_describes_the_session(client, conference):
    found = linked(client, conference, "agenda/opening/")

    assert found["name"] == "Opening remarks"
    assert found["url"] == f"{SITE}/agenda/opening/"
    assert found["startDate"] == f"{STARTS_AT.year}-07-09T14:00:00+08:00"
    assert found["inLanguage"] == ["en", "zh-Hans"]
    assert [person["name"] for person in found["performer"]] == ["Na Li"]
    assert found["superEvent"]["name"] == "Innovation Conference"
    assert found["superEvent"]["url"] == f"{SITE}/"
    assert "subEvent" not in found


def test_other_pages_describe_no_event(client, conference):
    for page in ("agenda/", "speakers/", "speakers/li/", "privacy/"):
        html = client.get(f"/en/{conference.slug}/{page}").content.decode()
        assert BLOCK.findall(html) == []


def test_a_cancelled_session_is_marked_and_stays(client, conference):
    Session.objects.update(is_cancelled=True)
    publish(conference)

    cancelled = f"{SCHEMA}/EventCancelled"
    page = linked(client, conference, "agenda/opening/")
    assert page["eventStatus"] == cancelled
    front = linked(client, conference)
    assert [event["eventStatus"] for event in front["subEvent"]] == [cancelled]
    assert front["eventStatus"] == f"{SCHEMA}/EventScheduled"


@pytest.mark.parametrize(
    ("attendance", "mode", "places"),
    [
        (SessionAttendance.ONSITE, "Offline", ["Place"]),
        (SessionAttendance.ONLINE, "Online", ["VirtualLocation"]),
        (SessionAttendance.HYBRID, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_where_it_is_follows_how_one_attends(
    client, conference, attendance, mode, places
):
    Session.objects.update(attendance=attendance)
    publish(conference)

    for page in ("", "agenda/opening/"):
        found = linked(client, conference, page)
        expected = f"{SCHEMA}/{mode}EventAttendanceMode"
        assert found["eventAttendanceMode"] == expected
        assert [place["@type"] for place in found["location"]] == places


def test_sessions_on_site_and_online_make_a_mixed_conference(client, conference):
    Session.objects.update(attendance=SessionAttendance.ONSITE)
    make_session(conference, attendance=SessionAttendance.ONLINE)
    publish(conference)

    found = linked(client, conference)

    assert found["eventAttendanceMode"] == f"{SCHEMA}/MixedEventAttendanceMode"


def test_breaks_are_no_events(client, conference):
    make_session(conference, kind=Kind.BREAK)
    publish(conference)

    found = linked(client, conference)
    assert [event["name"] for event in found["subEvent"]] == ["Opening remarks"]


@pytest.mark.parametrize("page", ["", "agenda/opening/"])
@pytest.mark.parametrize(
    ("places", "availability"), [(None, "InStock"), (0, "SoldOut")]
)
def test_the_way_in_is_an_offer_at_no_price(
    client, conference, page, places, availability
):
    make_desk(conference)
    make_category(conference, places=places)

    assert linked(client, conference, page)["offers"] == {
        "@type": "Offer",
        "price": 0,
        "url": f"{SITE}/register/",
        "availability": f"{SCHEMA}/{availability}",
    }


def test_it_speaks_the_language_of_the_page(client, conference):
    found = linked(client, conference, language="zh-hans")

    assert found["name"] == "创新大会"
    assert found["url"] == "https://confsite.example/zh-hans/founding/"


def test_hostile_texts_stay_text(client, conference):
    evil = "</script><script>alert(1)</script><!-- ]]> & \\ \"' \x0b\r\nx\u2028y"
    type(conference).objects.update(name_en=evil, organiser_en=evil, about_en=evil)
    Session.objects.update(title_en=evil, abstract_en=evil)
    publish(conference)

    harmless = "</script><script>alert(1)</script><!-- ]]> & \\ \"' x y"
    for page in ("", "agenda/opening/"):
        found = linked(client, conference, page)
        html = client.get(f"/en/{conference.slug}/{page}").content.decode()
        assert found["name"] == harmless
        assert "<script>alert" not in html
    assert linked(client, conference)["subEvent"][0]["name"] == harmless


def test_other_conferences_do_not_show(client, conference):
    elsewhere = make_conference(published=False)
    make_session(elsewhere, title_en="Elsewhere")
    publish(elsewhere)

    assert "Elsewhere" in json.dumps(linked(client, elsewhere))
    assert "Elsewhere" not in json.dumps(linked(client, conference))


def test_unpublished_changes_never_show(client, conference):
    before = linked(client, conference)
    Session.objects.update(title_en="Unpublished")

    assert linked(client, conference) == before
