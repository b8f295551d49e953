"""Past others, and beyond the limit: on purpose, with a reason, and taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from registration import enrolment, places, staff_actions
from registration.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    NobodyToWriteTo,
    NoLettersWanted,
    NotWaiting,
    StandsFurtherUp,
)
from registration.letters import kinds
from registration.models import Delegate, Quota, StaffAction
from registration.staff_actions import Grounds
from registration.states import DelegateState, Mailing
from tests.factories import make_category, make_delegate, make_staff, register_someone
from tests.registration.seats import (
    assert_counters_equal_rows,
    letters_of,
    state,
    waiting,
)
from tests.registration.test_staff_actions import standing
from tests.servers import wait_until
from tests.threads import in_threads, somebody_waits

pytestmark = pytest.mark.server

WHY = Grounds("The minister asks")


def seat(*people):
    return staff_actions.seat_beyond(people, make_staff(), reason=WHY)


def move_up(*people, place=1):
    return staff_actions.move_up(people, make_staff(), place=place, reason=WHY)


def undo_last():
    staff_actions.undo(StaffAction.objects.latest("done_at"))


@pytest.fixture
def line():
    """A category of one place, which somebody has and for which four wait."""
    category = make_category(places=1)
    return [register_someone(category, n) for n in range(5)]


class TestBeyondTheLimit:
    def test_is_a_place_that_is_counted_as_such(self, line):
        result = seat(line[3])

        quota = Quota.objects.get()
        assert (quota.taken, quota.size, quota.beyond) == (2, 1, 1)
        assert (result.beyond, result.are_seated, result.letters) == (1, 1, 1)
        assert letters_of(line[3]) == [kinds.WAITING, kinds.MOVED_UP]

    def test_leaves_no_place_for_others_when_one_is_given_back(self, line):
        seat(line[3])

        enrolment.cancel(line[0])

        assert waiting(line[0].category) == [line[n].pk for n in (1, 2, 4)]
        assert_counters_equal_rows()

    def test_is_taken_back(self, line):
        before = standing()[0]
        seat(line[3])

        undo_last()

        assert standing()[0] == before
        assert_counters_equal_rows()

    def test_is_refused_to_who_does_not_wait(self, line):
        over = make_delegate(category=line[0].category, state=DelegateState.DECLINED)

        refused = seat(line[0], over, line[1]).refused

        assert [type(error) for _row, error in refused] == [NotWaiting, AlreadyOver]
        assert state(line[1]) == DelegateState.CONFIRMED

    @pytest.mark.django_db(transaction=True)
    def test_is_given_once_to_who_is_chosen_twice_at_the_same_moment(self, line):
        numbers = in_threads(2, lambda n: seat(line[1]).number)

        assert sorted(numbers) == [0, 1]
        assert_counters_equal_rows()

    @pytest.mark.django_db(transaction=True)
    def test_holds_nobody_while_it_waits_for_the_quotas(self, line):
        """In the other order a cancellation and this would wait for each other."""
        people = Delegate.objects.select_for_update(no_key=True, nowait=True)
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            places.hold([line[1].conference_id])
            seated = pool.submit(in_threads, 1, lambda n: seat(line[1]).number)
            wait_until(somebody_waits)
            people.get(pk=line[1].pk)

        assert seated.result() == [1]


class TestPastOthers:
    @pytest.mark.parametrize(
        ("place", "order"), [(1, [3, 1, 2, 4]), (2, [1, 3, 2, 4]), (3, [1, 2, 3, 4])]
    )
    def test_leads_to_the_place_and_changes_no_other_order(self, line, place, order):
        move_up(line[3], place=place)

        assert waiting(line[0].category) == [line[n].pk for n in order]

    def test_keeps_the_order_of_those_who_go_together(self, line):
        move_up(line[4], line[2])

        assert waiting(line[0].category) == [line[n].pk for n in (2, 4, 1, 3)]

    def test_decides_who_is_next(self, line):
        move_up(line[4])

        enrolment.cancel(line[0])

        assert state(line[4]) == DelegateState.CONFIRMED

    def test_is_taken_back(self, line):
        before = standing()
        move_up(line[4], place=2)

        undo_last()

        assert standing() == before

    def test_concerns_nobody_who_stays_ahead(self, line):
        move_up(line[4], place=3)

        assert StaffAction.objects.get().keys == [line[4].pk]

    def test_is_refused_to_who_stands_there_or_does_not_wait(self, line):
        refused = move_up(line[0], line[1], place=2).refused

        assert {type(error) for _row, error in refused} == {NotWaiting, StandsFurtherUp}

    def test_cannot_be_taken_back_once_they_have_a_place(self, line):
        move_up(line[4])
        done = StaffAction.objects.latest("done_at")
        enrolment.cancel(line[0])

        with pytest.raises(ChangedMeanwhile):
            staff_actions.undo(done)

    @pytest.mark.django_db(transaction=True)
    def test_gives_no_two_the_same_number_however_many_do_it_at_once(self, line):
        in_threads(3, lambda n: move_up(line[2 + n]).number)

        assert len(set(waiting(line[0].category))) == 4


class TestLettersLater:
    def test_begin_with_the_first_that_staff_send_and_undo_puts_them_off_again(self):
        delegate = register_someone(make_category())
        Delegate.objects.update(mailing=Mailing.LATER)

        staff_actions.send_again([delegate], make_staff(), only_try=False)
        sent = letters_of(delegate)
        delegate.refresh_from_db()
        mailing = delegate.mailing
        undo_last()
        delegate.refresh_from_db()

        assert (sent[-1], mailing) == (kinds.CONFIRMED, Mailing.NOW)
        assert delegate.mailing == Mailing.LATER

    def test_are_refused_in_words_to_whom_none_can_go(self):
        category = make_category()
        people = [register_someone(category, n) for n in range(2)]
        Delegate.objects.filter(pk=people[0].pk).update(mailing=Mailing.NEVER)
        Delegate.objects.filter(pk=people[1].pk).update(email="")

        result = staff_actions.send_again(people, make_staff(), only_try=False)

        assert [type(error) for _row, error in result.refused] == [
            NoLettersWanted,
            NobodyToWriteTo,
        ]
