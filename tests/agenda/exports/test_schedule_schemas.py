"""schedule.json and schedule.xml are valid, by descriptions of the format of our own.

schemas/ narrows what c3voc documents to what stands in our files. The tables below are
its negative controls: each row is refused by c3voc's validators as well.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from django.db import transaction
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from agenda.services import portraits
from tests.agenda.exports.exported import HOSTILE, events, get
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_participation,
    make_room,
    make_session,
    make_signature,
    make_speaker,
    make_track,
    publish,
)

pytestmark = pytest.mark.pure

SCHEMAS = Path(__file__).parent / "schemas"
LANGUAGES = ("en", "zh-hans")
GONE = object()
UNKNOWN = "https://c3voc.de/"


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker):
    """The files of a rich programme by name and language, made once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        conference = make_rich_programme()
        client = Client()
        found = {
            (name, language): get(client, conference, name, language).content
            for name in ("schedule.json", "schedule.xml")
            for language in LANGUAGES
        }
        transaction.set_rollback(True)
    return found


@pytest.fixture
def document(files):
    return json.loads(files["schedule.json", "en"])


@pytest.fixture
def root(files):
    return ElementTree.fromstring(files["schedule.xml", "en"])


@pytest.fixture(scope="module")
def for_json():
    checker = FormatChecker(["date"])
    checker.checks("date-time", ValueError)(datetime.fromisoformat)
    schema = json.loads((SCHEMAS / "schedule.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=checker)


@pytest.fixture(scope="module")
def for_xml():
    return xmlschema.XMLSchema(SCHEMAS / "schedule.xsd")


def make_rich_programme():
    """Four days, one of them empty, with what is likely to go wrong in a file."""
    conference = make_conference(
        published=False,
        slug="A-b_2",
        ends_at=STARTS_AT + timedelta(days=3, hours=8),
        name_en=HOSTILE,
        venue_en=HOSTILE,
        # Six hours and a half later at home, and another day.
        time_zone="Asia/Yangon",
    )
    halls = [make_room(conference), make_room(conference, name_en=HOSTILE, name_zh="")]
    threads = [make_track(conference), make_track(conference, name_en=HOSTILE)]
    ada = make_speaker(
        conference,
        biography_en="First.\n\n* one\n* two",
        portrait=portraits.keep(b"\xff\xd8\xff a face"),
    )
    odd = make_speaker(conference, family_name=HOSTILE, native_name="李𠮷👨‍👩‍👧")
    two_days_later = STARTS_AT + timedelta(days=2)

    opening = make_session(
        conference,
        room=halls[0],
        track=threads[0],
        recording_url="https://视频.example:8000/录像?名=a b&c=%e5",
        abstract_en="Why **we** meet.\n\n> A <b>word</b> & another",
        language="zh",
        is_interpreted=True,
    )
    make_participation(opening, ada, role="host")
    make_participation(opening, ada, role="moderator")
    make_participation(opening, odd)
    make_announced(opening, odd)
    make_session(conference, room=halls[1], slug="Tea_-", kind="break", language="en")
    make_session(conference, attendance="online", language="both", title_zh="")
    make_session(conference, title_en=HOSTILE, abstract_zh="第一段。\n\n第二段。")
    make_session(conference, ends_at=STARTS_AT + timedelta(hours=74, seconds=30))
    make_session(conference, room=halls[0], is_cancelled=True, title_en="Cancelled")
    make_session(
        conference,
        room=halls[1],
        track=threads[1],
        title_en="Till late",
        starts_at=two_days_later + timedelta(hours=9),
        ends_at=two_days_later + timedelta(hours=15),
    )
    publish(conference)
    return conference


def make_announced(session, speaker):
    """Two agreements with the same title and announcement."""
    columns = {"title_en": HOSTILE, "url": "https://news.example"}
    for _ in range(2):
        agreement = make_agreement(session, status="published", **columns)
        make_signature(agreement, speaker)


# -- What is written ---------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_is_valid(files, for_json, language):
    document = json.loads(files["schedule.json", language])

    assert [error.message for error in for_json.iter_errors(document)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_xml_is_valid(files, for_xml, language):
    root = ElementTree.fromstring(files["schedule.xml", language])

    assert [error.reason for error in for_xml.iter_errors(root)] == []


def test_the_programme_is_a_rich_one(document):
    days = document["schedule"]["conference"]["days"]

    assert [sum(map(len, day["rooms"].values())) for day in days] == [5, 0, 1, 0]
    assert days[2]["day_end"].startswith(days[3]["date"])
    assert {event["duration"] for event in events(document["schedule"])} == {
        "01:00",
        "06:00",
        "74:00",
    }
    assert {len(event["persons"]) for event in events(document["schedule"])} == {0, 2}
    assert {len(event["links"]) for event in events(document["schedule"])} == {0, 3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_there_twice(files, language):
    found = json.loads(files["schedule.json", language])["schedule"]["conference"]
    every = events({"conference": found})

    for name in ("guid", "id", "slug"):
        assert len({event[name] for event in every}) == len(every) == 6
    for rows, name in (("rooms", "guid"), ("rooms", "name"), ("tracks", "slug")):
        assert len({row[name] for row in found[rows]}) == len(found[rows])
    assert [day["index"] for day in found["days"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rooms_and_tracks_are_those_that_were_named(files, language):
    found = json.loads(files["schedule.json", language])["schedule"]["conference"]
    used = {name for day in found["days"] for name in day["rooms"]}
    every = events({"conference": found})

    assert used == {room["name"] for room in found["rooms"]}
    assert used == {event["room"] for event in every}
    assert {event["track"] for event in every} - {""} == {
        track["name"] for track in found["tracks"]
    }


# -- What is refused ---------------------------------------------------------------

ABOUT = "schedule/conference"
DAY = f"{ABOUT}/days/0"
EVENT = f"{DAY}/rooms/*/0"
PERSON = f"{EVENT}/persons/0"
REFUSED_IN_JSON = [
    ("schedule", GONE),
    ("generator/name", 1),
    ("unknown", UNKNOWN),
    ("schedule/version", GONE),
    ("schedule/version", 1),
    ("schedule/base_url", "/en/"),
    ("schedule/conference", GONE),
    ("schedule/rooms", []),
    *((f"{ABOUT}/{name}", GONE) for name in ("title", "acronym", "start", "end")),
    *((f"{ABOUT}/{name}", GONE) for name in ("days", "daysCount", "timeslot_duration")),
    (f"{ABOUT}/unknown", UNKNOWN),
    (f"{ABOUT}/acronym", "abc"),
    (f"{ABOUT}/acronym", "China_uk"),
    (f"{ABOUT}/daysCount", "4"),
    (f"{ABOUT}/time_zone_name", "Etc/GMT+8"),
    (f"{ABOUT}/time_zone_name", "US/Eastern"),
    (f"{ABOUT}/url", "confsite.example"),
    (f"{ABOUT}/colors/primary", 1),
    (f"{ABOUT}/rooms/0/guid", GONE),
    (f"{ABOUT}/rooms/0/guid", "room-1"),
    (f"{ABOUT}/rooms/0/name", GONE),
    (f"{ABOUT}/rooms/0/unknown", UNKNOWN),
    (f"{ABOUT}/tracks/0/slug", "Track 1"),
    (f"{ABOUT}/tracks/0/name", None),
    *((f"{DAY}/{name}", GONE) for name in ("date", "index", "rooms")),
    *((f"{DAY}/{name}", GONE) for name in ("day_start", "day_end")),
    (f"{DAY}/unknown", UNKNOWN),
    (f"{DAY}/date", "2031-02-30"),
    (f"{DAY}/index", "1"),
    (f"{DAY}/day_start", "2031-07-09T14:00:00"),
    (f"{DAY}/day_end", "2031-02-30T14:00:00+08:00"),
    (f"{DAY}/rooms", []),
    (f"{DAY}/rooms/*", {}),
    *((f"{EVENT}/{name}", GONE) for name in ("guid", "id", "date", "start", "room")),
    *((f"{EVENT}/{name}", GONE) for name in ("duration", "slug", "url", "title")),
    *((f"{EVENT}/{name}", GONE) for name in ("subtitle", "track", "type", "links")),
    *((f"{EVENT}/{name}", GONE) for name in ("language", "abstract", "persons")),
    (f"{EVENT}/unknown", UNKNOWN),
    (f"{EVENT}/guid", "session-1"),
    (f"{EVENT}/id", 0),
    (f"{EVENT}/id", "1"),
    (f"{EVENT}/date", "2031-07-09"),
    (f"{EVENT}/date", "2031-07-09T14:00:00"),
    (f"{EVENT}/start", "9:00"),
    (f"{EVENT}/start", "24:00"),
    (f"{EVENT}/duration", "90"),
    (f"{EVENT}/duration", "3:02:00"),
    (f"{EVENT}/slug", "China-uk-1"),
    (f"{EVENT}/slug", "china_uk-opening-"),
    (f"{EVENT}/url", "/agenda/opening/"),
    (f"{EVENT}/title", None),
    (f"{EVENT}/type", None),
    (f"{EVENT}/do_not_record", "no"),
    (f"{EVENT}/recording_license", None),
    (f"{EVENT}/persons", None),
    (f"{PERSON}/id", 1),
    (f"{PERSON}/name", None),
    (f"{PERSON}/guid", "speaker-1"),
    (f"{PERSON}/code", "p-1"),
    (f"{PERSON}/avatar", 1),
    (f"{PERSON}/biography", []),
    (f"{EVENT}/links", [{"title": "Text", "type": "related"}]),
    (f"{EVENT}/links", [{"title": "Text", "type": "film", "url": UNKNOWN}]),
    (f"{EVENT}/links/0/url", "https://视频.example/"),
    (f"{EVENT}/links/0/url", "video"),
    (f"{EVENT}/attachments", [{"title": "Text", "type": "slides", "url": "a b"}]),
]


@pytest.mark.parametrize(("path", "value"), REFUSED_IN_JSON)
def test_json_that_others_refuse_is_refused(document, for_json, path, value):
    change(document, path, value)

    assert not for_json.is_valid(document)


def change(document, path, value):
    """Put the value in the place; a star is the first of what is there."""
    *way, last = path.split("/")
    place = document
    for step in way:
        place = place[key(place, step)]
    if value is GONE:
        del place[key(place, last)]
    else:
        place[key(place, last)] = value


def key(place, step):
    if isinstance(place, list):
        return int(step)
    return next(iter(place)) if step == "*" else step


ELEMENT = "day/room/event"
REFUSED_IN_XML = [
    ("version", GONE),
    ("conference", GONE),
    ("unknown", "1"),
    ("generator/@unknown", "1"),
    ("conference/unknown", "1"),
    ("conference/acronym", "abc"),
    ("conference/acronym", "China"),
    ("conference/start", "9 July"),
    ("conference/end", "2031-02-30"),
    ("conference/days", "four"),
    ("conference/timeslot_duration", "5"),
    ("conference/base_url", "/en/"),
    ("conference/url", "ftp://confsite.example/"),
    ("conference/color/@primary", GONE),
    ("conference/color/@primary", "red"),
    ("conference/track/@name", GONE),
    ("conference/track/@slug", "1"),
    ("day/unknown", "1"),
    *((f"day/@{name}", GONE) for name in ("index", "start", "end")),
    ("day/@index", "0"),
    ("day/@date", "9 July"),
    ("day/@start", "2031-07-09T14:00:00"),
    ("day/@end", "2031-02-30T14:00:00+08:00"),
    ("day/room/@name", GONE),
    ("day/room/@guid", "room-1"),
    ("day/room/unknown", "1"),
    *((f"{ELEMENT}/{name}", GONE) for name in ("room", "title", "type", "date")),
    *((f"{ELEMENT}/{name}", GONE) for name in ("start", "duration", "abstract")),
    (f"{ELEMENT}/track", GONE),
    (f"{ELEMENT}/unknown", "1"),
    (f"{ELEMENT}/@guid", GONE),
    (f"{ELEMENT}/@guid", "session-1"),
    (f"{ELEMENT}/@id", GONE),
    (f"{ELEMENT}/@id", "0"),
    (f"{ELEMENT}/@code", "1"),
    (f"{ELEMENT}/date", "2031-07-09T14:00:00"),
    (f"{ELEMENT}/start", "9:00"),
    (f"{ELEMENT}/duration", "90"),
    (f"{ELEMENT}/duration", "130:00"),
    (f"{ELEMENT}/slug", "abc-opening-0001"),
    (f"{ELEMENT}/slug", "China_uk-opening-0001"),
    (f"{ELEMENT}/url", "/agenda/opening/"),
    (f"{ELEMENT}/logo", "portrait.jpg"),
    (f"{ELEMENT}/recording/license", GONE),
    (f"{ELEMENT}/recording/optout", "no"),
    (f"{ELEMENT}/persons/person/@id", "P1"),
    (f"{ELEMENT}/persons/person/@guid", "speaker-1"),
    (f"{ELEMENT}/persons/unknown", "1"),
    (f"{ELEMENT}/links/link/@unknown", "1"),
    (f"{ELEMENT}/attachments/link", "1"),
]


@pytest.mark.parametrize(("path", "value"), REFUSED_IN_XML)
def test_xml_that_others_refuse_is_refused(root, for_xml, path, value):
    change_xml(root, path, value)

    assert not for_xml.is_valid(root)


@pytest.mark.parametrize(
    ("elements", "path"),
    [("day", "@index"), *((ELEMENT, path) for path in ("@guid", "@id", "slug"))],
)
def test_an_identity_that_is_there_twice_is_refused(root, for_xml, elements, path):
    first, *_others, last = root.findall(elements)

    if path.startswith("@"):
        last.set(path[1:], first.get(path[1:]))
    else:
        last.find(path).text = first.findtext(path)

    assert not for_xml.is_valid(root)


def change_xml(root, path, value):
    """Put the text in the attribute or element; what is not there yet comes last."""
    *way, last = path.split("/")
    place = root
    for step in way:
        found = place.find(step)
        place = ElementTree.SubElement(place, step) if found is None else found
    if last.startswith("@"):
        place.attrib |= {last[1:]: value}
        if value is GONE:
            del place.attrib[last[1:]]
    elif value is GONE:
        place.remove(place.find(last))
    else:
        found = place.find(last)
        element = ElementTree.SubElement(place, last) if found is None else found
        element.text = value
