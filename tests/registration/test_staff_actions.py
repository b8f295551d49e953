"""What staff do with many at once: shown before, and taken back whole for a minute."""

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from registration import enrolment, places, staff_actions
from registration.enrolment import APPROVAL, CANCELLATION, REFUSAL
from registration.errors import (
    AlreadyUndone,
    ChangedMeanwhile,
    NoPlaceLeft,
    NotOver,
    RegisteredAgain,
    TooLateToUndo,
)
from registration.letters import kinds
from registration.models import Delegate, Letter, Quota, StaffAction
from registration.states import DelegateState, LetterState, Mailing
from tests.factories import make_category, make_signup, make_staff, register_someone
from tests.registration.delivery import deliver, make_due
from tests.registration.seats import letters_of

pytestmark = pytest.mark.server


def do(decision, *people):
    by = make_staff()
    return staff_actions.decide(people, decision, by, only_try=False)


def last() -> StaffAction:
    return StaffAction.objects.latest("done_at")


def standing():
    """How everybody stands, and what every quota counts."""
    people = [
        (d.pk, d.state, d.waiting_number) for d in Delegate.objects.order_by("pk")
    ]
    return people, [model_to_dict(quota) for quota in Quota.objects.order_by("pk")]


@pytest.fixture
def full():
    """A category of two places, which two have and for which two wait."""
    category = make_category(places=2)
    return [register_someone(category, n) for n in range(4)]


class TestTrying:
    @pytest.mark.parametrize("decision", [APPROVAL, REFUSAL, CANCELLATION])
    def test_changes_nothing(self, full, decision):
        before = standing()

        staff_actions.decide(full, decision, make_staff(), only_try=True)

        assert standing() == before
        assert Letter.objects.count() == 4
        assert not StaffAction.objects.exists()

    def test_says_what_doing_it_then_does(self, full):
        by = make_staff()
        chosen = [full[0], full[2]]

        tried = staff_actions.decide(chosen, CANCELLATION, by, only_try=True)
        done = staff_actions.decide(chosen, CANCELLATION, by, only_try=False)

        assert tried == done
        assert (done.number, done.letters) == (2, 3)
        assert (done.lose_their_place, done.are_seated) == (1, 1)


class TestManyAtOnce:
    def test_who_waits_and_is_cancelled_too_is_not_seated_in_between(self, full):
        do(CANCELLATION, full[0], full[2])

        full[2].refresh_from_db()
        assert letters_of(full[2]) == [kinds.WAITING, kinds.CANCELLED]
        assert letters_of(full[3]) == [kinds.WAITING, kinds.MOVED_UP]

    def test_of_several_conferences_frees_the_places_of_each(self, full):
        elsewhere = make_category(places=1)
        holder, waiting = (register_someone(elsewhere, n) for n in range(2))

        do(CANCELLATION, full[0], holder)

        states = [Delegate.objects.get(pk=d.pk).state for d in (full[2], waiting)]
        assert states == [DelegateState.CONFIRMED] * 2

    def test_takes_the_same_statements_for_any_number(
        self, django_assert_max_num_queries
    ):
        category = make_category()
        people = [register_someone(category, n) for n in range(20)]
        by = make_staff()

        with django_assert_max_num_queries(16):
            staff_actions.decide(people, CANCELLATION, by, only_try=False)


class TestTheMinute:
    def test_holds_back_what_staff_cause(self, sink, full):
        deliver()
        do(CANCELLATION, full[0])

        assert deliver() == 0
        make_due()
        assert deliver() == 2

    def test_does_not_hold_back_what_people_do_themselves(self, sink, full):
        deliver()
        enrolment.cancel(full[0])

        assert deliver() == 2


class TestUndo:
    @pytest.mark.parametrize("decision", [REFUSAL, CANCELLATION])
    def test_takes_back_all_that_it_brought_about(self, full, decision):
        before = standing()
        do(decision, *full)

        staff_actions.undo(last())

        assert standing() == before
        assert Letter.objects.count() == 4
        assert last().undone_at

    def test_takes_the_place_back_from_who_was_seated(self, full):
        before = standing()
        do(CANCELLATION, full[0])
        assert Delegate.objects.get(pk=full[2].pk).state == DelegateState.CONFIRMED

        staff_actions.undo(last())

        assert standing() == before
        assert letters_of(full[2]) == [kinds.WAITING]

    def test_takes_back_letters_that_were_to_be_sent_again(self, full):
        staff_actions.send_again(full, make_staff(), only_try=False)

        staff_actions.undo(last())

        assert Letter.objects.count() == 4

    def test_is_too_late_once_a_letter_has_left(self, sink, full):
        do(CANCELLATION, full[0])
        after = standing()
        make_due()
        deliver()

        with pytest.raises(TooLateToUndo):
            staff_actions.undo(last())
        assert standing() == after

    @pytest.mark.parametrize("state", [LetterState.SENDING, LetterState.SENT])
    def test_is_too_late_while_one_is_on_its_way(self, full, state):
        do(CANCELLATION, full[0])
        columns = {"claim": full[0].uid} if state == LetterState.SENDING else {}
        if state == LetterState.SENT:
            columns["sent_at"] = last().done_at
        Letter.objects.filter(action=last(), delegate=full[2]).update(
            state=state, **columns
        )

        with pytest.raises(TooLateToUndo):
            staff_actions.undo(last())

    def test_happens_once(self, full):
        do(CANCELLATION, full[0])
        staff_actions.undo(last())

        with pytest.raises(AlreadyUndone):
            staff_actions.undo(last())

    def test_leaves_alone_who_has_moved_on(self, full):
        do(CANCELLATION, full[0])
        enrolment.cancel(Delegate.objects.get(pk=full[2].pk))
        after = standing()

        with pytest.raises(ChangedMeanwhile):
            staff_actions.undo(last())
        assert standing() == after

    def test_gives_no_place_that_somebody_else_has_taken(self):
        category = make_category(places=1)
        holder = register_someone(category)
        do(CANCELLATION, holder)
        newcomer = register_someone(category)
        assert newcomer.state == DelegateState.CONFIRMED

        with pytest.raises(NoPlaceLeft):
            staff_actions.undo(last())
        assert Quota.objects.get().taken == 1

    def test_leaves_alone_who_has_registered_again(self):
        holder = register_someone(make_category())
        do(CANCELLATION, holder)
        register_someone(holder.category, email=holder.email)

        with pytest.raises(RegisteredAgain):
            staff_actions.undo(last())


class TestComingBack:
    @pytest.mark.parametrize("decision", [enrolment.cancel, enrolment.decline])
    def test_to_a_place_if_there_is_one(self, decision):
        person = register_someone(make_category(needs_approval=True, places=1))
        reference = person.reference
        decision(person)

        staff_actions.restore(person, make_staff())

        person.refresh_from_db()
        assert (person.state, person.reference) == (DelegateState.CONFIRMED, reference)
        assert Quota.objects.get().taken == 1
        assert letters_of(person)[-1] == kinds.RESTORED

    def test_otherwise_to_the_old_number_on_the_waiting_list(self, full):
        enrolment.cancel(full[2])

        staff_actions.restore(full[2], make_staff())

        assert list(Delegate.objects.waiting()) == [full[2], full[3]]
        assert letters_of(full[2])[-1] == kinds.RESTORED_WAITING

    def test_or_to_its_end_if_they_never_had_one(self, full):
        enrolment.cancel(full[0])

        staff_actions.restore(full[0], make_staff())
        newcomer = register_someone(full[0].category)

        assert list(Delegate.objects.waiting()) == [full[3], full[0], newcomer]

    def test_beyond_the_limit_on_purpose(self, full):
        enrolment.cancel(full[0])

        staff_actions.restore(full[0], make_staff(), beyond=True)

        full[0].refresh_from_db()
        quota = Quota.objects.get()
        assert full[0].state == DelegateState.CONFIRMED
        assert (quota.taken, quota.size, quota.beyond, quota.free) == (3, 2, 1, 0)

    def test_seats_nobody_in_a_place_beyond_the_limit(self, full):
        enrolment.cancel(full[0])
        staff_actions.restore(full[0], make_staff(), beyond=True)

        enrolment.cancel(full[1])

        assert Quota.objects.get().taken == 2
        assert list(Delegate.objects.waiting()) == [full[3]]

    def test_is_for_those_who_are_gone(self, full):
        with pytest.raises(NotOver):
            staff_actions.restore(full[0], make_staff())

    def test_is_refused_where_the_address_has_registered_again(self):
        person = register_someone(make_category(places=2))
        enrolment.cancel(person)
        register_someone(person.category, email=person.email)

        with pytest.raises(RegisteredAgain):
            staff_actions.restore(person, make_staff())
        assert Quota.objects.get().taken == 1

    def test_can_be_undone(self, full):
        enrolment.cancel(full[0])
        before = standing()
        staff_actions.restore(full[0], make_staff())

        staff_actions.undo(last())

        assert standing() == before

    def test_a_quota_without_that_allowance_is_never_overbooked(self, full):
        """The negative control: the constraint, without take_beyond()."""
        with pytest.raises(IntegrityError, match="quota_never_overbooked"):
            Quota.objects.update(taken=3)

    def test_an_allowance_ends_with_its_need(self, full):
        enrolment.cancel(full[0])
        staff_actions.restore(full[0], make_staff(), beyond=True)
        enrolment.cancel(full[1])

        places.set_up(Quota.objects.get())

        assert Quota.objects.get().beyond == 0


def test_who_was_entered_and_is_taken_back_leaves_no_name_behind():
    signup = make_signup(family_name="Unmistakable")
    staff_actions.enter([signup], make_staff(), mailing=Mailing.NOW)

    staff_actions.undo(last())

    assert not Delegate.objects.exists()
    assert not Delegate.pgh_event_model.objects.exists()
