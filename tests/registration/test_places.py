"""Places: never too many, none empty while somebody waits, nobody overtakes."""

import pytest
from django.db import IntegrityError, connection, transaction

from registration import enrolment, places
from registration.letters import kinds
from registration.models import Delegate, Quota
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_delegate,
    make_open_conference,
    make_quota,
    register_someone,
)
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    state,
    waiting,
)

pytestmark = pytest.mark.server

ONSITE, ONLINE = Attendance.ONSITE, Attendance.ONLINE
CONFIRMED, WAITING = DelegateState.CONFIRMED, DelegateState.WAITING


class TestTaking:
    def test_a_place_of_every_quota_that_counts_the_person(self):
        conference = make_open_conference()
        category = make_category(conference)
        counting = [
            make_quota(conference),
            make_quota(conference, attendance=ONSITE),
            make_quota(category=category),
            make_quota(category=category, attendance=ONSITE),
        ]
        others = [
            make_quota(conference, attendance=ONLINE),
            make_quota(category=make_category(conference)),
            make_quota(category=category, attendance=ONLINE),
            make_quota(),
        ]

        register_someone(category, attendance=ONSITE)

        taken = dict(Quota.objects.values_list("pk", "taken"))
        assert [taken[quota.pk] for quota in counting] == [1, 1, 1, 1]
        assert [taken[quota.pk] for quota in others] == [0, 0, 0, 0]

    @pytest.mark.parametrize("full", [0, 1, 2])
    def test_all_or_none(self, full):
        category = make_category()
        for n in range(3):
            make_quota(
                category.conference,
                category=category if n else None,
                attendance=ONSITE if n == 2 else "",
                size=0 if n == full else 5,
            )

        delegate = register_someone(category)

        assert state(delegate) == WAITING
        assert set(Quota.objects.values_list("taken", flat=True)) == {0}

    def test_a_quota_without_a_size_counts_and_never_refuses(self):
        category = make_category()
        quota = make_quota(category=category, size=None)

        for _ in range(3):
            register_someone(category)

        quota.refresh_from_db()
        assert (quota.taken, quota.free) == (3, None)

    def test_the_database_itself_refuses_one_too_many(self):
        quota = make_quota(size=1)

        with pytest.raises(IntegrityError, match="quota_never_overbooked"):
            Quota.objects.filter(pk=quota.pk).update(taken=2)

    @pytest.mark.parametrize("category", [None, "own"])
    @pytest.mark.parametrize("attendance", ["", ONLINE])
    def test_the_same_people_are_counted_once(self, category, attendance):
        conference = make_open_conference()
        own = make_category(conference) if category else None
        make_quota(conference, category=own, attendance=attendance)

        with pytest.raises(IntegrityError, match="quota_counts_a_group_once"):
            make_quota(conference, category=own, attendance=attendance)


class TestWaitingInLine:
    def test_is_in_the_order_of_arrival(self):
        category = make_category(places=0)

        line = [register_someone(category).pk for _ in range(4)]

        assert waiting(category) == line

    def test_a_place_given_back_goes_to_the_first(self):
        category = make_category(places=1)
        holder = register_someone(category)
        first, second = register_someone(category), register_someone(category)

        enrolment.cancel(holder)

        assert (state(first), state(second)) == (CONFIRMED, WAITING)
        assert first.letters.order_by("pk").last().kind == kinds.MOVED_UP
        assert category.quotas.get().taken == 1

    def test_a_place_of_somebody_declined_too(self):
        category = make_category(places=1, needs_approval=True)
        holder, first = register_someone(category), register_someone(category)

        enrolment.decline(holder)

        assert state(first) == DelegateState.PENDING
        assert first.letters.order_by("pk").last().kind == kinds.MOVED_UP_PENDING

    def test_who_gives_up_waiting_moves_nobody_up(self):
        category = make_category(places=1)
        register_someone(category)
        first, second = register_someone(category), register_someone(category)

        enrolment.cancel(first)

        assert state(second) == WAITING
        assert waiting(category) == [second.pk]

    def test_it_goes_to_the_first_who_can_be_seated(self):
        """Who is first in line may be waiting for something else."""
        conference = make_open_conference()
        make_quota(conference, size=2)
        guests = make_category(conference, places=1)
        press = make_category(conference, places=1)
        guest = register_someone(guests)
        reporter = register_someone(press)
        next_guest = register_someone(guests)
        next_reporter = register_someone(press)

        enrolment.cancel(reporter)

        # The guest came first, but it is a reporter's place.
        assert state(next_guest) == WAITING
        assert state(next_reporter) == CONFIRMED
        assert state(guest) == CONFIRMED
        assert_counters_equal_rows()

    def test_one_place_less_may_seat_several(self):
        """A whole delegation's worth: online has room, the total had not."""
        conference = make_open_conference()
        total = make_quota(conference, size=1)
        onsite = make_quota(conference, attendance=ONSITE, size=1)
        category = make_category(conference)
        holder = register_someone(category, attendance=ONSITE)
        online = register_someone(category, attendance=ONLINE)
        onsite_too = register_someone(category, attendance=ONSITE)

        enrolment.cancel(holder)

        assert (state(online), state(onsite_too)) == (CONFIRMED, WAITING)
        total.size = 2
        places.set_up(total)
        assert state(onsite_too) == CONFIRMED
        onsite.refresh_from_db()
        assert onsite.taken == 1
        assert_nobody_waits_in_vain()

    def test_a_newcomer_never_overtakes(self):
        category = make_category(places=1)
        register_someone(category)
        first = register_someone(category)
        enrolment.cancel(Delegate.objects.get(state=CONFIRMED))

        newcomer = register_someone(category)

        assert (state(first), state(newcomer)) == (CONFIRMED, WAITING)

    def test_another_conference_has_a_line_of_its_own(self):
        here, there = make_category(places=1), make_category(places=0)
        stranger = register_someone(there)
        holder = register_someone(here)

        enrolment.cancel(holder)

        assert state(stranger) == WAITING


class TestChangingAQuota:
    def test_a_larger_one_seats_who_waits_in_order(self):
        category = make_category(places=0)
        line = [register_someone(category) for _ in range(3)]
        quota = category.quotas.get()
        quota.size = 2

        places.set_up(quota)

        assert [state(d) for d in line] == [CONFIRMED, CONFIRMED, WAITING]
        assert category.quotas.get().taken == 2

    def test_lifting_the_limit_seats_everybody(self):
        category = make_category(places=0)
        line = [register_someone(category) for _ in range(3)]
        quota = category.quotas.get()
        quota.size = None

        places.set_up(quota)

        assert {state(d) for d in line} == {CONFIRMED}
        assert category.quotas.get().taken == 3

    def test_removing_it_seats_everybody(self):
        category = make_category(places=1)
        line = [register_someone(category) for _ in range(3)]

        places.remove(category.quotas.get())

        assert {state(d) for d in line} == {CONFIRMED}
        assert category.quotas.count() == 0

    def test_it_cannot_be_smaller_than_what_is_taken(self):
        category = make_category(places=2)
        register_someone(category)
        register_someone(category)
        quota = category.quotas.get()
        quota.size = 1

        with pytest.raises(IntegrityError, match="quota_never_overbooked"):
            places.set_up(quota)

    def test_a_new_one_counts_who_is_there_already(self):
        category = make_category()
        for _ in range(2):
            register_someone(category)
        make_delegate(category=category, state=DelegateState.CANCELLED)

        places.set_up(
            Quota(conference=category.conference, category=category, name="q", size=3)
        )

        assert category.quotas.get().taken == 2
        assert_counters_equal_rows()


def test_taking_is_one_message_for_any_number_of_quotas(django_assert_num_queries):
    category = make_category(places=3)
    make_quota(category.conference)
    make_quota(category.conference, attendance=ONSITE)
    delegate = make_delegate(category=category)

    with transaction.atomic(), django_assert_num_queries(1):
        assert places.take(delegate) is True

    assert connection.in_atomic_block
    assert set(Quota.objects.values_list("taken", flat=True)) == {1}
