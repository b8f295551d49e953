"""Rules between rows of several tables, whichever way a row is written."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from agenda.choices import Role
from agenda.models import AgreementParty, Conference, Participation, Session
from tests.factories import (
    ENDS_AT,
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
)
from tests.threads import in_threads

pytestmark = pytest.mark.server

HOUR = timedelta(hours=1)
WITHIN = "session_lies_within_its_conference"


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": STARTS_AT - HOUR},
        {"ends_at": ENDS_AT + HOUR},
        {"starts_at": ENDS_AT + HOUR, "ends_at": ENDS_AT + 2 * HOUR},
    ],
)
def test_a_session_lies_within_its_conference(times):
    session = make_session()

    with refused(WITHIN), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**times)
    with refused(WITHIN), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agenda_session SET starts_at = %s, ends_at = %s WHERE id = %s",
            [
                times.get("starts_at", session.starts_at),
                times.get("ends_at", session.ends_at),
                session.pk,
            ],
        )


def test_a_session_may_fill_its_conference():
    session = make_session()

    Session.objects.filter(pk=session.pk).update(starts_at=STARTS_AT, ends_at=ENDS_AT)


def test_a_form_hears_of_it_in_words():
    session = make_session()
    session.ends_at = ENDS_AT + HOUR

    with pytest.raises(ValidationError, match="The conference lasts from 9 July"):
        session.full_clean()


def test_a_conference_holds_its_sessions():
    session = make_session()

    with refused(WITHIN), transaction.atomic():
        Conference.objects.update(starts_at=STARTS_AT + HOUR)
    session.conference.starts_at += HOUR
    with pytest.raises(ValidationError, match=session.title_en):
        session.conference.full_clean()


def test_a_conference_moves_as_a_whole():
    session = make_session()
    rules = (
        "agenda.Session:session_keeps_to_its_conference",
        "agenda.Conference:conference_holds_its_sessions",
    )
    day = timedelta(days=1)

    with transaction.atomic():
        pgtrigger.constraints(pgtrigger.Deferred, *rules)
        Session.objects.update(starts_at=STARTS_AT + day, ends_at=ENDS_AT + day)
        Conference.objects.update(starts_at=STARTS_AT + day, ends_at=ENDS_AT + day)
        pgtrigger.constraints(pgtrigger.Immediate, *rules)

    session.refresh_from_db()
    assert session.starts_at == STARTS_AT + day


@pytest.mark.parametrize(
    ("column", "make"), [("room", make_room), ("track", make_track)]
)
def test_a_session_has_room_and_track_of_its_conference(column, make):
    session, elsewhere = make_session(), make_conference()

    Session.objects.filter(pk=session.pk).update(**{column: make(session.conference)})

    with refused(f"session_has_{column}_of_its_conference"):
        Session.objects.filter(pk=session.pk).update(**{column: make(elsewhere)})


def test_people_are_of_the_conference():
    session, stranger = make_session(), make_speaker()
    make_participation(session)

    with refused("participation_is_of_one_conference"):
        Participation.objects.create(session=session, speaker=stranger)


def test_who_signs_is_of_the_conference():
    agreement, stranger = make_agreement(), make_speaker()
    make_signature(agreement)

    with refused("signature_is_of_one_conference"):
        make_signature(agreement, stranger)


@pytest.mark.django_db(transaction=True)
def test_a_conference_that_shrinks_while_a_session_grows_holds_it_all_the_same():
    for _round in range(10):
        conference = make_conference(published=False)
        session = make_session(conference)

        def shrink_or_grow(number, conference=conference, session=session):
            try:
                with transaction.atomic():
                    if number:
                        Conference.objects.filter(pk=conference.pk).update(
                            ends_at=STARTS_AT + 2 * HOUR
                        )
                    else:
                        Session.objects.filter(pk=session.pk).update(ends_at=ENDS_AT)
            except IntegrityError:
                return False
            return True

        done = in_threads(2, shrink_or_grow)

        conference.refresh_from_db()
        session.refresh_from_db()
        assert session.ends_at <= conference.ends_at
        assert sum(done) == 1


def test_a_party_and_a_signature_are_named_once():
    agreement = make_agreement(parties=[party := make_organisation()])
    signature = make_signature(agreement)

    with refused("party_named_once_per_agreement"), transaction.atomic():
        AgreementParty.objects.create(agreement=agreement, organisation=party)
    with refused("signature_named_once_per_role"), transaction.atomic():
        make_signature(agreement, signature.speaker)
    make_signature(agreement, signature.speaker, role=Role.WITNESS)


def test_a_way_to_join_has_a_label():
    with refused("join_option_has_a_label"):
        make_join_option(label_en="", label_zh="")


def test_an_item_of_a_run_sheet_has_words_or_an_agreement():
    agreement = make_agreement()
    make_run_item(agreement.session, item_en="", item_zh="", agreement=agreement)

    with refused("run_item_has_words"):
        make_run_item(agreement.session, item_en="", item_zh="")
