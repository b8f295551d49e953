"""A conference on other days, at the same times of day."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.choices import AgreementStatus
from agenda.models import (
    Conference,
    Session,
)
from agenda.services import editions
from tests.agenda.london import LONDON, in_london, make_edition, make_london
from tests.factories import (
    make_agreement,
    make_conference,
    make_room,
    make_session,
)
from tests.threads import in_threads

pytestmark = pytest.mark.server

HOUR = timedelta(hours=1)


# -- Clocks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_day", "new_day"),
    [
        ((2030, 3, 27), date(2030, 4, 3)),  # summer time began on 31 March
        ((2030, 7, 10), date(2030, 11, 6)),  # and ended on 27 October
        ((2030, 7, 10), date(2029, 1, 10)),
    ],
)
@pytest.mark.parametrize("way", ["new edition", "other days"])
def test_every_time_of_day_stays_through_summer_time(first_day, new_day, way):
    conference = make_london(first_day)
    make_session(conference, starts_at=in_london(*first_day, 14, 30))

    if way == "other days":
        editions.move(conference, new_day)
        new = Conference.objects.get()
    else:
        new = editions.new_edition(conference, make_edition(first_day=new_day))

    session = new.sessions.get()
    found = [m.local for m in (new.starts, session.starts, session.ends, new.ends)]
    assert {moment.date() for moment in found} == {new_day}
    assert [f"{moment:%H:%M}" for moment in found] == [
        "09:00",
        "14:30",
        "15:30",
        "18:00",
    ]


def test_a_session_in_the_missing_hour_still_ends_after_it_begins():
    """On 31 March 2030 London has no time from 01:00 to 02:00."""
    conference = make_conference(
        published=False,
        time_zone="Europe/London",
        starts_at=in_london(2030, 3, 29, 20),
        ends_at=in_london(2030, 3, 30, 6),
    )
    session = make_session(
        conference,
        starts_at=in_london(2030, 3, 30, 1, 15),
        ends_at=in_london(2030, 3, 30, 2),
    )

    editions.move(conference, date(2030, 3, 30))

    session.refresh_from_db()
    assert session.ends_at - session.starts_at == timedelta(minutes=45)


# -- Other days ------------------------------------------------------------------------


def make_three_days():
    """A room that is taken from morning to evening, three days long."""
    conference = make_london((2030, 7, 8), (2030, 7, 10))
    room = make_room(conference)
    for day in (8, 9, 10):
        for hour in (9, 12, 15):
            make_session(
                conference,
                room=room,
                starts_at=in_london(2030, 7, day, hour),
                ends_at=in_london(2030, 7, day, hour + 3),
            )
    # Over midnight, on the way of the first session of a day.
    other = make_room(conference)
    make_session(conference, room=other, starts_at=in_london(2030, 7, 8, 9))
    make_session(
        conference,
        room=other,
        starts_at=in_london(2030, 7, 8, 20),
        ends_at=in_london(2030, 7, 9, 11),
    )
    return conference


@pytest.mark.parametrize("days", [-400, -3, -2, -1, 0, 1, 2, 3, 400])
def test_a_conference_moves_by_days_with_everything_in_it(days):
    conference = make_three_days()
    before = dict(conference.sessions.values_list("pk", "starts_at"))

    editions.move(conference, date(2030, 7, 8) + timedelta(days=days))

    def shifted(moment):
        return moment.astimezone(LONDON) + timedelta(days=days)

    moved = Conference.objects.get()
    assert (moved.starts_at, moved.ends_at) == (
        shifted(conference.starts_at),
        shifted(conference.ends_at),
    )
    assert {s.pk: s.starts_at for s in moved.sessions.all()} == {
        pk: shifted(starts_at) for pk, starts_at in before.items()
    }


def test_moving_to_the_same_day_again_changes_nothing(django_assert_num_queries):
    conference = make_three_days()
    day = date(2030, 7, 9)
    editions.move(conference, day)

    with django_assert_num_queries(4):  # a savepoint around two that lock
        editions.move(conference, day)

    assert Conference.objects.get().starts.local.date() == day


@pytest.mark.parametrize("sessions", [1, 40])
def test_moving_costs_the_same_for_any_number_of_sessions(sessions):
    conference = make_london((2030, 7, 8))
    for _one in range(sessions):
        make_session(conference, room=make_room(conference))

    with CaptureQueriesContext(connection) as queries:
        editions.move(conference, date(2030, 7, 9))

    statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 7


def test_without_an_order_the_sessions_would_stand_in_each_others_way(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(editions, "in_turn", lambda sessions, shift: [sessions])

    with pytest.raises(IntegrityError, match="session_has_its_room_to_itself"):
        editions.move(make_three_days(), date(2030, 7, 9))


def test_without_putting_the_rule_off_no_conference_would_move(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(editions.pgtrigger, "constraints", lambda *_: None)

    with pytest.raises(IntegrityError, match="session_lies_within_its_conference"):
        editions.move(make_three_days(), date(2030, 7, 20))


def test_the_rule_is_looked_at_before_the_service_returns(monkeypatch):
    monkeypatch.setattr(editions, "in_turn", lambda sessions, shift: [])

    with pytest.raises(IntegrityError, match="session_lies_within_its_conference"):
        editions.move(make_three_days(), date(2030, 7, 20))


@pytest.mark.parametrize(("days", "moves"), [(-1, False), (1, True)])
def test_an_embargo_that_has_not_ended_moves_along(days, moves):
    conference = make_london((2030, 7, 8))
    until = timezone.now() + timedelta(days=days)
    agreement = make_agreement(
        make_session(conference), status=AgreementStatus.READY, embargo_until=until
    )
    elsewhere = make_agreement(embargo_until=until)

    editions.move(conference, date(2030, 7, 10))

    agreement.refresh_from_db()
    elsewhere.refresh_from_db()
    days_later = (agreement.embargo_until - until).total_seconds() / 86_400
    assert round(days_later) == (2 if moves else 0)
    assert elsewhere.embargo_until == until


# -- Another zone ----------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Europe/London"])
def test_on_the_clock_of_another_zone_every_time_of_day_stays(zone):
    conference = make_three_days()
    before = {s.pk: s.starts.local.replace(tzinfo=None) for s in sessions(conference)}

    editions.change_zone(conference, zone)

    changed = Conference.objects.get()
    after = {s.pk: s.starts.local.replace(tzinfo=None) for s in sessions(changed)}
    assert (changed.time_zone, after) == (zone, before)
    assert (changed.starts.time, changed.ends.time) == ("09:00", "18:00")


def sessions(conference):
    return conference.sessions.select_related("conference")


@pytest.mark.parametrize(("days", "moves"), [(-1, False), (1, True)])
def test_an_embargo_that_has_not_ended_keeps_its_time_of_day(days, moves):
    conference = make_london((2030, 7, 8))
    until = timezone.now() + timedelta(days=days)
    agreement = make_agreement(make_session(conference), embargo_until=until)

    editions.change_zone(conference, "Asia/Shanghai")

    agreement.refresh_from_db()
    earlier = (until - agreement.embargo_until) // HOUR
    assert earlier in ((7, 8) if moves else (0,))


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_a_session_that_is_saved_meanwhile_ends_up_within(self):
        conference = make_three_days()
        session = conference.sessions.first()

        def move_or_save(number):
            if number == 0:
                editions.move(conference, date(2030, 7, 30))
                return "moved"
            try:
                row = Session.objects.get(pk=session.pk)
                row.title_en = "Changed"
                row.save()
            except IntegrityError:
                return "refused"
            return "saved"

        told = in_threads(2, move_or_save)

        moved = Conference.objects.get()
        assert told[0] == "moved"
        assert told[1] in {"saved", "refused"}
        outside = [
            s
            for s in moved.sessions.all()
            if s.starts_at < moved.starts_at or s.ends_at > moved.ends_at
        ]
        assert outside == []

    def test_moving_twice_to_the_same_day_moves_once(self):
        conference = make_three_days()
        day = date(2030, 7, 9)

        in_threads(3, lambda _: editions.move(conference, day))

        assert Conference.objects.get().starts.local.date() == day


def test_moving_is_in_the_history(transactional_db):
    conference = make_london((2030, 7, 8))
    session = make_session(conference)

    editions.move(conference, date(2030, 7, 9))

    events = apps.get_model("agenda", "SessionEvent").objects.filter(id=session.pk)
    starts = events.order_by("pgh_id").values_list("starts_at", flat=True)
    assert list(starts) == [session.starts_at, session.starts_at + 24 * HOUR]
