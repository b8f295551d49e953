"""The same form sent again, filled in otherwise: it corrects what it had registered."""

from dataclasses import replace

import pytest

from registration import correspondence, enrolment
from registration.errors import PlacesTaken
from registration.letters import kinds
from registration.models import Delegate
from registration.states import Attendance, DelegateState
from tests.factories import make_category, make_quota, make_signup, register_someone
from tests.registration.seats import letters_of

pytestmark = pytest.mark.server


def registered(**columns):
    signup = make_signup(**columns)
    return signup, enrolment.register(signup)


def now(delegate):
    return Delegate.objects.get(pk=delegate.pk)


def test_facts_are_corrected_and_a_letter_says_how_things_stand():
    form, delegate = registered(family_name="Lovelase")

    enrolment.register(replace(form, family_name="Lovelace", phone="+442071234567"))

    after = now(delegate)
    assert (after.family_name, after.phone) == ("Lovelace", "+442071234567")
    assert Delegate.objects.count() == 1
    assert letters_of(delegate) == [kinds.CONFIRMED, kinds.CONFIRMED]


def test_the_first_form_once_more_takes_nothing_back():
    """A late copy of it: what has been corrected since stays."""
    form, delegate = registered(family_name="Lovelase")
    enrolment.register(replace(form, family_name="Lovelace", email="a@example.com"))
    letters = letters_of(delegate)

    enrolment.register(form)

    assert (now(delegate).family_name, now(delegate).email) == (
        "Lovelace",
        "a@example.com",
    )
    assert letters_of(delegate) == letters


def test_what_staff_have_corrected_is_no_reason_to_write_it_anew():
    form, delegate = registered(family_name="Lovelase")
    Delegate.objects.update(family_name="King")

    enrolment.register(form)

    assert now(delegate).family_name == "King"
    assert letters_of(delegate) == [kinds.CONFIRMED]


def test_another_address_moves_the_registration_there():
    form, delegate = registered(email="ada@exmaple.org")

    enrolment.register(replace(form, email="ada@example.org"))

    assert now(delegate).email == "ada@example.org"
    assert letters_of(delegate)[-2:] == [kinds.CONFIRMED, kinds.ADDRESS_CHANGED]


def test_another_category_moves_the_place():
    full = make_category(places=1)
    other = make_category(full.conference, places=1, needs_approval=True)
    form, delegate = registered(category=full)
    waiting = register_someone(full)

    enrolment.register(replace(form, category_id=other.pk, needs_approval=True))

    assert (now(delegate).category, now(delegate).state) == (other, "pending")
    assert now(waiting).state == DelegateState.CONFIRMED
    assert [c.quotas.get().taken for c in (full, other)] == [1, 1]
    assert letters_of(delegate)[-1] == kinds.PENDING


def test_without_a_place_there_one_waits_at_the_old_number():
    category = make_category(places=5)
    make_quota(category.conference, attendance=Attendance.ONLINE, size=0)
    form, delegate = registered(category=category)

    enrolment.register(replace(form, attendance=Attendance.ONLINE))

    after = now(delegate)
    assert (after.state, after.waiting_number) == (DelegateState.WAITING, delegate.pk)
    assert category.quotas.get().taken == 0


def test_who_has_not_read_of_the_waiting_list_keeps_the_place():
    category = make_category(places=5)
    make_quota(category.conference, attendance=Attendance.ONLINE, size=0)
    form, delegate = registered(category=category)

    with pytest.raises(PlacesTaken):
        enrolment.register(
            replace(form, attendance=Attendance.ONLINE, may_wait=False, phone="+441")
        )

    after = now(delegate)
    assert (after.state, after.attendance, after.phone) == ("confirmed", "onsite", "")
    assert category.quotas.get().taken == 1


def test_after_cancelling_it_is_another_registration():
    form, delegate = registered()
    enrolment.cancel(delegate)

    again = enrolment.register(replace(form, phone="+442071234567"))

    assert again != delegate
    assert (again.state, now(delegate).state) == ("confirmed", "cancelled")


def test_after_cancelling_and_coming_anew_it_is_one_more_form_of_that_address():
    form, delegate = registered(family_name="Lovelace")
    enrolment.cancel(delegate)
    anew = register_someone(delegate.category, email=form.email, family_name="Lovelace")

    enrolment.register(replace(form, phone="+442071234567"))
    enrolment.settle_all()

    assert Delegate.objects.live().get() == anew
    assert letters_of(anew) == [kinds.CONFIRMED, kinds.ALREADY_REGISTERED]


def test_an_address_that_changed_by_case_alone_is_the_same_mailbox():
    form, delegate = registered(email="ada@example.org")

    enrolment.register(replace(form, email="Ada@example.org"))

    assert now(delegate).email == "Ada@example.org"


def test_a_correction_counts_for_the_mailbox(monkeypatch):
    monkeypatch.setattr(correspondence, "LETTERS_AN_HOUR", 1)
    form, delegate = registered()
    enrolment.register(replace(form, phone="+442071234567"))

    register_someone(delegate.category, email=delegate.email)

    assert letters_of(delegate) == [kinds.CONFIRMED, kinds.CONFIRMED]
