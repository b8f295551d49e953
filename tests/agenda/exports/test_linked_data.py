"""What search engines read in the pages (schema.org/Event)."""

import json
import re
from datetime import timedelta

import pytest

from agenda.choices import Kind, SessionAttendance
from agenda.exports.linked_data import currency
from agenda.models import Session
from agenda.services import portraits
from tests.agenda.exports.schema_org import check
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_category,
    make_conference,
    make_organisation,
    make_participation,
    make_registration_settings,
    make_session,
    make_signature,
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
                "@id": "#venue",
                "name": "Conference Centre",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "1 Example Avenue",
                    "addressLocality": "Nanjing",
                    "addressCountry": "CN",
                },
            },
            {"@type": "VirtualLocation", "@id": "#online", "url": f"{SITE}/"},
        ],
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "image": f"{SITE}/preview.png",
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
                "location": [{"@id": "#venue"}, {"@id": "#online"}],
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
    for page in ("agenda/", "speakers/", "speakers/li/", "results/", "privacy/"):
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


def test_each_session_is_at_a_place_of_the_conference(client, conference):
    Session.objects.update(attendance=SessionAttendance.ONSITE)
    for attendance in (SessionAttendance.ONLINE, SessionAttendance.HYBRID):
        make_session(conference, attendance=attendance, is_cancelled=True)
    publish(conference)

    found = linked(client, conference)

    known = {place["@id"]: place["@type"] for place in found["location"]}
    assert known == {"#venue": "Place", "#online": "VirtualLocation"}
    assert [event["location"] for event in found["subEvent"]] == [
        [{"@id": "#venue"}],
        [{"@id": "#online"}],
        [{"@id": "#venue"}, {"@id": "#online"}],
    ]


def test_sessions_on_site_and_online_make_a_mixed_conference(client, conference):
    Session.objects.update(attendance=SessionAttendance.ONSITE)
    make_session(conference, attendance=SessionAttendance.ONLINE)
    publish(conference)

    found = linked(client, conference)

    assert found["eventAttendanceMode"] == f"{SCHEMA}/MixedEventAttendanceMode"


def test_a_session_that_was_moved_says_from_when(client, conference):
    later = STARTS_AT + timedelta(hours=2)
    Session.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
    publish(conference)

    day = f"{STARTS_AT.year}-07-09"
    page = linked(client, conference, "agenda/opening/")
    (brief,) = linked(client, conference)["subEvent"]
    for event in (page, brief):
        assert event["eventStatus"] == f"{SCHEMA}/EventRescheduled"
        assert event["previousStartDate"] == f"{day}T14:00:00+08:00"
        assert event["startDate"] == f"{day}T16:00:00+08:00"

    Session.objects.update(is_cancelled=True)
    publish(conference)

    page = linked(client, conference, "agenda/opening/")
    assert page["eventStatus"] == f"{SCHEMA}/EventCancelled"
    assert "previousStartDate" not in page


def test_a_recording_is_a_work_of_the_session(client, conference):
    assert "recordedIn" not in linked(client, conference, "agenda/opening/")

    Session.objects.update(recording_url="https://video.example/1")
    publish(conference)

    assert linked(client, conference, "agenda/opening/")["recordedIn"] == {
        "@type": "CreativeWork",
        "name": "Opening remarks",
        "url": "https://video.example/1",
    }


def test_people_have_a_position_an_organisation_and_a_face(client, conference):
    house = make_organisation(name_en="Zone")
    portrait = portraits.keep(b"\xff\xd8\xff a face")
    conference.speakers.update(
        position_en="Secretary", organisation=house, portrait=portrait
    )
    publish(conference)

    expected = {
        "@type": "Person",
        "name": "Na Li",
        "url": f"{SITE}/speakers/li/",
        "jobTitle": "Secretary",
        "affiliation": {
            "@type": "Organization",
            "name": "Zone",
            "url": f"{SITE}/organisations/{house.pk}/",
        },
        "image": f"https://confsite.example/portraits/{portrait.pk}.jpg",
    }
    for page in ("", "agenda/opening/"):
        assert linked(client, conference, page)["performer"] == [expected]


def test_whoever_signs_performs(client, conference):
    session = make_session(conference, kind=Kind.SIGNING, slug="signing")
    speaker = make_speaker(conference, family_name="Wu", given_name="")
    make_signature(make_agreement(session), speaker)
    publish(conference)

    found = linked(client, conference, "agenda/signing/")
    assert [person["name"] for person in found["performer"]] == ["Wu"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", ["", "agenda/opening/"])
def test_everything_that_can_be_said_is_of_the_right_shape(
    client, conference, language, page
):
    make_registration_settings(conference)
    make_category(conference)
    later = STARTS_AT + timedelta(hours=2)
    Session.objects.update(
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        recording_url="https://video.example/1",
    )
    conference.speakers.update(
        position_en="Secretary",
        organisation=make_organisation(),
        portrait=portraits.keep(b"\xff\xd8\xff a face"),
    )
    publish(conference)

    found = linked(client, conference, page, language)

    assert found.pop("@context") == SCHEMA
    check(found)


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
    make_registration_settings(conference)
    make_category(conference, places=places)

    assert linked(client, conference, page)["offers"] == {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "CNY",
        "url": f"{SITE}/register/",
        "availability": f"{SCHEMA}/{availability}",
    }


@pytest.mark.parametrize(
    ("country", "code"), [("GB", "GBP"), ("CN", "CNY"), ("HK", "HKD"), ("", "CNY")]
)
def test_nothing_is_asked_for_in_the_money_of_the_place(country, code):
    assert currency(country) == code


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
