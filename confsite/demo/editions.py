"""The two editions of the demo as plain data, from the files beside this module."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
THURSDAY = 3  # as date.weekday() counts

Edition = dict[str, Any]


def facts() -> Edition:
    return read("conference.yaml")


def chosen() -> Edition:
    return read("chosen.yaml")


def read(name: str) -> Edition:
    data: Edition = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return data


def past() -> Edition:
    """The conference of 2020 as published, with times and a room that we chose."""
    published, own = facts(), chosen()
    choice = own["past"]
    texts = ("short_name", "audience", "languages", "outcome", "note")
    return {
        "day": published["conference"]["date"],
        "conference": published["conference"] | {name: choice[name] for name in texts},
        "country_names": own["country_names"],
        "organisations": published["organisations"],
        "partners": published["partners"],
        "speakers": published["speakers"],
        "rooms": {"hall": {"name": choice["room"]}},
        "sessions": {
            slug: session | {"times": choice["times"][slug], "room": "hall"}
            for slug, session in published["sessions"].items()
        },
        "registration": choice["registration"],
        "categories": {"guests": {"name": choice["category"]}},
        "quotas": [],
        "delegates": [],
    }


def coming(today: date) -> Edition:
    """The edition to come: the first Thursday that is far enough ahead."""
    published, own = facts(), chosen()
    choice = own["coming"]
    day = thursday_after(today, choice["days_ahead"])
    lasting = ["city", "country", "time_zone", "clock", "second_time_zone"]
    lasting += ["second_clock", "organiser"]
    texts = ["part_of", "venue", "address", "about", "audience", "languages", "online"]
    texts += ["contact_email", "note"]
    conference = {
        "slug": f"china-uk-{day.year}",
        "name": in_year(choice["name"], day.year),
        "short_name": in_year(choice["short_name"], day.year),
    }
    conference |= {name: published["conference"][name] for name in lasting}
    conference |= {name: choice[name] for name in texts}
    known = {name: published["organisations"][name] for name in ("zone", "oxford")}
    return choice | {
        "day": day,
        "conference": conference,
        "country_names": own["country_names"],
        "organisations": known | choice["organisations"],
    }


def in_year(pair: dict[str, str], year: int) -> dict[str, str]:
    return {language: text.format(year=year) for language, text in pair.items()}


def thursday_after(today: date, days: int) -> date:
    earliest = today + timedelta(days=days)
    return earliest + timedelta(days=(THURSDAY - earliest.weekday()) % 7)
