"""Another category or attendance: places follow, and all of it is taken back."""

import pytest

from registration import staff_actions
from registration.errors import (
    AlreadyOver,
    CannotBeAttendedSo,
    ChangedMeanwhile,
    IsThereAlready,
    OfAnotherConference,
)
from registration.letters import kinds
from registration.models import Delegate, Quota, StaffAction
from registration.staff_actions import Grounds
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_delegate,
    make_quota,
    make_staff,
    register_someone,
)
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    letters_of,
    state,
)
from tests.registration.test_staff_actions import standing
from tests.threads import in_threads

pytestmark = pytest.mark.server


def move(*people, category=None, attendance=None, **more):
    options = {"beyond": False, "letter": True, "only_try": False} | more
    return staff_actions.move(
        people, make_staff(), category=category, attendance=attendance, **options
    )


def undo_last():
    staff_actions.undo(StaffAction.objects.latest("done_at"))


@pytest.fixture
def academic():
    return make_category(places=1, name_en="Academic")


@pytest.fixture
def press(academic):
    return make_category(academic.conference, places=1, name_en="Press")


class TestPlaces:
    def test_follow_and_the_one_that_is_left_goes_to_who_waits(self, academic, press):
        holder, waiting = (register_someone(academic, n) for n in range(2))

        result = move(holder, category=press)

        assert (result.number, result.are_seated, result.letters) == (1, 1, 2)
        assert [state(holder), state(waiting)] == ["confirmed", "confirmed"]
        assert letters_of(holder) == [kinds.CONFIRMED, kinds.MOVED]
        assert_counters_equal_rows()

    def test_are_waited_for_where_there_is_none(self, academic, press):
        register_someone(press)
        holder = register_someone(academic)

        result = move(holder, category=press)

        assert (result.wait, result.lose_their_place) == (1, 1)
        assert state(holder) == DelegateState.WAITING
        assert letters_of(holder)[-1] == kinds.MOVED_WAITING
        assert_counters_equal_rows()

    def test_are_given_beyond_the_limit_on_purpose(self, academic, press):
        register_someone(press)
        holder = register_someone(academic)

        result = move(holder, category=press, beyond=True)

        assert result.beyond == 1
        assert state(holder) == DelegateState.CONFIRMED
        assert Quota.objects.get(category=press).beyond == 1
        assert_counters_equal_rows()

    def test_stay_taken_of_a_full_quota_that_counts_both(self, academic, press):
        make_quota(conference=academic.conference, size=1)
        holder = register_someone(academic)

        move(holder, category=press)

        assert state(holder) == DelegateState.CONFIRMED
        assert_counters_equal_rows()

    def test_go_to_who_waits_before_they_go_to_who_is_moved(self, academic, press):
        first, waiting = (register_someone(academic, n) for n in range(2))
        second = register_someone(press)

        move(first, category=make_category(academic.conference))
        move(second, category=academic)

        assert [state(waiting), state(second)] == ["confirmed", "waiting"]
        assert_nobody_waits_in_vain()

    def test_of_a_category_with_approval_are_approved_for_who_was(self, academic):
        vetted = make_category(academic.conference, needs_approval=True)
        confirmed, pending = register_someone(academic), register_someone(vetted)
        free = make_category(academic.conference)

        move(confirmed, category=vetted)
        move(pending, category=free)

        assert [state(confirmed), state(pending)] == ["confirmed", "confirmed"]

    def test_are_found_by_who_waits_elsewhere(self, academic, press):
        _holder, waiting = (register_someone(academic, n) for n in range(2))

        move(waiting, category=press, letter=False)

        assert state(waiting) == DelegateState.CONFIRMED
        assert letters_of(waiting) == [kinds.WAITING]
        assert_counters_equal_rows()


class TestRefusals:
    def test_say_why(self, academic, press):
        online = make_category(academic.conference, allows_onsite=False)
        elsewhere = make_category()
        delegate = register_someone(academic)
        over = make_delegate(category=academic, state=DelegateState.CANCELLED)
        cases = [
            (delegate, academic, IsThereAlready),
            (delegate, online, CannotBeAttendedSo),
            (delegate, elsewhere, OfAnotherConference),
            (over, press, AlreadyOver),
        ]

        for person, goal, refusal in cases:
            [(_row, error)] = move(person, category=goal).refused
            assert type(error) is refusal

        assert letters_of(delegate) == [kinds.CONFIRMED]


class TestUndo:
    @pytest.mark.parametrize("beyond", [True, False])
    def test_takes_back_category_places_and_letters(self, academic, press, beyond):
        register_someone(press)
        people = [register_someone(academic, n) for n in range(3)]
        before = standing()
        categories = Delegate.objects.order_by("pk").values_list("category", flat=True)
        was = list(categories)

        move(*people[:2], category=press, beyond=beyond)
        undo_last()

        assert list(categories.all()) == was
        assert standing()[0] == before[0]
        assert letters_of(people[0]) == [kinds.CONFIRMED]
        assert_counters_equal_rows()
        assert_nobody_waits_in_vain()

    def test_is_refused_once_somebody_has_moved_on(self, academic, press):
        holder = register_someone(academic)
        move(holder, category=press, beyond=True)
        first = StaffAction.objects.latest("done_at")
        move(holder, attendance=Attendance.ONLINE)

        with pytest.raises(ChangedMeanwhile):
            staff_actions.undo(first)

        assert_counters_equal_rows()


def test_takes_the_same_statements_for_any_number(django_assert_max_num_queries):
    category = make_category(places=30)
    goal = make_category(category.conference, places=5)
    people = [register_someone(category, n) for n in range(30)]

    with django_assert_max_num_queries(32):
        move(*people, category=goal)

    assert_counters_equal_rows()


@pytest.mark.django_db(transaction=True)
def test_two_who_move_and_a_sign_up_never_share_a_place(academic, press):
    Quota.objects.filter(category=academic).update(size=2)
    people = [register_someone(academic, n) for n in range(2)]

    def act(n):
        if n < 2:
            move(people[n], category=press)
        else:
            register_someone(press, n)

    in_threads(4, act)

    assert Quota.objects.get(category=press).taken == 1
    assert_counters_equal_rows()
    assert_nobody_waits_in_vain()


def test_with_a_reason_keeps_it(academic, press):
    move(register_someone(academic), category=press, reason=Grounds("Asked by mail"))

    assert StaffAction.objects.get().reason == "Asked by mail"
