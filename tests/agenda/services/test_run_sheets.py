"""Run sheets: the minutes of a session, and who is seen where."""

from datetime import timedelta

import pytest

from agenda.choices import Kind, Role
from agenda.models import Session
from agenda.services import run_sheets
from confsite.bilingual import Pair
from tests.factories import (
    STARTS_AT,
    make_agreement,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_run_item,
    make_session,
    make_signature,
    make_speaker,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def ceremony():
    conference = make_conference(published=False)
    return make_session(
        conference,
        kind=Kind.SIGNING,
        room=make_room(conference),
        title_en="Signing",
        title_zh="签约",
    )


def sheet_of(session) -> run_sheets.RunSheet:
    return run_sheets.of_session(Session.objects.get(pk=session.pk))


def test_an_item_stands_at_its_minute_on_both_clocks(ceremony):
    make_run_item(ceremony, minute=0)
    make_run_item(ceremony, minute=75, item_en="Photograph", item_zh="合影")

    _first, last = sheet_of(ceremony).lines

    assert str(last.starts) == "15:15 Nanjing · 08:15 London"
    assert last.item == Pair("Photograph", "合影")


def test_a_sheet_moves_with_its_session(ceremony):
    make_run_item(ceremony, minute=10)
    Session.objects.update(starts_at=STARTS_AT + HOUR, ends_at=STARTS_AT + 2 * HOUR)

    assert sheet_of(ceremony).lines[-1].starts.time == "15:10"


def test_people_are_on_stage_or_on_screen_and_interpreters_apart(ceremony):
    conference = ceremony.conference
    here = make_speaker(conference)
    there = make_speaker(conference, attendance="online")
    voice = make_speaker(conference)
    for speaker, role in (
        (here, Role.HOST),
        (there, Role.GUEST_OF_HONOUR),
        (voice, Role.INTERPRETER),
    ):
        make_participation(ceremony, speaker, role=role)
    make_run_item(ceremony)

    (line,) = sheet_of(ceremony).lines

    assert (line.on_stage, line.on_screen, line.interpreters) == (
        (here,),
        (there,),
        (voice,),
    )


def test_an_item_shows_its_own_people_or_those_of_its_agreement(ceremony):
    conference = ceremony.conference
    everybody, alone, signs = (make_speaker(conference) for _ in range(3))
    make_participation(ceremony, everybody)
    agreement = make_agreement(ceremony)
    make_signature(agreement, signs)
    make_signature(agreement, signs, role=Role.WITNESS)
    make_run_item(ceremony, minute=0)
    make_run_item(ceremony, minute=1, agreement=agreement)
    make_run_item(ceremony, minute=2).people.add(alone)

    people = [line.on_stage for line in sheet_of(ceremony).lines]

    assert people == [(everybody,), (signs,), (alone,)]


def test_an_item_without_words_is_called_by_its_agreement(ceremony):
    parties = [make_organisation(name_en="Oxford", name_zh="牛津大学")]
    named = make_agreement(ceremony, title_en="Photonics", title_zh="")
    plain = make_agreement(ceremony, parties=parties, title_en="", title_zh="")
    for agreement in (named, plain):
        make_run_item(ceremony, item_en="", item_zh="", agreement=agreement)

    items = [line.item for line in sheet_of(ceremony).lines]

    assert items == [Pair("Photonics", ""), Pair("Oxford", "牛津大学")]


def test_a_session_without_items_is_a_line_and_so_are_its_agreements(ceremony):
    make_agreement(ceremony, title_en="Photonics", title_zh="光电")

    lines = sheet_of(ceremony).lines

    assert [line.item.en for line in lines] == ["Signing", "Photonics"]
    assert {line.starts.time for line in lines} == {"14:00"}


def test_a_session_whose_items_begin_later_begins_with_itself(ceremony):
    make_run_item(ceremony, minute=5, item_en="Handshake")

    items = [line.item.en for line in sheet_of(ceremony).lines]

    assert items == ["Signing", "Handshake"]


def test_what_comes_next_is_in_the_same_room(ceremony):
    conference = ceremony.conference
    make_run_item(ceremony, minute=0, item_en="First")
    make_run_item(ceremony, minute=5, item_en="Second")
    make_session(conference, starts_at=STARTS_AT + HOUR, title_en="Elsewhere")
    make_session(
        conference, starts_at=STARTS_AT + HOUR, room=ceremony.room, title_en="After"
    )

    sheets = run_sheets.of_day(conference, ceremony.starts.local.date())

    coming = {line.item.en: line.next.en for sheet in sheets for line in sheet.lines}
    assert coming == {
        "First": "Second",
        "Second": "After",
        "After": "",
        "Elsewhere": "",
    }


def test_a_day_holds_what_begins_on_it_and_takes_place(ceremony):
    conference = ceremony.conference
    make_session(conference, is_cancelled=True)
    tomorrow = make_session(conference, starts_at=STARTS_AT + timedelta(days=1))

    known = [
        [sheet.session.pk for sheet in run_sheets.of_day(conference, day)]
        for day in run_sheets.days(conference)
    ]

    assert known == [[ceremony.pk], [tomorrow.pk]]


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_day_costs_the_same_for_any_number(sessions, django_assert_num_queries):
    conference = make_conference(published=False)
    for _ in range(sessions):
        session = make_session(
            conference, kind=Kind.SIGNING, room=make_room(conference)
        )
        agreement = make_agreement(session, parties=[make_organisation()])
        make_signature(agreement)
        make_participation(session)
        make_run_item(session, agreement=agreement).people.add(make_speaker(conference))

    # Sessions, people, agreements, parties, signatures, items, people of the items.
    with django_assert_num_queries(7):
        run_sheets.of_day(conference, conference.starts.local.date())
