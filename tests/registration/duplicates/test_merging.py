"""Two registrations of one person become one; nothing is lost or told wrongly."""

from typing import Any

import pytest
from django.db import transaction

from registration import enrolment, staff_actions
from registration.duplicates import merging, search, services
from registration.errors import (
    CannotBeUndone,
    ChangedSinceShown,
    OneIsOver,
    SaidAlready,
)
from registration.letters import kinds
from registration.models import (
    Delegate,
    DelegateMerge,
    Letter,
    PossibleDuplicate,
    RegistrationSettings,
    StaffAction,
)
from registration.states import Attendance, DelegateState, Holding, PairState
from tests.factories import make_category, make_staff, register_someone
from tests.registration.delivery import deliver
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    letters_of,
    state,
)
from tests.threads import in_threads

LI: dict[str, Any] = {"family_name": "LI", "given_name": "Xiaoming"}
CONFIRMED, WAITING = DelegateState.CONFIRMED, DelegateState.WAITING


def anew(delegate):
    return Delegate.objects.get(pk=delegate.pk)


def pair_of(first, second):
    return services.pair_by_hand([first, second])


def merge(first, second, *, place=None, **facts):
    """As proposed, but for what is said here; whose place is kept."""
    pair = pair_of(first, second)
    choice = merging.proposed(pair)
    kept = choice.place if place is None else place.pk
    told = {name: delegate.pk for name, delegate in facts.items()}
    choice = merging.Choice(kept, {**choice.facts, **told}, choice.seen)
    return merging.merge(pair, choice, make_staff())


def queued(delegate):
    letters = delegate.letters.filter(state="queued").order_by("pk")
    return list(letters.values_list("kind", flat=True))


def test_the_better_place_and_the_newer_facts_are_kept(category):
    first = register_someone(category, **LI, phone="+1", organisation="NJU")
    second = register_someone(
        category, **LI, email="new@example.org", native_name="李晓明", phone="+2"
    )
    Delegate.objects.filter(pk=second.pk).update(state="waiting", waiting_number=1)
    category.quotas.update(taken=1)
    Letter.objects.filter(delegate=first).update(
        state="sent", sent_at=first.signed_up_at
    )
    version = first.link_version

    merge(anew(first), anew(second))

    kept, gone = anew(first), anew(second)
    assert (kept.state, gone.state) == (CONFIRMED, DelegateState.CANCELLED)
    assert (kept.native_name, kept.phone, kept.organisation) == ("李晓明", "+2", "NJU")
    assert (kept.reference, kept.email) == (first.reference, "new@example.org")
    # The letter that goes with another address; to the one who is gone, none.
    assert queued(kept) == ["confirmed", "address_changed"]
    assert kept.link_version == version + 1
    assert queued(gone) == []
    assert letters_of(gone) == ["confirmed"]
    merged = DelegateMerge.objects.get()
    assert (merged.delegate, merged.into) == (gone, kept)
    assert DelegateMerge.objects.kept_for(gone) == kept


def test_who_waits_gets_the_place_and_a_letter_in_a_minute():
    category = make_category(places=2)
    first, second = (register_someone(category, **LI) for _n in range(2))
    next_one = register_someone(category)

    result = merge(first, second, email=second)

    assert (result.number, result.are_seated) == (1, 1)
    assert state(next_one) == CONFIRMED
    assert queued(next_one) == ["waiting", "moved_up"]
    assert_counters_equal_rows()
    assert_nobody_waits_in_vain()
    # Of places that are as good, the newer was proposed.
    assert DelegateMerge.objects.get().into == second


def test_of_two_that_wait_the_lower_number_stays():
    category = make_category(places=0)
    first, between, second = (register_someone(category, **LI) for _n in range(3))

    merge(second, first, email=first)

    assert state(first) == WAITING
    assert anew(first).waiting_number < anew(between).waiting_number
    assert_counters_equal_rows()


def test_a_place_may_be_chosen_against_the_proposal():
    category = make_category(places=1)
    first = register_someone(category, **LI)
    second = register_someone(category, **LI)

    merge(first, second, place=second, email=second)

    # The place that was given back goes to whoever waits: they themselves.
    assert (state(first), state(second)) == ("cancelled", CONFIRMED)
    assert "cancelled" not in letters_of(first)
    assert queued(second)[-1] == "moved_up"
    assert_counters_equal_rows()


def test_ways_of_attending_are_counted_where_the_person_stays():
    category = make_category(places=5)
    first = register_someone(category, **LI, attendance=Attendance.ONLINE)
    second = register_someone(category, **LI)

    merge(first, second, place=first, email=first)

    assert anew(first).attendance == Attendance.ONLINE
    assert_counters_equal_rows()


def test_letters_that_have_not_left_are_overtaken_and_nobody_hears_of_it(sink):
    category = make_category()
    first, second = (register_someone(category, **LI) for _n in range(2))

    merge(first, second, place=first, email=first)
    deliver()

    assert sink.recipients == [first.email]
    assert second.letters.get().state == "overtaken"


def test_a_place_that_is_held_is_theirs_if_they_read_either_mailbox():
    category = make_category(places=5)
    RegistrationSettings.objects.update(holding=Holding.ALWAYS)
    first = register_someone(category, **LI, hold_hours=24)
    second = register_someone(category, **LI, is_vouched_for=True)
    second_place = merging.better_place(pair_of(first, second))
    assert second_place == second

    merge(first, second, place=first, email=first)

    assert (anew(first).is_held, queued(first)) == (False, ["held", "confirmed"])


def test_three_of_one_person_go_one_after_another(category):
    first, second, third = (
        register_someone(category, **LI, organisation="NJU") for _n in range(3)
    )
    fourth = register_someone(category, phone="+862583598888")
    Delegate.objects.filter(pk=first.pk).update(phone="+862583598888")
    search.search()
    assert PossibleDuplicate.objects.open().count() == 4

    merge(anew(first), anew(second), phone=second)
    # That they share a telephone with the fourth is known of the one that is kept.
    pairs = PossibleDuplicate.objects.open()
    search.search()
    assert {(p.first_id, p.second_id) for p in pairs.all()} == {
        (second.pk, third.pk),
        (second.pk, fourth.pk),
    }
    merge(anew(second), anew(third))
    assert pairs.get().signs == ["merged", "telephone"]
    assert DelegateMerge.objects.kept_for(anew(first)) == third


def test_whom_staff_told_apart_stay_so(category):
    first, second, third = (register_someone(category, **LI) for _n in range(3))
    services.remember_apart([(first.pk, third.pk)], make_staff())
    search.search()

    merge(first, second)

    assert not PossibleDuplicate.objects.open().exists()


# -- Refusals --------------------------------------------------------------------------


def test_what_changed_meanwhile_is_refused_in_words(category):
    first, second = (register_someone(category, **LI) for _n in range(2))
    pair = pair_of(first, second)
    choice = merging.proposed(pair)
    before = list(Delegate.objects.order_by("pk").values())

    def refused(error):
        with pytest.raises(error), transaction.atomic():
            merging.merge(pair, choice, make_staff())

    Delegate.objects.filter(pk=first.pk).update(title="Dr")
    refused(ChangedSinceShown)
    Delegate.objects.filter(pk=first.pk).update(title="")
    enrolment.cancel(anew(second))
    refused(OneIsOver)
    services.tell_apart(pair, make_staff())
    refused(SaidAlready)
    with pytest.raises(SaidAlready):
        services.tell_apart(pair, make_staff())
    assert anew(first).email == before[0]["email"]
    assert not DelegateMerge.objects.exists()


def test_a_merge_is_not_undone_and_a_restored_one_stands_for_itself(category):
    first, second = (register_someone(category, **LI) for _n in range(2))
    merge(first, second, place=first, email=first)

    action = StaffAction.objects.get()
    assert not StaffAction.objects.undoable().exists()
    with pytest.raises(CannotBeUndone):
        staff_actions.undo(action)
    staff_actions.restore(anew(second), make_staff())
    assert DelegateMerge.objects.kept_for(anew(second)) is None
    search.search()
    assert not PossibleDuplicate.objects.open().exists()


def test_a_rehearsal_leaves_all_as_it_was(category):
    first, second = (register_someone(category, **LI) for _n in range(2))
    pair = pair_of(first, second)
    choice = merging.proposed(pair)

    result = merging.merge(pair, choice, make_staff(), only_try=True)

    assert result.number == 1
    assert (state(first), state(second)) == (CONFIRMED, CONFIRMED)
    assert merging.proposed(pair) == choice


@pytest.mark.django_db(transaction=True)
def test_of_two_members_of_staff_one_merges():
    category = make_category(places=9)
    first, second = (register_someone(category, **LI) for _n in range(2))
    pair = pair_of(first, second)
    choices = [merging.proposed(pair)] * 2
    choices[1] = merging.Choice(first.pk, choices[1].facts, choices[1].seen)

    def press(n):
        try:
            return merging.merge(pair, choices[n], make_staff()).number
        except SaidAlready:
            return 0

    assert sorted(in_threads(2, press)) == [0, 1]
    assert Delegate.objects.live().count() == 1
    assert PossibleDuplicate.objects.get().state == PairState.MERGED
    assert_counters_equal_rows()


def test_forms_that_came_with_the_other_address_come_along(category):
    first = register_someone(category, **LI)
    second = register_someone(category, **LI)
    register_someone(category, email=second.email, family_name="Other")
    assert second.refused_sign_ups.count() == 1

    merge(first, second, place=first)

    assert first.refused_sign_ups.count() == 1
    assert kinds.ANOTHER_NAME in letters_of(second)
