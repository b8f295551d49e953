"""What must always be true of a programme, kept by the database itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from agenda.models import Conference, CountryName, Organisation, Partner, Session
from agenda.models.conference import validate_zone
from tests.factories import (
    STARTS_AT,
    make_conference,
    make_organisation,
    make_participation,
    make_room,
    make_session,
    make_speaker,
    make_track,
)

pytestmark = pytest.mark.server

HOUR = timedelta(hours=1)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_conference_ends_after_it_begins():
    with refused("conference_ends_after_it_begins"):
        make_conference(ends_at=STARTS_AT, published=False)


def test_a_conference_has_its_address_alone():
    conference = make_conference(published=False)

    with refused("agenda_conference_slug_key"):
        make_conference(slug=conference.slug, published=False)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("conference_has_a_name", make_conference),
        ("room_has_a_name", make_room),
        ("track_has_a_name", make_track),
        ("organisation_has_a_name", make_organisation),
    ],
)
def test_a_name_in_one_language_is_enough_and_needed(name, make):
    make(name_en="", name_zh="大会")
    make(name_en="Conference", name_zh="")

    with refused(name):
        make(name_en="", name_zh="")


def test_a_session_has_a_title():
    make_session(title_en="", title_zh="致辞")

    with refused("session_has_a_title"):
        make_session(title_en="", title_zh="")


def test_a_session_ends_after_it_begins():
    with refused("session_ends_after_it_begins"):
        make_session(ends_at=STARTS_AT)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("session_address_once_per_conference", make_session),
        ("speaker_address_once_per_conference", make_speaker),
    ],
)
def test_an_address_is_taken_once_in_a_conference(name, make):
    conference = make_conference()
    make(conference, slug="opening")
    make(make_conference(), slug="opening")

    with refused(name):
        make(conference, slug="opening")


@pytest.mark.parametrize("script", ["family_name", "given_name", "native_name"])
def test_a_speaker_needs_one_part_of_a_name(script):
    nameless = {"family_name": "", "given_name": "", "native_name": ""}
    make_speaker(**nameless | {script: "O"})

    with refused("speaker_has_a_name"):
        make_speaker(**nameless)


def test_a_person_has_a_role_once_and_may_have_another():
    session = make_session()
    first = make_participation(session, role="host")
    make_participation(session, first.speaker, role="speaker")

    with refused("participation_named_once_per_role"):
        make_participation(session, first.speaker, role="host")


def test_a_partner_is_named_once():
    partner = Partner.objects.create(
        conference=make_conference(), organisation=make_organisation()
    )

    with refused("partner_named_once"):
        Partner.objects.create(
            conference=partner.conference, organisation=partner.organisation
        )


def test_a_country_is_renamed_once():
    conference = make_conference()
    CountryName.objects.create(conference=conference, country="HK", name_en="a")

    with refused("country_name_once_per_conference"):
        CountryName.objects.create(conference=conference, country="HK", name_en="b")


class TestRooms:
    """A room holds one session at a time, whichever way somebody tries."""

    @pytest.fixture
    def session(self) -> Session:
        conference = make_conference()
        return make_session(conference, room=make_room(conference))

    @pytest.mark.parametrize(
        ("begins", "ends"),
        [(-30, 30), (0, 60), (15, 45), (30, 90), (-30, 90)],
    )
    def test_two_at_a_time_are_refused(self, session, begins, ends):
        with refused("session_has_its_room_to_itself"):
            make_session(
                session.conference,
                room=session.room,
                starts_at=session.starts_at + timedelta(minutes=begins),
                ends_at=session.starts_at + timedelta(minutes=ends),
            )

    def test_one_after_the_other_is_fine(self, session):
        after = make_session(
            session.conference, room=session.room, starts_at=session.ends_at
        )

        assert after.room == session.room

    def test_two_rooms_are_two_rooms(self, session):
        make_session(session.conference, room=make_room(session.conference))
        make_session(session.conference, room=None)
        make_session(session.conference, room=None)

        assert session.conference.sessions.count() == 4

    def test_a_cancelled_session_leaves_its_room(self, session):
        Session.objects.filter(pk=session.pk).update(is_cancelled=True)
        make_session(session.conference, room=session.room)

        with refused("session_has_its_room_to_itself"):
            Session.objects.filter(pk=session.pk).update(is_cancelled=False)

    def test_plain_sql_finds_no_way_around(self, session):
        other = make_session(
            session.conference, room=session.room, starts_at=session.ends_at
        )

        with refused("session_has_its_room_to_itself"), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agenda_session SET starts_at = starts_at - interval '1 minute'"
                " WHERE id = %s",
                [other.pk],
            )

    def test_without_the_constraint_it_would_happen(self, session):
        """The negative control: it is this constraint that refuses."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE agenda_session"
                " DROP CONSTRAINT session_has_its_room_to_itself"
            )
            make_session(session.conference, room=session.room)

            assert session.room.sessions.count() == 2

    def test_a_form_says_it_in_words(self, session):
        clash = Session(
            conference=session.conference,
            slug="clash",
            title_en="Clash",
            room=session.room,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )

        with pytest.raises(ValidationError, match="Another session is in this room"):
            clash.full_clean()


class TestCurrentConference:
    def make(self, days: int, **columns) -> Conference:
        starts_at = timezone.now() + timedelta(days=days)
        return make_conference(starts_at=starts_at, ends_at=starts_at + HOUR, **columns)

    def test_the_next_to_end_comes_first(self):
        self.make(-400)
        self.make(60)
        soonest = self.make(30)

        assert Conference.objects.current() == soonest

    def test_what_is_not_published_is_not_shown(self):
        over = self.make(-400)
        self.make(30, published=False)

        assert Conference.objects.current() == over

    def test_of_those_over_the_last_one(self):
        self.make(-800)
        last = self.make(-400)

        assert Conference.objects.current() == last

    def test_there_may_be_none(self):
        assert Conference.objects.current() is None


def test_a_time_zone_is_one_that_exists():
    validate_zone("Asia/Shanghai")

    with pytest.raises(ValidationError, match="Nanjing"):
        validate_zone("Nanjing")


def test_an_organisation_that_is_named_cannot_go():
    speaker = make_speaker(organisation=make_organisation())

    with pytest.raises(ProtectedError):
        Organisation.objects.filter(pk=speaker.organisation_id).delete()


def test_history_sees_plain_sql():
    session = make_session(title_en="Before")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agenda_session SET title_en = 'After' WHERE id = %s", [session.pk]
        )

    events = Session.pgh_event_model.objects.filter(pgh_obj=session).order_by("pk")
    assert list(events.values_list("pgh_label", "title_en")) == [
        ("insert", "Before"),
        ("update", "After"),
    ]
