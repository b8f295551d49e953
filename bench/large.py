"""A large conference as plain data: 200 sessions in 10 rooms over 4 days, 150 speakers.

The same rows on every call, in both languages and of realistic length: each text is put
together from words that vary, so that it compresses no better than a real one. Some
names and titles are there to break what reads them. A row names another one by its
English name or its slug.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench.words import (
    ANGLES,
    DEEDS,
    FIELDS,
    FIRST_NAMES,
    GIVEN_NAMES,
    HOSTILE_NAMES,
    HOSTILE_TITLES,
    LAST_NAMES,
    OBJECTS,
    POSITIONS,
    SEATS,
    SUBJECTS,
    SURNAMES,
    TAILS,
    TOPICS,
    TRACKS,
)

Row = dict[str, Any]

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2030, 7, 1, tzinfo=ZONE)  # a Monday
DAYS, ROOMS, SPEAKERS = 4, 10, 150
# Of each day: when a row of ten sessions begins, and its minutes.
SLOTS = (("09:00", 75), ("10:45", 75), ("13:30", 60), ("15:00", 60), ("16:30", 90))
# Number of a session in the plenary hall → its kind.
CEREMONIES = {0: "opening", 100: "signing", 150: "inauguration"}

CONFERENCE: Row = {
    "name_en": "World Measurement Congress 2030",
    "name_zh": "2030年世界计量大会",
    "short_name_en": "Measurement 2030",
    "short_name_zh": "计量大会",
    "starts_at": FIRST_DAY.replace(hour=8, minute=30),
    "ends_at": FIRST_DAY.replace(hour=18, minute=30) + timedelta(days=DAYS - 1),
    "time_zone": "Asia/Shanghai",
    "clock_en": "Nanjing",
    "clock_zh": "南京",
    "second_time_zone": "Europe/London",
    "second_clock_en": "London",
    "second_clock_zh": "伦敦",
    "city_en": "Nanjing",
    "city_zh": "南京",
    "country": "CN",
    "venue_en": "Nanjing International Expo Centre",
    "venue_zh": "南京国际博览中心",
}


def rooms() -> list[Row]:
    return [
        {
            "name_en": "Plenary Hall" if n == 1 else f"Hall {n}",
            "name_zh": "主会场" if n == 1 else f"{n}号厅",
            "capacity": 1200 if n == 1 else 400 - 30 * n,
            "position": n,
        }
        for n in range(1, ROOMS + 1)
    ]


def tracks() -> list[Row]:
    return [
        {"name_en": en, "name_zh": zh, "position": n}
        for n, (en, zh) in enumerate(TRACKS)
    ]


def organisations() -> list[Row]:
    """Sixty: every seat with every kind of house."""
    kinds = (
        ("University of {}", "{}大学", "university"),
        ("{} Institute of Metrology", "{}计量科学研究院", "research"),
        ("{} Instruments Ltd", "{}仪器有限公司", "company"),
    )
    return [
        {
            "name_en": name_en.format(en),
            "name_zh": name_zh.format(zh),
            "kind": kind,
            "country": country,
        }
        for en, zh, country in SEATS
        for name_en, name_zh, kind in kinds
    ]


def speakers() -> list[Row]:
    random = Random("speakers")
    houses = [house["name_en"] for house in organisations()]
    rows = []
    for n, name in enumerate(names(random)):
        position_en, position_zh = POSITIONS[n % len(POSITIONS)]
        biography_en, biography_zh = prose(random, sentences=3)
        rows.append(
            name
            | {
                "slug": f"speaker-{n + 1}",
                "position_en": position_en,
                "position_zh": position_zh,
                "biography_en": biography_en,
                "biography_zh": biography_zh,
                "organisation": houses[n % len(houses)],
                "attendance": "online" if n % 5 == 4 else "onsite",
                "precedence": 1 + n // 10,
            }
        )
    return rows


def names(random: Random) -> list[Row]:
    """Half of them Chinese with both scripts, the others mostly Latin, some hostile."""
    chinese = [
        {
            "title": "Professor" if n % 3 == 0 else "",
            "family_name": family_en,
            "given_name": given_en,
            "native_name": family_zh + given_zh,
            "native_title": "教授" if n % 3 == 0 else "",
        }
        for n, ((family_en, family_zh), (given_en, given_zh)) in enumerate(
            pairs(random, SURNAMES, GIVEN_NAMES, SPEAKERS // 2)
        )
    ]
    latin = [
        {
            "title": "Dr" if n % 2 else "",
            "family_name": family,
            "given_name": given,
            "native_name": f"{given_zh}·{family_zh}" if n % 4 else "",
        }
        for n, ((given, given_zh), (family, family_zh)) in enumerate(
            pairs(random, FIRST_NAMES, LAST_NAMES, SPEAKERS // 2 - len(HOSTILE_NAMES))
        )
    ]
    hostile = [
        {"family_name": family, "given_name": given, "native_name": native}
        for family, given, native in HOSTILE_NAMES
    ]
    everybody = chinese + latin + hostile
    random.shuffle(everybody)
    return everybody


def sessions() -> list[Row]:
    random = Random("sessions")
    titles = pairs(random, TOPICS, ANGLES, DAYS * len(SLOTS) * ROOMS)
    rows: list[Row] = []
    for day in range(DAYS):
        for begins, minutes in SLOTS:
            hour, minute = map(int, begins.split(":"))
            at = FIRST_DAY.replace(hour=hour, minute=minute) + timedelta(days=day)
            for room in rooms():
                rows.append(session(random, len(rows), at, minutes, room, titles))
    return rows


def session(
    random: Random,
    number: int,
    starts_at: datetime,
    minutes: int,
    room: Row,
    titles: list[tuple[tuple[str, str], tuple[str, str]]],
) -> Row:
    (topic_en, topic_zh), (angle_en, angle_zh) = titles[number]
    title_en, title_zh = f"{topic_en}: {angle_en}", f"{topic_zh}：{angle_zh}"
    if number % 20 == 7:
        title_en, title_zh = HOSTILE_TITLES[number // 20]
    abstract_en, abstract_zh = prose(random, sentences=5)
    kind = CEREMONIES.get(number) or kind_of(room, number)
    track_en, _track_zh = TRACKS[(number * 3) % len(TRACKS)]
    return {
        "slug": f"session-{number + 1}",
        "kind": kind,
        "title_en": title_en,
        "title_zh": title_zh,
        "abstract_en": abstract_en,
        "abstract_zh": abstract_zh,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "room": room["name_en"],
        "track": track_en,
        "language": ("en", "zh", "both")[number % 3],
        "is_interpreted": number % 4 != 1,
        "attendance": ("hybrid", "hybrid", "onsite", "online")[number % 4],
        "people": people(kind, number),
    }


def kind_of(room: Row, number: int) -> str:
    if room["position"] == 1:
        return "keynote"
    return ("talk", "talk", "round_table", "talk", "other")[number % 5]


def people(kind: str, number: int) -> list[tuple[str, str]]:
    """Three or four of them, in roles; nobody is in two sessions at the same time."""
    roles = {
        "opening": ("host", "guest_of_honour", "speaker", "interpreter"),
        "signing": ("host", "signatory", "signatory", "witness"),
        "inauguration": ("host", "unveiler", "unveiler"),
        "keynote": ("moderator", "keynote_speaker", "interpreter"),
        "round_table": ("moderator", "panellist", "panellist", "panellist"),
    }.get(kind, ("moderator", "speaker", "speaker"))
    # Ten sessions in a row have forty people: never the same within 150.
    first = number * 4
    return [
        (role, f"speaker-{(first + n) % SPEAKERS + 1}") for n, role in enumerate(roles)
    ]


def prose(random: Random, sentences: int) -> tuple[str, str]:
    """A passage in both languages that says nothing, at the length of one that does."""
    english, chinese = [], []
    for _ in range(sentences):
        subject, deed, thing, field, tail = (
            random.choice(words) for words in (SUBJECTS, DEEDS, OBJECTS, FIELDS, TAILS)
        )
        english.append(f"{subject[0]} {deed[0]} {thing[0]} {field[0]}, {tail[0]}.")
        chinese.append(f"{subject[1]}{field[1]}{deed[1]}{thing[1]}，{tail[1]}。")
    return " ".join(english), "".join(chinese)


def pairs(random: Random, firsts: Any, seconds: Any, number: int) -> list[Any]:
    """So many different pairs of one of each."""
    every = [(first, second) for first in firsts for second in seconds]
    return random.sample(every, number)
