"""What staff are warned of: nothing forbids it, and somebody should look."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from agenda import programme
from agenda.choices import Kind, Role
from agenda.services.scheduling import warnings
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_signature,
    make_speaker,
    publish,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    return make_conference(published=False)


def found(conference) -> dict[str, list[str]]:
    """The sentences by the name of the warning."""
    publish(conference)
    sentences: dict[str, list[str]] = {}
    for warning in warnings(programme.latest(conference.slug)):
        sentences.setdefault(str(warning.trouble), []).append(warning.sentence)
    return sentences


def test_a_programme_with_nothing_wrong_warns_of_nothing(conference):
    speaker = make_speaker(conference)
    for hours in (0, 1):
        session = make_session(conference, starts_at=STARTS_AT + hours * HOUR)
        make_participation(session, speaker)

    assert found(conference) == {}


def test_a_person_in_two_sessions_at_once_is_told_at_either(conference):
    speaker = make_speaker(conference, given_name="Ada", family_name="Lovelace")
    for title, minutes in (("Long", 0), ("Short", 90), ("After", 180)):
        session = make_session(
            conference,
            title_en=title,
            starts_at=STARTS_AT + timedelta(minutes=minutes),
            ends_at=STARTS_AT
            + timedelta(minutes=minutes + (180 if not minutes else 30)),
        )
        make_participation(session, speaker)

    day = f"9 July {STARTS_AT.year}"
    assert found(conference) == {
        "double_booked": [
            f"Ada Lovelace is also in “Short” at the same time, {day}, "
            "15:30 Nanjing · 08:30 London.",
            f"Ada Lovelace is also in “Long” at the same time, {day}, "
            "14:00 Nanjing · 07:00 London.",
        ]
    }


def test_a_signatory_counts_as_somebody_who_is_there(conference):
    signatory = make_speaker(conference)
    make_participation(make_session(conference), signatory)
    ceremony = make_session(conference, kind=Kind.SIGNING)
    agreement = make_agreement(ceremony, parties=[make_organisation()])
    make_signature(agreement, signatory)
    make_signature(agreement, signatory, role=Role.WITNESS)

    assert list(found(conference)) == ["double_booked"]


def test_an_interpreter_who_is_booked_twice(conference):
    interpreter = make_speaker(conference)
    for _ in range(2):
        session = make_session(conference)
        make_participation(session)
        make_participation(session, interpreter, role=Role.INTERPRETER)

    warned = found(conference)

    assert list(warned) == ["interpreter_double_booked"]
    assert ["interprets here" in s for s in warned["interpreter_double_booked"]] == [
        True,
        True,
    ]


def test_an_interpreter_who_also_speaks_elsewhere(conference):
    """It is the session without its interpreter that matters most."""
    interpreter = make_speaker(conference)
    make_participation(make_session(conference), interpreter, role=Role.SPEAKER)
    interpreted = make_session(conference)
    make_participation(interpreted, interpreter, role=Role.INTERPRETER)

    warned = found(conference)

    assert list(warned) == ["interpreter_double_booked"]
    assert ["interprets here" in s for s in warned["interpreter_double_booked"]] == [
        False,
        True,
    ]


def test_what_is_cancelled_takes_nobody_s_time(conference):
    speaker = make_speaker(conference)
    for cancelled in (True, False):
        session = make_session(conference, is_cancelled=cancelled)
        make_participation(session, speaker)
    make_session(conference, is_cancelled=True)

    assert found(conference) == {}


@pytest.mark.parametrize(("places", "warned"), [(40, False), (41, True), (None, False)])
def test_a_room_too_small(conference, places, warned):
    room = make_room(conference, name_en="Annex", capacity=40)
    session = make_session(conference, room=room, places=places)
    make_participation(session)

    sentences = found(conference).get("room_too_small")

    assert sentences == (
        ["Annex has 40 seats, and 41 places are given."] if warned else None
    )


def test_a_session_without_people_unless_it_is_a_break(conference):
    make_session(conference, kind=Kind.TALK)
    make_session(conference, kind=Kind.BREAK)

    assert found(conference) == {"without_people": ["Nobody is named here yet."]}


def test_an_agreement_without_parties_or_signatories(conference):
    ceremony = make_session(conference, kind=Kind.SIGNING)
    make_participation(ceremony)
    make_agreement(ceremony, title_en="Alone")
    make_agreement(ceremony, title_en="Unsigned", parties=[make_organisation()])

    assert found(conference) == {
        "without_parties": ["“Alone” has no parties yet."],
        "without_signatories": ["Nobody signs “Unsigned” yet."],
    }


def test_a_missing_translation_names_the_texts(conference):
    session = make_session(conference, title_zh="", abstract_zh="摘要")
    make_participation(session, make_speaker(conference, position_en="Chair"))

    assert found(conference) == {
        "untranslated": [
            "Still to be written: title (中文) and abstract (English).",
            "Still to be written: position (中文).",
        ]
    }


def test_warnings_speak_the_language_of_the_reader(conference):
    make_session(conference)
    publish(conference)

    with override("zh-hans"):
        (warning,) = warnings(programme.latest(conference.slug))

    assert warning.sentence == "尚未安排人员。"
