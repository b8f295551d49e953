"""Sessions in an import: times in their clock, rooms, and people by their names."""

from datetime import timedelta

import pytest

from agenda.choices import Kind
from agenda.models import Participation, Room, Session
from tests.agenda.imports.imported import (
    bring,
    changes,
    reasons,
    statuses,
)
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_track,
)

DAY = f"{STARTS_AT:%Y-%m-%d}"
# In the clock of the conference, which lasts from 14:00 to 19:00.
TALK = {"title_en": "A talk", "day": DAY, "begins": "14:00", "ends": "15:00"}


def test_times_are_read_in_the_clock_of_the_conference():
    conference = make_conference(time_zone="Asia/Shanghai")

    [result] = bring(conference, TALK)

    session = Session.objects.get()
    assert session.starts_at == STARTS_AT
    assert session.ends_at == STARTS_AT + timedelta(hours=1)
    assert "14:00 Nanjing · 07:00 London" in result.detail


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (
            {"day": "the first"},
            "Day",
            "“the first”: Write a day as 2030-07-09: the year, the month, the day.",
        ),
        (
            {"begins": "lunch"},
            "Begins",
            "“lunch”: Write a time as 14:30, or with its day as 2030-07-09 14:30.",
        ),
        (
            {"begins": "2030-01-01 14:00"},
            "Begins",
            "“2030-01-01 14:00”: This is another day than in “day”.",
        ),
        ({"ends": "13:00"}, "Ends", "A session ends after it begins."),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_column(cells, column, reason):
    [result] = bring(make_conference(), TALK | cells)

    assert reasons(result) == {column: reason}


@pytest.mark.parametrize("kind", ["break", "Break", "休息", "茶歇"])
def test_a_break_is_known_by_what_there_is_in_it(kind):
    bring(make_conference(), TALK | {"kind": kind})

    assert Session.objects.get().kind == Kind.BREAK


def test_a_session_outside_the_conference_is_refused():
    [result] = bring(make_conference(), TALK | {"begins": "09:00"})

    assert result.status == "refused"
    assert "a session lies within it" in reasons(result)["Begins"]


def test_a_session_can_end_on_the_next_day():
    conference = make_conference(ends_at=STARTS_AT + timedelta(hours=20))
    tomorrow = f"{STARTS_AT + timedelta(days=1):%Y-%m-%d}"

    bring(conference, TALK | {"begins": "23:00", "ends": f"{tomorrow} 00:30"})

    session = Session.objects.get()
    assert session.ends_at - session.starts_at == timedelta(minutes=90)


def test_moving_the_day_alone_keeps_the_times():
    conference = make_conference(ends_at=STARTS_AT + timedelta(days=2))
    session = make_session(conference, slug="talk")
    tomorrow = f"{STARTS_AT + timedelta(days=1):%Y-%m-%d}"

    [result] = bring(conference, {"slug": "talk", "day": tomorrow})

    session.refresh_from_db()
    assert session.starts_at == STARTS_AT + timedelta(days=1)
    assert changes(result) == {"Day": (DAY, tomorrow)}


def test_a_session_is_found_by_its_identity_whatever_becomes_of_the_address():
    session = make_session(slug="old")

    [result] = bring(
        session.conference, {"uid": str(session.uid).upper(), "slug": "new"}
    )

    assert changes(result) == {"Address": ("old", "new")}


def test_an_identity_that_is_not_known_here_is_not_taken_over():
    other = make_session()

    bring(make_conference(), TALK | {"uid": str(other.uid)})

    assert Session.objects.exclude(pk=other.pk).get().uid != other.uid


def test_without_an_address_a_session_is_the_one_of_that_title_at_that_time():
    conference = make_conference()

    results = bring(
        conference,
        TALK | {"title_en": "Break"},
        TALK | {"title_en": "Break", "begins": "15:00", "ends": "15:30"},
    )
    again = bring(conference, TALK | {"title_en": "Break", "ends": "14:30"})

    assert statuses(results) == ["new", "new"]
    assert changes(again[0]) == {"Ends": ("15:00", "14:30")}


def test_two_of_one_title_at_one_time_are_told_apart_by_their_rooms():
    conference = make_conference()
    for name in ("Hall 1", "Hall 2"):
        make_session(
            conference, title_en="Break", room=make_room(conference, name_en=name)
        )
    row = TALK | {"title_en": "Break", "is_interpreted": "yes"}

    results = bring(conference, row | {"room": "hall 2"}, row)

    assert statuses(results) == ["changed", "refused"]
    assert Session.objects.get(is_interpreted=True).room.name_en == "Hall 2"


def test_coffee_is_served_in_several_new_halls_at_once():
    row = TALK | {"title_en": "Coffee"}
    halls = [row | {"room": "Hall 1"}, row | {"room": "Hall 2"}]

    first, second = (bring(make_conference(), *halls) for _twice in range(2))
    again = bring(Session.objects.latest("pk").conference, *halls)

    assert statuses(first) == statuses(second) == ["new", "new"]
    assert statuses(again) == ["unchanged", "unchanged"]


def test_a_session_without_a_room_gets_one():
    make_session(conference := make_conference(), title_en="A talk")

    [result] = bring(conference, TALK | {"room": "Hall"})

    assert changes(result) == {"Room": ("", "Hall")}


def test_an_address_is_made_of_the_title():
    bring(make_conference(), TALK, TALK | {"title_en": "", "title_zh": "致辞"})

    slugs = Session.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["a-talk", "talk"]


def test_rooms_and_tracks_are_found_in_either_language():
    conference = make_conference()
    room = make_room(conference, name_en="Yangtze Hall", name_zh="长江厅")
    track = make_track(conference, name_en="Health", name_zh="健康")
    make_room(name_en="Yangtze Hall")  # of another conference

    bring(conference, TALK | {"room": "长江厅", "track": "HEALTH / 健康"})

    session = Session.objects.get()
    assert (session.room, session.track) == (room, track)


def test_a_new_room_stands_after_the_others():
    make_room(conference := make_conference(), position=7)

    [result] = bring(conference, TALK | {"room": "Hall", "track": "Health"})

    assert Room.objects.get(name_en="Hall").position == 8
    assert result.notes == ("New room: Hall.", "New track: Health.")


def test_people_are_named_by_address_or_by_any_of_their_names():
    conference = make_conference()
    ada = make_speaker(
        conference,
        slug="ada",
        title="Countess",
        given_name="Ada",
        family_name="Lovelace",
        post_nominals="FRS",
    )
    li = make_speaker(
        conference,
        given_name="Ming",
        family_name="Li",
        native_name="李明",
        native_title="教授",
    )
    make_speaker(given_name="Ada", family_name="Lovelace")  # of another conference

    for written in (
        "Host: ada; Speaker: 李明",
        "主持人：Lovelace Ada；李明教授",
        "host: Countess Ada Lovelace, FRS\nLi Ming",
        "HOST: ada lovelace; speaker: Ming Li",
    ):
        bring(conference, TALK | {"people": "-"})
        bring(conference, TALK | {"people": written})

        parts = Participation.objects.values_list("speaker", "role", "position")
        assert list(parts) == [(ada.pk, "host", 0), (li.pk, "speaker", 1)]


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("Jean-Luc", "O’Neill"), "Jean-Luc O'Neill"),
        (("Jean-Luc", "O’Neill"), "Jean Luc O’Neill"),
        (("Conan", "D'Arcy"), "Conan D’Arcy"),
        (("Łukasz", "Ørsted"), "Lukasz Orsted"),
        (("Erin", "Yu"), "Yu, Erin"),
        (("Xiulan", "Lü"), "Lyu Xiulan"),
        (("", "", "吕秀兰"), "呂秀蘭"),
        (("", "", "欧阳建国"), "歐陽 建國"),
    ],
)
def test_people_are_found_in_every_spelling(names, written):
    columns = dict(
        zip(("given_name", "family_name", "native_name"), names, strict=False)
    )
    speaker = make_speaker(make_conference(), **columns)

    bring(speaker.conference, TALK | {"people": written})

    assert Participation.objects.get().speaker == speaker


def test_the_very_spelling_comes_before_others():
    conference = make_conference()
    make_speaker(conference, given_name="Conan", family_name="D’Arcy")
    plain = make_speaker(conference, given_name="Conan", family_name="Darcy")

    bring(conference, TALK | {"people": "Conan Darcy"})
    [result] = bring(conference, TALK | {"people": "Cónan Darcy"})

    assert Participation.objects.get().speaker == plain
    assert "can be several people" in reasons(result)["People"]


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ("Host: Nobody", "“Nobody” is not among the speakers."),
        ("Host:", "“” is not among the speakers."),
        (
            "Host: Zhang Wei",
            "“Zhang Wei” can be several people; write the address: wei, wei-2.",
        ),
        ("Host: wei; host: wei", "“host: wei” is named twice in the same role."),
    ],
)
def test_people_who_cannot_be_told_are_refused(people, reason):
    conference = make_conference()
    for slug in ("wei", "wei-2"):
        make_speaker(conference, slug=slug, given_name="Wei", family_name="Zhang")

    [result] = bring(conference, TALK | {"people": people})

    assert reasons(result) == {"People": reason}


def test_a_role_that_is_none_is_refused_with_those_that_are():
    [result] = bring(make_conference(), TALK | {"people": "Juggler: X"})

    assert reasons(result)["People"].startswith("“Juggler” is none of these: Host, ")


def test_people_who_stay_keep_their_rows():
    session = make_session(slug="talk")
    ada = make_participation(session, make_speaker(session.conference, slug="ada"))
    make_participation(session, make_speaker(session.conference, slug="bob"))
    make_speaker(session.conference, slug="eve")

    bring(session.conference, {"slug": "talk", "people": "Host: eve; ada"})

    parts = Participation.objects.values_list("speaker__slug", "role", "position")
    assert list(parts) == [("eve", "host", 0), ("ada", "speaker", 1)]
    assert Participation.objects.filter(pk=ada.pk).exists()
