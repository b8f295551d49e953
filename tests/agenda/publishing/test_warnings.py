"""What staff are warned of: nothing forbids it, and somebody should look."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from agenda.choices import AgreementStatus, Kind, Role
from agenda.publishing.warnings import warnings
from agenda.release import programme
from agenda.services.run_sheets import last_minutes
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_join_option,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
    make_track,
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
        sentences.setdefault(str(warning.kind), []).append(warning.sentence)
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


def test_what_every_page_names_is_missing_a_translation(conference):
    """The conference, its rooms with the ways into them, and its tracks."""
    type(conference).objects.filter(pk=conference.pk).update(name_en="")
    room = make_room(conference, name_zh="主会场")
    make_join_option(room, label_zh="")
    hall = make_room(conference, name_en="", name_zh="分会场")
    track = make_track(conference)
    for hours, place in enumerate((room, room, hall)):
        starts_at = STARTS_AT + hours * HOUR
        make_participation(
            make_session(conference, room=place, track=track, starts_at=starts_at)
        )

    publish(conference)
    found = warnings(programme.latest(conference.slug))

    assert [(type(w.subject).__name__, w.sentence) for w in found] == [
        ("ConferenceFacts", "Still to be written: name (English)."),
        ("Room", "Still to be written: label (中文)."),
        ("Room", "Still to be written: name (English)."),
        ("Track", "Still to be written: name (中文)."),
    ]


@pytest.mark.parametrize(("minute", "warned"), [(60, False), (61, True)])
def test_a_run_sheet_that_goes_on_after_the_end(conference, minute, warned):
    session = make_session(conference)
    make_participation(session)
    for at in (0, minute):
        make_run_item(session, minute=at)
    make_run_item(make_session(make_conference()), minute=90)
    publish(conference)

    found = warnings(programme.latest(conference.slug), last_minutes(conference))

    assert [warning.sentence for warning in found] == (
        [
            "The last item of the run sheet begins in minute 61, and the session ends "
            "in minute 60."
        ]
        if warned
        else []
    )


@pytest.mark.parametrize(
    ("kind", "warned"),
    [(Kind.SIGNING, False), (Kind.INAUGURATION, False), (Kind.TALK, True)],
)
def test_an_agreement_outside_a_ceremony(conference, kind, warned):
    signed(make_session(conference, kind=kind), title_en="Pact")

    sentences = found(conference).get("outside_ceremonies")

    assert sentences == (
        ["“Pact” is in a session that is no signing and no inauguration."]
        if warned
        else None
    )


@pytest.mark.parametrize(
    ("status", "url", "warned"),
    [
        (AgreementStatus.SIGNED, "", False),
        (AgreementStatus.PUBLISHED, "https://example.org/pact", False),
        (AgreementStatus.PUBLISHED, "", True),
    ],
)
def test_a_published_agreement_without_its_announcement(
    conference, status, url, warned
):
    ceremony = make_session(conference, kind=Kind.SIGNING)
    signed(ceremony, title_en="Pact", status=status, url=url)

    sentences = found(conference).get("without_announcement")

    assert sentences == (
        ["“Pact” is published, and nothing links to its announcement."]
        if warned
        else None
    )


def signed(session, **columns):
    agreement = make_agreement(session, parties=[make_organisation()], **columns)
    make_signature(agreement)
    return agreement


def test_warnings_speak_the_language_of_the_reader(conference):
    make_session(conference)
    publish(conference)

    with override("zh-hans"):
        (warning,) = warnings(programme.latest(conference.slug))

    assert warning.sentence == "尚未安排人员。"


def test_letters_that_papers_cannot_print(conference):
    make_participation(
        make_session(conference), make_speaker(conference, native_name="आन्या")
    )

    (sentence,) = found(conference)["unprintable"]

    assert sentence.startswith("On paper “आन्या” shows □ for what no typeface has: आ न")
