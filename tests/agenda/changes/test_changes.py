"""What changed, in plain words and in both languages."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from agenda.release.content import Session
from confsite.clocks import day_in_words
from tests.agenda.whole_programme import HOUR, changed, in_words, make_whole_snapshot
from tests.factories import STARTS_AT

DAY = timedelta(days=1)
YEAR = STARTS_AT.year
TOMORROW = STARTS_AT + DAY


def weekday(moment) -> str:
    with override("zh-hans"):
        return day_in_words(moment.date())


@pytest.fixture
def rows() -> Any:
    return make_whole_snapshot()


def told(rows, table: str, tongue: str = "en", /, **columns) -> Any:
    """What is told after these columns of one row have changed."""
    after = copy.deepcopy(rows)
    row = after[table] if table == "conference" else after[table][0]
    row |= columns
    return in_words(changed(rows, after), tongue)


def at(moment) -> str:
    return moment.isoformat()


@pytest.mark.parametrize(
    ("columns", "english", "chinese"),
    [
        (
            {
                "starts_at": at(STARTS_AT + HOUR / 2),
                "ends_at": at(STARTS_AT + HOUR * 1.5),
            },
            "“Opening remarks” moved from 14:00 Nanjing · 07:00 London "
            "to 14:30 Nanjing · 07:30 London.",
            "“致辞”由14:00 南京 · 07:00 伦敦改至14:30 南京 · 07:30 伦敦。",
        ),
        (
            {"starts_at": at(TOMORROW), "ends_at": at(TOMORROW + HOUR)},
            f"“Opening remarks” moved from 9 July {YEAR}, 14:00 Nanjing · 07:00 London "
            f"to 10 July {YEAR}, 14:00 Nanjing · 07:00 London.",
            f"“致辞”由{weekday(STARTS_AT)}14:00 南京 · 07:00 伦敦"
            f"改至{weekday(TOMORROW)}14:00 南京 · 07:00 伦敦。",
        ),
        (
            {"ends_at": at(STARTS_AT + HOUR / 2)},
            f"Opening remarks · Ends: 9 July {YEAR}, 15:00 Nanjing · 08:00 London → "
            f"9 July {YEAR}, 14:30 Nanjing · 07:30 London",
            f"致辞 · 结束时间：{weekday(STARTS_AT)}15:00 南京 · 08:00 伦敦 → "
            f"{weekday(STARTS_AT)}14:30 南京 · 07:30 伦敦",
        ),
        (
            {"is_cancelled": True},
            "“Opening remarks” is cancelled.",
            "“致辞”已取消。",
        ),
        (
            {"title_en": "Welcome", "title_zh": "欢迎辞"},
            "Welcome · Title: Opening remarks → Welcome",
            "欢迎辞 · 标题：致辞 → 欢迎辞",
        ),
        (
            {"title_zh": "欢迎辞"},
            "Opening remarks · Title: 致辞 → 欢迎辞",
            "欢迎辞 · 标题：致辞 → 欢迎辞",
        ),
        (
            {"abstract_en": "Something else.", "abstract_zh": "别的。"},
            "Opening remarks · Abstract: Why we meet. → Something else.",
            "致辞 · 内容简介：缘起。 → 别的。",
        ),
        (
            {"abstract_en": "", "abstract_zh": ""},
            "Opening remarks · Abstract: Why we meet. → –",
            "致辞 · 内容简介：缘起。 → –",
        ),
        (
            {"language": "zh"},
            "Opening remarks · Spoken language: English → Chinese",
            "致辞 · 发言语言：英文 → 中文",
        ),
        (
            {"is_interpreted": True},
            "Opening remarks · Interpreted: No → Yes",
            "致辞 · 有同声传译：否 → 是",
        ),
        (
            {"attendance": "online"},
            "Opening remarks · Attendance: On site and online → Online",
            "致辞 · 参会方式：现场与线上 → 线上",
        ),
        (
            {"places": None},
            "Opening remarks · Places: 40 → –",
            "致辞 · 名额：40 → –",
        ),
        (
            {"places": 60},
            "Opening remarks · Places: 40 → 60",
            "致辞 · 名额：40 → 60",
        ),
        (
            {"room_id": None},
            "Opening remarks · Room: Foyer → –",
            "致辞 · 会场：前厅 → –",
        ),
    ],
)
def test_a_session_that_changed_is_told_once(rows, columns, english, chinese):
    assert told(rows, "sessions", **columns) == [english]
    assert told(rows, "sessions", "zh-hans", **columns) == [chinese]


def test_a_session_in_another_room(rows):
    hall = rows["rooms"][1]["id"]

    assert told(rows, "sessions", room_id=hall) == [
        "“Opening remarks” is in Yangtze Hall now (was: Foyer)."
    ]


def test_another_row_of_the_same_name_is_no_riddle(rows):
    hall, track, employer = (
        rows[table][1] for table in ("rooms", "tracks", "organisations")
    )
    for double, table in (
        (hall, "rooms"),
        (track, "tracks"),
        (employer, "organisations"),
    ):
        double |= {name: rows[table][0][name] for name in ("name_en", "name_zh")}
    speaker = rows["speakers"][0]

    moved = {"room_id": hall["id"], "track_id": track["id"]}
    assert told(rows, "sessions", **moved) == [
        "Opening remarks · Room changed",
        "Opening remarks · Track changed",
    ]
    (elsewhere,) = {r["id"] for r in rows["organisations"]} - {
        speaker["organisation_id"]
    }
    assert told(rows, "speakers", organisation_id=elsewhere) == [
        "Professor Lin Mei · Organisation changed"
    ]


def test_the_second_clock_names_its_day_where_it_is_another(rows):
    early = {
        "starts_at": at(STARTS_AT - 10 * HOUR),
        "ends_at": at(STARTS_AT - 9 * HOUR),
    }

    assert told(rows, "sessions", **early) == [
        "“Opening remarks” moved from 14:00 Nanjing · 07:00 London "
        "to 04:00 Nanjing · 21:00 London (8 July)."
    ]


def test_a_session_that_moves_and_is_shorter_says_both(rows):
    columns = {"starts_at": at(STARTS_AT + HOUR), "ends_at": at(STARTS_AT + HOUR * 1.5)}

    assert told(rows, "sessions", **columns) == [
        "“Opening remarks” moved from 14:00 Nanjing · 07:00 London "
        "to 15:00 Nanjing · 08:00 London.",
        f"Opening remarks · Ends: 9 July {YEAR}, 15:00 Nanjing · 08:00 London → "
        f"9 July {YEAR}, 15:30 Nanjing · 08:30 London",
    ]


def test_a_new_session_says_when_and_where(rows):
    before = copy.deepcopy(rows)
    gone = before["sessions"].pop(1)
    assert gone["slug"] == "panel"

    assert in_words(changed(before, rows), "en") == [
        f"“Panel” is new: 9 July {YEAR}, 15:00 Nanjing · 08:00 London · Yangtze Hall."
    ]
    assert in_words(changed(rows, before), "en") == [
        "“Panel” was taken out; it was to begin on "
        f"9 July {YEAR}, 15:00 Nanjing · 08:00 London."
    ]


def test_a_clock_that_changes_is_told_once_and_not_for_every_session(rows):
    assert told(rows, "conference", time_zone="Asia/Tokyo") == [
        "The conference · Time zone: Asia/Shanghai → Asia/Tokyo"
    ]


@pytest.mark.parametrize(
    ("columns", "english", "chinese"),
    [
        (
            {"venue_en": "Jinling Hotel", "venue_zh": "金陵饭店"},
            "The conference · Venue: – → Jinling Hotel",
            "大会 · 会场：– → 金陵饭店",
        ),
        (
            {"starts_at": at(STARTS_AT - HOUR)},
            f"The conference · Begins: 9 July {YEAR}, 14:00 Nanjing · 07:00 London → "
            f"9 July {YEAR}, 13:00 Nanjing · 06:00 London",
            f"大会 · 开始时间：{weekday(STARTS_AT)}14:00 南京 · 07:00 伦敦 → "
            f"{weekday(STARTS_AT)}13:00 南京 · 06:00 伦敦",
        ),
    ],
)
def test_facts_of_the_conference(rows, columns, english, chinese):
    assert told(rows, "conference", **columns) == [english]
    assert told(rows, "conference", "zh-hans", **columns) == [chinese]


def test_a_room_that_is_called_something_else_is_one_change(rows):
    names = {"name_en": "Great Hall", "name_zh": "大厅"}

    assert told(rows, "rooms", **names) == ["Great Hall · Name: Foyer → Great Hall"]


@pytest.mark.parametrize(
    ("columns", "english"),
    [
        (
            {"title": "Dr", "native_title": "博士"},
            [
                "Dr Lin Mei · Title: Professor → Dr",
                "Dr Lin Mei · Title in Chinese, after the name: 教授 → 博士",
            ],
        ),
        (
            {"portrait_id": "a" * 64},
            ["Professor Lin Mei · Photograph changed"],
        ),
        (
            {"position_en": "Dean", "position_zh": "院长"},
            ["Professor Lin Mei · Position: – → Dean"],
        ),
        (
            {"organisation_id": None},
            ["Professor Lin Mei · Organisation: Zone → –"],
        ),
        (
            {"role": "chair"},
            ["Professor Lin Mei · Role in the conference: – → Chair"],
        ),
    ],
)
def test_a_person_who_changed(rows, columns, english):
    assert told(rows, "speakers", **columns) == english


def test_people_who_join_and_leave_a_session(rows):
    joined = copy.deepcopy(rows)
    panel, li = rows["sessions"][1]["id"], rows["speakers"][1]["id"]
    part = {"id": 0, "session_id": panel, "speaker_id": li, "role": "moderator"}
    joined["participations"].append(part)

    assert in_words(changed(rows, joined), "en") == [
        "李四 now takes part in “Panel” as “Moderator”."
    ]
    assert in_words(changed(joined, rows), "zh-hans") == [
        "李四不再以“论坛主持人”身份参加“讨论”。"
    ]


def test_somebody_with_another_role_stays(rows):
    assert told(rows, "participations", role="moderator") == [
        "Professor Lin Mei now takes part in “Opening remarks” as “Moderator”.",
        "Professor Lin Mei does not take part in “Opening remarks” as “Host” any more.",
    ]


def test_an_agreement_comes_with_its_parties(rows):
    before = copy.deepcopy(rows)
    pact = before["agreements"].pop()
    for table in ("parties", "signatures"):
        before[table] = [r for r in before[table] if r["agreement_id"] != pact["id"]]

    assert in_words(changed(before, rows), "en") == [
        "“Pact 2” is new: Signing · Oxford, Zone.",
        "“Pact 2” was signed.",
    ]
    assert in_words(changed(before, rows), "zh-hans")[0] == (
        "新增“协定2”：签约 · 牛津大学、开发区。"
    )
    assert in_words(changed(rows, before), "en") == ["“Pact 2” was taken out."]


def test_parties_and_partners_that_come_and_go_are_one_row(rows):
    after = copy.deepcopy(rows)
    after["parties"].pop(0)
    after["partners"].reverse()

    assert in_words(changed(rows, after), "en") == [
        "The conference · Partners: Oxford, Zone → Zone, Oxford",
        "Pact 1 · Parties: Oxford, Zone → Zone",
    ]
    assert in_words(changed(rows, after), "zh-hans") == [
        "大会 · 合作单位：牛津大学、开发区 → 开发区、牛津大学",
        "协定1 · 签约方：牛津大学、开发区 → 开发区",
    ]


def test_a_centre_is_inaugurated_and_not_signed(rows):
    for agreement in rows["agreements"]:
        agreement |= {"status": "ready", "field": "centre"}

    assert told(rows, "agreements", status="signed") == ["“Pact 1” was inaugurated."]


def test_how_ready_an_agreement_is_stays_inside(rows):
    rows["agreements"][0]["status"] = "agreed"

    assert told(rows, "agreements", status="ready", url="https://a.example/") == []


def test_a_country_is_named_as_the_conference_names_it(rows):
    assert told(rows, "organisations", country="CN") == [
        "Oxford · Country/region: Land GB → Land CN"
    ]


def test_a_name_in_the_other_language_is_marked_and_leads_to_its_page(rows):
    rows["sessions"][0]["title_zh"] = ""
    after = copy.deepcopy(rows)
    after["sessions"][0]["is_cancelled"] = True
    (change,) = changed(rows, after)
    pk = rows["sessions"][0]["id"]

    with override("zh-hans"):
        html = change.html({(Session, pk): "/here/"})
        plain = change.html()

    name = '<span lang="en">Opening remarks</span>'
    assert html == f'“<a href="/here/">{name}</a>”已取消。'
    assert plain == f"“{name}”已取消。"


def test_a_row_is_marked_and_leads_to_its_page_as_well(rows):
    after = copy.deepcopy(rows)
    after["sessions"][0] |= {"title_zh": "", "places": 0}
    addresses = {(Session, rows["sessions"][0]["id"]): "/"}

    found = changed(rows, after)
    with override("zh-hans"):
        html = [change.html(addresses) for change in found]

    name = '<a href="/"><span lang="en">Opening remarks</span></a>'
    assert html == [
        f'{name} · 标题：致辞 → <span lang="en">Opening remarks</span>',
        f"{name} · 名额：40 → 0",
    ]
