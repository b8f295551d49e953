"""Coming in and going out."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from registration import correspondence, enrolment, staff_actions
from registration.errors import AlreadyOver, NotAwaitingApproval
from registration.letters import kinds
from registration.models import Delegate, Letter
from registration.states import LIVE, OVER, DelegateState
from tests.factories import (
    make_category,
    make_delegate,
    make_signup,
    make_staff,
    register_someone,
)
from tests.registration.seats import letters_of
from tests.threads import in_threads

pytestmark = pytest.mark.server


@pytest.mark.parametrize(
    ("needs_approval", "places", "expected"),
    [
        (False, None, DelegateState.CONFIRMED),
        (True, None, DelegateState.PENDING),
        (False, 1, DelegateState.CONFIRMED),
        (True, 1, DelegateState.PENDING),
        (False, 0, DelegateState.WAITING),
        (True, 0, DelegateState.WAITING),
    ],
)
def test_first_state_and_letter_follow_approval_and_places(
    needs_approval, places, expected
):
    category = make_category(places=places, needs_approval=needs_approval)

    delegate = register_someone(category)

    delegate.refresh_from_db()
    assert delegate.state == expected
    assert letters_of(delegate) == [expected]


def test_what_a_person_typed_is_kept():
    signup = make_signup(
        title="Prof",
        family_name="D'Arcy",
        given_name="Łukasz",
        native_name="李晓明",
        email="Ada.Lovelace@example.org",
        phone="+8613800138000",
        organisation="University of Oxford",
        position="Reader",
        country="GB",
        language="zh-hans",
    )

    delegate = Delegate.objects.get(pk=enrolment.register(signup).pk)

    for column, value in signup.columns.items():
        assert getattr(delegate, column) == value
    assert delegate.letters.get().language == "zh-hans"


class TestTheSameFormAgain:
    """P4: however often a form is sent, it is one registration with one letter."""

    def test_one_after_the_other(self):
        signup = make_signup()

        first = enrolment.register(signup)
        again = enrolment.register(signup)

        assert again == first
        assert letters_of(first) == [kinds.CONFIRMED]

    def test_after_it_was_cancelled(self):
        signup = make_signup()
        delegate = enrolment.register(signup)
        enrolment.cancel(delegate)

        again = enrolment.register(signup)

        assert again == delegate
        assert again.state == DelegateState.CANCELLED
        assert letters_of(delegate) == [kinds.CONFIRMED, kinds.CANCELLED]

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once(self):
        category = make_category(places=1)
        signup = make_signup(category)

        answers = in_threads(12, lambda n: enrolment.register(signup).pk)

        assert len(set(answers)) == 1
        assert Delegate.objects.count() == Letter.objects.count() == 1
        assert category.quotas.get().taken == 1

    def test_for_another_conference_it_is_another_form(self):
        """Nobody's browser does that, and nobody who does it gets an error."""
        signup = make_signup()
        first = enrolment.register(signup)
        elsewhere = make_signup(submission=signup.submission, email=signup.email)

        second = enrolment.register(elsewhere)

        assert second.conference_id == elsewhere.conference_id
        assert first.conference_id != second.conference_id


@pytest.mark.parametrize("state", DelegateState)
def test_sent_again_the_letter_says_how_things_stand(state):
    delegate = make_delegate(state=state)

    correspondence.send_again(delegate)
    staff_actions.send_again([delegate], make_staff(), only_try=False)

    assert letters_of(delegate) == [state, state]


@pytest.mark.parametrize("state", LIVE)
def test_a_new_address_is_told_how_things_stand(state):
    delegate = make_delegate(state=state)

    correspondence.change_address(delegate, "new@example.org")

    assert letters_of(delegate) == [state, kinds.ADDRESS_CHANGED]


class TestApproval:
    def test_confirms_who_was_pending(self):
        delegate = register_someone(make_category(needs_approval=True, places=1))

        enrolment.approve(delegate)

        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CONFIRMED
        assert letters_of(delegate) == [kinds.PENDING, kinds.APPROVED]
        assert delegate.category.quotas.get().taken == 1

    @pytest.mark.parametrize(
        "state", [state for state in DelegateState if state != DelegateState.PENDING]
    )
    def test_is_for_those_who_are_pending(self, state):
        delegate = make_delegate(state=state)

        with pytest.raises(AlreadyOver if state in OVER else NotAwaitingApproval):
            enrolment.approve(delegate)

        delegate.refresh_from_db()
        assert delegate.state == state
        assert letters_of(delegate) == []

    @pytest.mark.django_db(transaction=True)
    def test_by_two_at_once_is_one_approval(self):
        delegate = register_someone(make_category(needs_approval=True))

        def approve(n: int) -> bool:
            try:
                enrolment.approve(Delegate.objects.get(pk=delegate.pk))
            except NotAwaitingApproval:
                return False
            return True

        assert sum(in_threads(4, approve)) == 1
        assert letters_of(delegate).count(kinds.APPROVED) == 1


class TestDeclining:
    @pytest.mark.parametrize("places", [1, 0])
    def test_turns_down_who_is_pending_or_waiting(self, places):
        delegate = register_someone(make_category(needs_approval=True, places=places))

        enrolment.decline(delegate)

        delegate.refresh_from_db()
        assert delegate.state == DelegateState.DECLINED
        assert letters_of(delegate)[-1] == kinds.DECLINED
        assert delegate.category.quotas.get().taken == 0

    def test_is_too_late_for_who_is_confirmed(self):
        delegate = register_someone(make_category())

        with pytest.raises(NotAwaitingApproval):
            enrolment.decline(delegate)

        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CONFIRMED


class TestCancelling:
    @pytest.mark.parametrize(
        ("needs_approval", "places"), [(False, 1), (True, 1), (False, 0)]
    )
    def test_ends_a_live_registration(self, needs_approval, places):
        category = make_category(needs_approval=needs_approval, places=places)
        delegate = register_someone(category)

        enrolment.cancel(delegate)

        delegate.refresh_from_db()
        assert delegate.state == DelegateState.CANCELLED
        assert delegate.waiting_number is None
        assert letters_of(delegate)[-1] == kinds.CANCELLED
        assert category.quotas.get().taken == 0

    @pytest.mark.parametrize("state", [DelegateState.CANCELLED, DelegateState.DECLINED])
    def test_is_over_once(self, state):
        delegate = make_delegate(state=state)

        with pytest.raises(AlreadyOver):
            enrolment.cancel(delegate)

        assert letters_of(delegate) == []

    def test_raises_the_sequence_of_the_calendar(self):
        delegate = register_someone(make_category())

        enrolment.cancel(delegate)

        delegate.refresh_from_db()
        assert delegate.calendar_sequence == 1

    @pytest.mark.django_db(transaction=True)
    def test_many_times_at_once_gives_one_place_back(self):
        category = make_category(places=2)
        delegate = register_someone(category)
        register_someone(category)

        def cancel(n: int) -> bool:
            try:
                enrolment.cancel(Delegate.objects.get(pk=delegate.pk))
            except AlreadyOver:
                return False
            return True

        assert sum(in_threads(6, cancel)) == 1
        assert category.quotas.get().taken == 1
        assert letters_of(delegate).count(kinds.CANCELLED) == 1


def test_a_failure_leaves_nothing_behind(monkeypatch):
    """Places, delegate and letter come together or not at all."""
    category = make_category(places=1)

    def fail(row):
        raise IntegrityError("a constraint that nobody expects")

    monkeypatch.setattr("registration.letters.outbox.insert", fail)

    with pytest.raises(IntegrityError, match="nobody expects"):
        register_someone(category)

    assert Delegate.objects.count() == 0
    assert category.quotas.get().taken == 0


def test_two_references_that_meet_by_chance_are_no_error(monkeypatch):
    delegate = register_someone(make_category())
    drawn = iter(delegate.reference + "ANTHER22")
    monkeypatch.setattr(
        "registration.models.delegate.secrets.choice", lambda alphabet: next(drawn)
    )

    other = register_someone(delegate.category)

    assert other.reference == "ANTHER22"


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"attendance": "nowhere"}, "delegate_attendance_is_known"),
        (
            {"family_name": "", "given_name": "", "native_name": ""},
            "delegate_has_a_name",
        ),
    ],
)
def test_a_broken_check_is_raised_with_its_name_and_not_tried_twice(
    columns, rule, django_assert_max_num_queries
):
    signup = replace(make_signup(), **columns)

    with (
        django_assert_max_num_queries(9) as asked,
        pytest.raises(IntegrityError, match=rule),
    ):
        enrolment.register(signup)

    tries = [query for query in asked if query["sql"].startswith("EXECUTE")]
    assert len(tries) == 1
