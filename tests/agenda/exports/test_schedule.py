"""schedule.json and schedule.xml, as frab and c3voc's validators have them."""

import json
import re
import uuid
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from agenda.choices import SessionAttendance
from agenda.models import Conference, Session
from tests.agenda.exports.exported import (
    HARMLESS,
    events,
    get,
    make_hostile_programme,
    make_programme,
    schedule,
)
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_participation,
    make_session,
    publish,
)


@pytest.fixture
def conference():
    return make_programme()


@pytest.fixture
def hostile():
    return make_hostile_programme()


def test_the_conference_is_described(client, conference):
    found = json.loads(get(client, conference, "schedule.json").content)

    assert found["$schema"] == "https://c3voc.de/schedule/schema.json"
    assert found["generator"] == {"name": "confsite"}
    front = "https://confsite.example/en/china-uk-2031/"
    assert found["schedule"]["version"] == "1"
    assert found["schedule"]["base_url"] == front
    about = found["schedule"]["conference"]
    (day,) = about.pop("days")
    (room,) = about.pop("rooms")
    (track,) = about.pop("tracks")
    assert about == {
        "acronym": "china_uk_2031",
        "title": "Innovation Conference",
        "start": f"{STARTS_AT.year}-07-09",
        "end": f"{STARTS_AT.year}-07-09",
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "time_zone_name": "Asia/Shanghai",
        "url": front,
        "colors": {"primary": "#b23a2a"},
    }
    assert (room["name"], track["name"]) == ("Great Hall", "Innovation")
    assert list(day["rooms"]) == ["Great Hall"]
    assert (day["index"], day["date"], day["day_start"], day["day_end"]) == (
        1,
        f"{STARTS_AT.year}-07-09",
        f"{STARTS_AT.year}-07-09T14:00:00+08:00",
        f"{STARTS_AT.year}-07-09T15:00:00+08:00",
    )


def test_an_event_has_the_fields_of_frab(client, conference):
    session = Session.objects.get(slug="opening")

    (event,) = events(schedule(client, conference))

    (person,) = event.pop("persons")
    assert event.pop("description").splitlines() == [
        "Why we meet.",
        "",
        f"9 July {STARTS_AT.year}",
        "14:00–15:00 Nanjing",
        "07:00–08:00 London",
        "In Chinese, interpreted · On site and online",
        "Host: Li Shigui",
    ]
    assert event == {
        "guid": str(session.uid),
        "id": session.pk,
        "date": f"{STARTS_AT.year}-07-09T14:00:00+08:00",
        "start": "14:00",
        "duration": "01:00",
        "room": "Great Hall",
        "slug": f"china_uk_2031-opening-{session.pk:04}",
        "url": "https://confsite.example/en/china-uk-2031/agenda/opening/",
        "title": "Opening remarks",
        "subtitle": "致辞",
        "track": "Innovation",
        "type": "Opening",
        "language": "zh",
        "abstract": "Why we meet.",
        "logo": "",
        "links": [],
        "attachments": [],
        "do_not_record": False,
        "recording_license": "",
    }
    assert uuid.UUID(person.pop("guid")).version == 5
    assert person.pop("code") == str(session.speakers.get().pk)
    assert person == {
        "name": "Li Shigui",
        "public_name": "Li Shigui",
        "avatar": None,
        "biography": "Founder.",
        "url": "https://confsite.example/en/china-uk-2031/speakers/li/",
    }


def test_guids_are_the_same_in_both_languages_and_releases(client, conference):
    def guids(language):
        text = get(client, conference, "schedule.json", language).content.decode()
        return re.findall('"guid": "([^"]+)"', text)

    before = guids("en")
    Session.objects.update(title_en="Moved")
    publish(conference)

    assert len(before) == len(set(before)) == 3
    assert guids("zh-hans") == guids("en") == before


def test_every_day_of_the_conference_is_there(client):
    conference = make_conference(published=False, ends_at=STARTS_AT + timedelta(days=2))
    # After midnight in Nanjing, which is still the day before in UTC.
    late = make_session(conference, starts_at=STARTS_AT + timedelta(hours=11))
    publish(conference)

    days = schedule(client, conference)["conference"]["days"]

    assert [(day["index"], day["date"][-5:]) for day in days] == [
        (1, "07-09"),
        (2, "07-10"),
        (3, "07-11"),
    ]
    assert [bool(day["rooms"]) for day in days] == [False, True, False]
    (event,) = next(iter(days[1]["rooms"].values()))
    assert event["guid"] == str(late.uid)
    assert days[0]["day_start"].endswith("-07-09T00:00:00+08:00")
    assert days[0]["day_end"].endswith("-07-10T00:00:00+08:00")


def test_a_conference_that_ends_at_midnight_ends_on_its_day(client):
    conference = make_conference(ends_at=STARTS_AT.replace(hour=16))

    assert schedule(client, conference)["conference"]["daysCount"] == 1


def test_what_is_cancelled_is_gone(client, conference):
    Session.objects.update(is_cancelled=True)
    publish(conference)

    assert events(schedule(client, conference)) == []
    assert b"<event" not in get(client, conference, "schedule.xml").content


def test_a_session_without_a_room_stands_under_its_place(client, conference):
    online = {"attendance": SessionAttendance.ONLINE}
    make_session(conference, title_en="Here")
    make_session(conference, title_en="There", **online)
    publish(conference)

    found = schedule(client, conference)

    rooms = {event["title"]: event["room"] for event in events(found)}
    assert rooms == {
        "Opening remarks": "Great Hall",
        "Here": "Conference Centre",
        "There": "Online",
    }
    named = {room["name"] for room in found["conference"]["rooms"]}
    assert named == set(rooms.values())


@pytest.mark.parametrize(
    ("language", "tag"), [("", ""), ("en", "en"), ("zh", "zh"), ("both", "mul")]
)
def test_the_language_is_the_one_that_is_spoken(client, conference, language, tag):
    Session.objects.update(language=language)
    publish(conference)

    (event,) = events(schedule(client, conference))
    assert event["language"] == tag


def test_somebody_with_two_roles_is_one_person(client, conference):
    session = Session.objects.get(slug="opening")
    make_participation(session, session.speakers.get(), role="moderator")
    publish(conference)

    (event,) = events(schedule(client, conference))
    assert len(event["persons"]) == 1


def test_xml_says_the_same(client, conference):
    root = ElementTree.fromstring(get(client, conference, "schedule.xml").content)
    found = schedule(client, conference)
    (event,) = events(found)

    assert root.tag == "schedule"
    assert [child.tag for child in root] == [
        "generator",
        "version",
        "conference",
        "day",
    ]
    about = root.find("conference")
    assert about.findtext("acronym") == "china_uk_2031"
    assert about.findtext("days") == "1"
    assert about.findtext("time_zone_name") == "Asia/Shanghai"
    assert about.find("color").attrib == {"primary": "#b23a2a"}
    (day,) = found["conference"]["days"]
    assert root.find("day").attrib == {
        "index": "1",
        "date": day["date"],
        "start": day["day_start"],
        "end": day["day_end"],
    }
    assert root.find("day/room").get("name") == "Great Hall"
    element = root.find("day/room/event")
    assert element.attrib == {"guid": event["guid"], "id": str(event["id"])}
    for name in ("date", "start", "duration", "room", "slug", "url", "title"):
        assert element.findtext(name) == event[name]
    for name in ("subtitle", "track", "type", "language", "abstract"):
        assert element.findtext(name) == event[name]
    assert element.findtext("recording/optout") == "false"
    person = element.find("persons/person")
    assert person.text == "Li Shigui"
    assert person.attrib == {
        "id": event["persons"][0]["code"],
        "guid": event["persons"][0]["guid"],
    }


@pytest.mark.parametrize(
    ("hours", "in_json", "in_xml"),
    [(23.5, "23:30", "23:30"), (24, "24:00", "1:00:00"), (130.5, "130:30", "5:10:30")],
)
def test_what_lasts_a_day_is_counted_in_days(
    client, conference, hours, in_json, in_xml
):
    for model in (Conference, Session):
        model.objects.update(ends_at=STARTS_AT + timedelta(hours=hours))
    publish(conference)

    (event,) = events(schedule(client, conference))
    root = ElementTree.fromstring(get(client, conference, "schedule.xml").content)

    assert event["duration"] == in_json
    assert root.findtext("day/room/event/duration") == in_xml


@pytest.mark.parametrize(
    ("zone", "in_json"),
    [
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/UTC", "Etc/UTC"),
        ("Etc/GMT+8", None),
        ("US/Eastern", None),
        ("GMT", None),
    ],
)
def test_json_names_no_zone_that_its_schema_refuses(client, zone, in_json):
    conference = make_conference(time_zone=zone)

    about = schedule(client, conference)["conference"]
    root = ElementTree.fromstring(get(client, conference, "schedule.xml").content)

    assert about.get("time_zone_name") == in_json
    assert root.findtext("conference/time_zone_name") == zone


def test_the_description_begins_with_the_abstract(client, conference):
    Session.objects.update(abstract_zh="我们为何相聚。")
    make_session(conference, title_en="Without", abstract_en="")
    publish(conference)

    chinese = events(schedule(client, conference, "zh-hans"))
    (without,) = [
        event
        for event in events(schedule(client, conference))
        if event["title"] == "Without"
    ]

    assert all(e["description"].startswith(e["abstract"]) for e in chinese)
    assert chinese[0]["description"].startswith("我们为何相聚。\n\n2")
    assert without["description"].startswith(f"9 July {STARTS_AT.year}\n")


def test_the_type_is_a_word_of_the_language(client, conference):
    Session.objects.update(kind="round_table")
    publish(conference)

    for language, word in (("en", "Round table"), ("zh-hans", "圆桌论坛")):
        (event,) = events(schedule(client, conference, language))
        assert event["type"] == word


def test_json_holds_them_as_text(client, hostile):
    found = schedule(client, hostile)
    (event,) = events(found)

    assert found["conference"]["title"] == HARMLESS
    assert event["title"] == event["room"] == event["track"] == HARMLESS
    assert event["persons"][0]["name"] == HARMLESS


def test_xml_holds_them_as_text(client, hostile):
    root = ElementTree.fromstring(get(client, hostile, "schedule.xml").content)

    assert root.findtext("conference/title") == HARMLESS
    assert root.find("day/room").get("name") == HARMLESS
    assert root.findtext("day/room/event/title") == HARMLESS
    assert root.findtext("day/room/event/persons/person") == HARMLESS
