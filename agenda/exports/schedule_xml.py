"""schedule.xml: the facts of schedule.json, in the older of the two formats."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

Facts = dict[str, Any]
# Texts of an event that are no elements of their own; the others are, in their order.
ELSEWHERE = ("guid", "recording_license")


def xml(generator: str, schedule: Facts) -> bytes:
    conference = schedule["conference"]
    root = Element("schedule")
    SubElement(root, "generator", name=generator)
    say(root, "version", schedule["version"])
    about(SubElement(root, "conference"), conference, schedule["base_url"])
    guids = {room["name"]: room["guid"] for room in conference["rooms"]}
    for day in conference["days"]:
        span = {"start": day["day_start"], "end": day["day_end"]}
        named = {"index": str(day["index"]), "date": day["date"]}
        element = SubElement(root, "day", named | span)
        for name, events in day["rooms"].items():
            room = SubElement(element, "room", name=name, guid=guids[name])
            for event in events:
                add_event(room, event)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def about(element: Element, conference: Facts, base_url: str) -> None:
    for name in ("title", "acronym", "start", "end"):
        say(element, name, conference[name])
    say(element, "days", str(conference["daysCount"]))
    say(element, "timeslot_duration", conference["timeslot_duration"])
    say(element, "base_url", base_url)
    say(element, "url", conference["url"])
    say(element, "time_zone_name", conference["time_zone_name"])
    SubElement(element, "color", primary=conference["colors"]["primary"])
    for track in conference["tracks"]:
        SubElement(element, "track", name=track["name"], slug=track["slug"])


def add_event(room: Element, event: Facts) -> None:
    element = SubElement(room, "event", guid=event["guid"], id=str(event["id"]))
    for name, fact in (event | {"duration": in_days(event["duration"])}).items():
        if isinstance(fact, str) and name not in ELSEWHERE:
            say(element, name, fact)
    recording = SubElement(element, "recording")
    say(recording, "license", event["recording_license"])
    say(recording, "optout", "true" if event["do_not_record"] else "false")
    persons = SubElement(element, "persons")
    for person in event["persons"]:
        named = SubElement(persons, "person", id=person["code"], guid=person["guid"])
        named.text = person["name"]
    links = SubElement(element, "links")
    for link in event["links"]:
        linked = SubElement(links, "link", href=link["url"], type=link["type"])
        linked.text = link["title"]
    SubElement(element, "attachments")


def in_days(duration: str) -> str:
    """The days apart, 1:06:30 for 30:30: Giggity refuses a file with 24 hours in it."""
    hours, minutes = duration.split(":")
    days, rest = divmod(int(hours), 24)
    return f"{days}:{rest:02}:{minutes}" if days else duration


def say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
