"""Files that other programs and other people made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Organisation, Participation, Session, Speaker
from confsite.tables.spreadsheet import RawRow, Table, csv_bytes, read
from tests.admin_pages import filled_in, messages_of, office
from tests.agenda.imports.imported import (
    address,
    bring_all,
    press_import,
    reasons,
    send,
    statuses,
    statuses_on,
)
from tests.factories import STARTS_AT, make_conference, make_speaker

__all__ = ["office"]  # a fixture, used by its name

ISO = f"{STARTS_AT:%Y-%m-%d}"
AMERICAN = f"{STARTS_AT.month}/{STARTS_AT.day}/{STARTS_AT.year}"


def table(*lines: list[str]) -> dict[str, Table]:
    return read(csv_bytes(lines[0], lines[1:]))


def stored() -> list[tuple]:
    return [
        (
            session.title_en or session.title_zh,
            f"{timezone.localtime(session.starts_at):%H:%M}",
            f"{timezone.localtime(session.ends_at):%H:%M}",
            str(session.room or ""),
            [part.speaker.slug for part in session.participations.all()],
        )
        for session in Session.objects.order_by("starts_at")
    ]


@pytest.fixture
def conference():
    """In Nanjing, from 14:00 to 19:00; Ada speaks, and 王静."""
    conference = make_conference(time_zone="Asia/Shanghai")
    make_speaker(conference, slug="ada", given_name="Ada", family_name="Lovelace")
    make_speaker(conference, slug="wang", family_name="", native_name="王静")
    with timezone.override("Asia/Shanghai"):
        yield conference


def test_sessions_of_sessionize(conference):
    heads = [
        *("Session Id", "Title", "Description", "Owner", "Owner Email", "Speakers"),
        *("Session format", "Level", "Language", "Status", "Room"),
        *("Scheduled At", "Scheduled Duration"),
    ]
    row = [
        *("123", "Engines", "What they compute.", "Ada", "ada@example.org"),
        *("Ada Lovelace, 王静", "Workshop (60 min)", "Introductory", "English"),
        *("Accepted", "Hall", f"{AMERICAN} 2:30 PM", "45"),
    ]

    result = bring_all(conference, table(heads, row))

    assert stored() == [("Engines", "14:30", "15:15", "Hall", ["ada", "wang"])]
    session = Session.objects.get()
    assert (session.abstract_en, session.language) == ("What they compute.", "en")
    assert result.rows[0].notes[-1] == (
        "“Workshop (60 min)” is no kind of session here; it becomes “Session”."
    )
    assert result.tables[0].remarks == (
        "Columns not known here: Session Id, Owner, Owner Email, Level, Status.",
    )


def test_the_schedule_of_sessionize(conference):
    """With what stands above it in a printed one."""
    result = bring_all(
        conference,
        table(
            ["CONFERENCE", "", "", "", ""],
            ["Day", "Time", "Room", "Title", "Speakers"],
            [f"{STARTS_AT:%A, %B %-d}", "2:00 PM - 2:45 PM", "Hall", "Tea", ""],
        ),
    )

    assert statuses(result.rows) == ["new"]
    assert stored() == [("Tea", "14:00", "14:45", "Hall", [])]


def test_sessions_of_pretalx(conference):
    heads = [
        *("ID", "Proposal title", "Proposal state", "Session type", "Track"),
        *("Abstract", "Description", "Duration", "Language", "Speaker names", "Room"),
        *("Start", "Start (date)", "Start (time)", "End", "End (date)", "End (time)"),
    ]
    row = [
        *(
            "ABCDEF",
            "量子计算",
            "confirmed",
            "Keynote",
            "AI",
            "短。",
            "长。",
            "45",
            "zh",
        ),
        *("Ada Lovelace\n王静", "Hall", f"{ISO}T07:00:00+01:00", ISO, "14:00:00"),
        *(f"{ISO}T14:45:00+08:00", ISO, "14:45:00"),
    ]

    bring_all(conference, table(heads, row))

    assert stored() == [("量子计算", "14:00", "14:45", "Hall", ["ada", "wang"])]
    session = Session.objects.get()
    assert (session.title_zh, session.abstract_zh) == ("量子计算", "短。\n\n长。")
    assert (session.kind, session.track.name_en) == ("keynote", "AI")


def test_sessions_of_guidebook(conference):
    heads = [
        *("Session Title", "Date (4/21/2011)", "Time Start", "Time End"),
        *("Room/Location", "Schedule Track (Optional)", "Description (Optional)"),
        *("Allow Checkin (Optional)", "Limit Spaces? (Optional)"),
    ]
    row = ["Opening", AMERICAN, "2:00 PM", "3:30 PM", "Main", "Key", "Hello.", "", ""]

    bring_all(conference, table(heads, row))

    assert stored() == [("Opening", "14:00", "15:30", "Main", [])]


def test_a_programme_as_offices_write_it(conference):
    day = f"{STARTS_AT.month}月{STARTS_AT.day}日"

    result = bring_all(
        conference,
        table(
            ["大会日程（征求意见稿）", "", "", "", "", ""],
            ["日期", "时间段", "会议内容", "主讲嘉宾", "主持人", "地点"],
            [day, "下午2:00-2:30", "开幕致辞", "王静", "", "主会场"],
            [day, "14时30分至15时15分", "Panel", "Ada Lovelace", "王静", "主会场"],
        ),
    )

    assert stored() == [
        ("开幕致辞", "14:00", "14:30", "主会场", ["wang"]),
        ("Panel", "14:30", "15:15", "主会场", ["wang", "ada"]),
    ]
    roles = Participation.objects.filter(session__title_en="Panel")
    assert list(roles.values_list("role", "speaker__slug")) == [
        ("host", "wang"),
        ("speaker", "ada"),
    ]
    assert result.tables[0].remarks == (
        "Above the heads, and left out: 大会日程（征求意见稿）.",
    )


@pytest.mark.parametrize(
    "divider",
    [
        "第一天：{0.month}月{0.day}日 上午",
        "Day 1 – {0:%A}, {0.day} {0:%B} {0.year}",
        "{0:%Y-%m-%d}",
    ],
)
def test_a_day_alone_in_its_line_is_that_of_the_sessions_below(conference, divider):
    tomorrow = STARTS_AT + timedelta(days=1)
    conference.ends_at += timedelta(days=1)
    conference.save()

    result = bring_all(
        conference,
        table(
            ["Time", "Title"],
            ["", divider.format(STARTS_AT)],
            ["14:00-15:00", "A"],
            ["15:00-16:00", "B"],
            [divider.format(tomorrow), ""],
            ["14:00-15:00", "C"],
        ),
    )

    assert statuses(result.rows) == ["new", "new", "new"]
    days = Session.objects.order_by("starts_at").values_list(
        "starts_at__day", flat=True
    )
    assert list(days) == [STARTS_AT.day, STARTS_AT.day, tomorrow.day]


@pytest.mark.parametrize(
    "heads",
    [
        ("日期", "時間", "議題", "講者", "會議地點"),
        ("日期 Date", "时间/Time", "Topic\n主题", "嘉宾 Speakers", "地点Location"),
        ("DATE *", "Time (required)", "Session（必填）", "Presenters:", "Venue"),
    ],
)
def test_heads_in_other_characters_or_both_languages(conference, heads):
    bring_all(conference, table([*heads], [ISO, "14:00-14:30", "A", "王静", "Hall"]))

    assert stored() == [("A", "14:00", "14:30", "Hall", ["wang"])]


def test_a_time_on_another_clock_is_not_taken_for_one_here(conference):
    heads = ["Day", "Begins (London)", "Ends 伦敦", "Title"]

    [row] = bring_all(conference, table(heads, [ISO, "14:00", "15:00", "A"])).rows

    assert list(reasons(row)) == ["Begins", "Ends"]


def test_who_is_not_among_the_speakers_is_named(conference):
    [result] = bring_all(
        conference,
        table(
            ["Title", "Date", "Start", "Duration", "Speakers"],
            ["Talk", ISO, "14:00", "45", "Grace Hopper"],
        ),
    ).rows

    assert reasons(result) == {"People": "“Grace Hopper” is not among the speakers."}


def test_speakers_of_sessionize_and_pretalx(conference):
    flattened = table(
        ["Speaker Id", "FirstName", "LastName", "TagLine", "Bio", "Company"],
        ["7", "Grace", "Hopper", "Rear admiral", "She wrote a compiler.", "Navy"],
    )
    profiles = table(
        ["ID", "Name", "Biography", "Email"],
        ["A", "陈怡君", "研究员。", "c@example.org"],
        ["B", "Turing, Alan", "", ""],
        ["C", "Ada Lovelace", "Countess.", ""],
        ["D", "Li Xiaoming", "", ""],
        ["E", "Aristotle", "", ""],
        ["F", "김 민준", "", ""],
    )

    flat = {
        title: Table(
            ("Session Id", "Title", *heads), rows=(RawRow(2, ("9", "Talk", *row)),)
        )
        for title, (heads, [(_line, row)], _kind) in flattened.items()
    }

    first = bring_all(conference, flattened).rows
    again = bring_all(conference, flat).rows
    results = bring_all(conference, profiles).rows

    assert statuses([*first, *again, *results]) == [
        *("new", "unchanged", "new", "new", "changed", "refused", "new", "new"),
    ]
    grace = Speaker.objects.get(family_name="Hopper")
    assert (grace.given_name, grace.position_en) == ("Grace", "Rear admiral")
    assert grace.organisation == Organisation.objects.get(name_en="Navy")
    assert Speaker.objects.get(native_name="陈怡君").biography_zh == "研究员。"
    assert Speaker.objects.filter(native_name="김 민준").exists()
    assert Speaker.objects.get(family_name="Turing").given_name == "Alan"
    assert Speaker.objects.get(slug="ada").biography_en == "Countess."
    assert "where “Li Xiaoming” is divided" in reasons(results[3])["Name"]


# -- A list of people ------------------------------------------------------------------

PEOPLE = csv_bytes(["姓名", "单位", "职务"], [["李明", "南京大学", "校长"]])


def test_a_list_of_people_is_not_taken_for_speakers_without_asking(office):
    conference = make_conference()

    asked = send(office, conference, PEOPLE, "people.csv")
    check = office.get(address(conference, "import_check"))
    refused = office.post(address(conference, "import_lists"), {})

    assert "The heads of this list do not say what it is" in asked.content.decode()
    assert check["Location"] == address(conference, "import_lists")
    assert refused.context["form"].errors
    assert not Speaker.objects.exists()

    filled_in(office, address(conference, "import_lists"), list_0="speakers")
    shown = office.get(address(conference, "import_check"))
    press_import(office, conference)

    assert statuses_on(shown) == ["new"]
    speaker = Speaker.objects.get()
    assert (speaker.native_name, speaker.position_zh) == ("李明", "校长")


def test_a_list_that_is_something_else_is_left_out(office):
    conference = make_conference()
    send(office, conference, PEOPLE, "people.csv")

    answer = office.post(
        address(conference, "import_lists"), {"list_0": "none"}, follow=True
    )

    assert messages_of(answer) == ["Nothing of this file is left to be imported."]
    again = office.get(address(conference, "import_check"), follow=True)
    assert messages_of(again) == ["The file is no longer here. Choose it again."]


def test_a_list_of_organisations_is_asked_about_as_well(office):
    conference = make_conference()
    send(office, conference, csv_bytes(["单位"], [["南京大学"]]), "x.csv")

    page = office.get(address(conference, "import_lists"))
    choices = [label for _code, label in page.context["form"].fields["list_0"].choices]
    filled_in(office, address(conference, "import_lists"), list_0="organisations")
    press_import(office, conference)

    assert choices == ["Organisations", "Speakers", "Something else: leave it out"]
    assert Organisation.objects.get().name_zh == "南京大学"
