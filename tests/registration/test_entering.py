"""People whom staff enter: set by set, by the rules of a sign-up."""

from uuid import uuid4

import pytest
from django.utils import timezone

from registration import places, staff_actions
from registration.entering import enter
from registration.errors import RegisteredAlready
from registration.letters import kinds
from registration.models import Delegate, Quota, StaffAction
from registration.states import DelegateState, Mailing
from tests.factories import make_category, make_signup, make_staff, register_someone
from tests.registration.seats import letters_of

pytestmark = pytest.mark.server


def people(category, number, **columns):
    return [
        make_signup(category=category, submission=uuid4(), **columns)
        for _each in range(number)
    ]


def states(found):
    return [Delegate.objects.get(pk=row.pk).state for row in found]


def taken():
    return list(Quota.objects.order_by("pk").values_list("taken", "beyond"))


class TestPlaces:
    def test_go_to_the_first_and_the_others_wait_in_their_order(self):
        category = make_category(places=2)

        found = enter(people(category, 4), mailing=Mailing.NOW)

        assert states(found) == ["confirmed", "confirmed", "waiting", "waiting"]
        assert [row.waiting_number for row in found[2:]] == [r.pk for r in found[2:]]
        assert taken() == [(2, 0)]

    def test_are_given_beyond_the_limit_on_purpose(self):
        category = make_category(places=1)

        found = enter(people(category, 3), mailing=Mailing.NOW, beyond=True)

        assert states(found) == ["confirmed"] * 3
        assert taken() == [(3, 2)]

    def test_are_those_of_every_quota_that_counts_somebody(self):
        category = make_category(places=5)
        Quota.objects.create(conference=category.conference, name="All", size=1)

        found = enter(people(category, 2), mailing=Mailing.NOW)

        assert states(found) == ["confirmed", "waiting"]
        assert taken() == [(1, 0), (1, 0)]

    def test_need_no_approval_of_who_staff_enter(self):
        category = make_category(needs_approval=True)

        [delegate] = enter(people(category, 1), mailing=Mailing.NOW)

        assert delegate.state == DelegateState.CONFIRMED
        assert letters_of(delegate) == [kinds.CONFIRMED]


class TestLetters:
    @pytest.mark.parametrize("mailing", [Mailing.LATER, Mailing.NEVER])
    def test_go_to_nobody_for_whom_staff_want_none(self, mailing):
        category = make_category(places=1)

        found = enter(people(category, 2), mailing=mailing)

        assert [letters_of(row) for row in found] == [[], []]

    def test_go_to_nobody_without_an_address(self):
        found = enter(people(make_category(), 2, email=""), mailing=Mailing.NOW)

        assert [letters_of(row) for row in found] == [[], []]

    def test_go_to_a_contact(self):
        known = {"email": "", "contact_email": "office@example.org"}

        [delegate] = enter(people(make_category(), 1, **known), mailing=Mailing.NOW)

        assert letters_of(delegate) == [kinds.CONFIRMED]


class TestWhoIsKnown:
    def test_is_refused_by_address_and_takes_no_place(self):
        category = make_category(places=3)
        known = register_someone(category, 1)
        again = people(category, 1, email=known.email.upper())

        found = enter([*again, *people(category, 1)], mailing=Mailing.NOW)

        assert isinstance(found[0], RegisteredAlready)
        assert found[1].state == DelegateState.CONFIRMED
        assert taken() == [(2, 0)]

    def test_is_refused_within_one_list_too(self):
        same = people(make_category(), 2, email="one@example.org")

        first, second = enter(same, mailing=Mailing.NOW)

        assert first.state == DelegateState.CONFIRMED
        assert isinstance(second, RegisteredAlready)

    def test_by_the_form_itself_is_entered_once(self):
        category = make_category(places=3)
        form = people(category, 1, email="")

        [first] = enter(form, mailing=Mailing.NOW)
        [second] = enter(form, mailing=Mailing.NOW)

        assert first == second
        assert taken() == [(1, 0)]


def test_a_thousand_take_hardly_more_statements_than_one(
    django_assert_max_num_queries,
):
    category = make_category(places=500)

    with django_assert_max_num_queries(20):
        enter(people(category, 1000), mailing=Mailing.NOW)

    assert places.quotas_of(Delegate.objects.first()).get().taken == 500


class TestWhoStaffHaveDecidedOn:
    """Nobody approves them again when their turn on the waiting list comes."""

    @pytest.fixture
    def category(self):
        category = make_category(places=1, needs_approval=True)
        staff_actions.enter(people(category, 2), make_staff(), mailing=Mailing.NOW)
        return category

    def make_room(self, category):
        quota = category.quotas.get()
        quota.size = 5
        places.set_up(quota)

    def test_is_confirmed_from_the_waiting_list(self, category):
        first, second = category.delegates.order_by("pk")
        stranger = register_someone(category, 1)

        self.make_room(category)

        assert states([first, second, stranger]) == [
            "confirmed",
            "confirmed",
            "pending",
        ]
        assert letters_of(second)[-1] == kinds.MOVED_UP

    def test_is_not_after_it_was_undone(self, category):
        second = category.delegates.order_by("pk")[1]
        StaffAction.objects.update(undone_at=timezone.now())

        self.make_room(category)

        assert states([second]) == ["pending"]

    def test_is_confirmed_in_another_category_too(self, category):
        second = category.delegates.order_by("pk")[1]
        other = make_category(category.conference, needs_approval=True)

        to = {"category": other, "attendance": None, "letter": False}
        staff_actions.move([second], make_staff(), **to)

        assert states([second]) == ["confirmed"]
