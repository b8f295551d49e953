"""What schema.org calls an event, as far as pages speak of one."""

import re
from datetime import datetime

URL = re.compile(r"https?://[^\s<>\"]+$")
# The properties of schema.org that pages use, and what each holds: a text, an address,
# a time, a number, or things of these types.
SHAPES = {
    "Event": {
        "name": str,
        "description": str,
        "url": "address",
        "startDate": "time",
        "endDate": "time",
        "previousStartDate": "time",
        "eventStatus": "address",
        "eventAttendanceMode": "address",
        "location": ("Place", "VirtualLocation"),
        "inLanguage": str,
        "isAccessibleForFree": bool,
        "organizer": ("Organization",),
        "performer": ("Person",),
        "offers": ("Offer",),
        "image": "address",
        "recordedIn": ("CreativeWork",),
        "subEvent": ("Event",),
        "superEvent": ("Event",),
    },
    "Place": {"name": str, "address": ("PostalAddress",)},
    "VirtualLocation": {"url": "address"},
    "PostalAddress": {
        "streetAddress": str,
        "addressLocality": str,
        "addressCountry": str,
    },
    "Organization": {"name": str, "url": "address"},
    "Person": {
        "name": str,
        "url": "address",
        "jobTitle": str,
        "affiliation": ("Organization",),
        "image": "address",
    },
    "Offer": {
        "price": int,
        "priceCurrency": str,
        "url": "address",
        "availability": "address",
    },
    "CreativeWork": {"name": str, "url": "address"},
}
REQUIRED = {
    "Event": {"name", "startDate", "url", "location"},
    "Person": {"name", "url"},
}


def check(thing) -> None:
    """A thing has properties of its type alone, each with what it may hold."""
    kind = thing["@type"]
    properties = {name for name in thing if not name.startswith("@")}
    assert properties <= set(SHAPES[kind]), kind
    assert REQUIRED.get(kind, set()) <= properties
    for name in properties:
        values = thing[name] if isinstance(thing[name], list) else [thing[name]]
        assert values
        for value in values:
            check_value(SHAPES[kind][name], value)


def check_value(shape, value) -> None:
    match shape:
        # A place that stands in full elsewhere on the page.
        case tuple() if set(value) == {"@id"}:
            assert value["@id"] in ("#venue", "#online")
        case tuple():
            assert value["@type"] in shape
            check(value)
        case "address":
            assert URL.match(value)
        case "time":
            assert datetime.fromisoformat(value).tzinfo
        case _:
            assert type(value) is shape
            assert value != ""
