"""Staff try the form: they get the letter, and nobody is registered."""

from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError

from registration import enrolment, links, metrics, trials
from registration.letters import render
from registration.line import WaitingLine
from registration.models import Delegate, Letter, Quota, TrialSignUp
from tests.factories import (
    make_category,
    make_conference,
    make_registration_settings,
    make_signup,
    make_staff,
    register_someone,
)

pytestmark = pytest.mark.django_db


def try_it(category=None, **columns):
    category = category or make_category(places=1)
    return trials.register(make_signup(category, **columns), make_staff())


@pytest.fixture(params=[True, False], ids=["published", "unpublished"])
def category(request):
    conference = make_conference(published=request.param)
    make_registration_settings(conference)
    return make_category(conference, places=1)


def test_the_letter_goes_to_whoever_tried_and_to_nobody_else(category):
    staff = make_staff(email="sam@example.org")

    trials.register(make_signup(category, email="minister@example.org"), staff)

    letter = Letter.objects.get()
    assert (letter.recipient, letter.kind, letter.asked) == (
        "sam@example.org",
        "confirmed",
        True,
    )
    assert letter.delegate.email == ""
    assert "minister" not in str(Delegate.with_tests.values())


def test_the_letter_is_marked_also_before_there_is_a_release(category):
    try_it(category, language="zh-hans")

    content = render.content(Letter.objects.get())

    assert content.subject.startswith("测试：")
    assert content.calendar


def test_whose_place_would_be_held_reads_so():
    try_it(hold_hours=24)

    assert Letter.objects.get().kind == "held"
    assert not Delegate.objects.held().exists()


def test_a_test_takes_no_place_and_is_in_no_number():
    category = make_category(places=1)
    trial = try_it(category)

    guest = register_someone(category)

    assert guest.state == "confirmed"
    assert Quota.objects.get().taken == 1
    assert list(category.conference.delegates.all()) == [guest]
    assert list(Delegate.objects.all()) == [guest]
    assert list(TrialSignUp.objects.all()) == [trial]
    assert [sample.value for sample in metrics.delegates().samples] == [1]
    assert WaitingLine(category.conference_id).next_to_be_seated() == []


def test_an_address_that_was_tried_is_as_good_as_new():
    category = make_category()
    try_it(category, email="sam@example.org")
    try_it(category, email="sam@example.org")

    assert register_someone(category, email="sam@example.org").state == "confirmed"


def test_no_verb_reaches_a_test():
    trial = try_it()
    before = Delegate.with_tests.values().get()

    enrolment.cancel(trial)

    assert Delegate.with_tests.values().get() == before
    assert Quota.objects.get().taken == 0


@pytest.mark.parametrize("column", [{"email": "a@example.org"}, {"waiting_number": 1}])
def test_the_database_keeps_tests_apart(column):
    try_it()

    with pytest.raises(IntegrityError, match="delegate_test_takes_no_part"):
        TrialSignUp.objects.update(**column)


def test_the_same_form_sent_again_is_one_test():
    signup, staff = make_signup(), make_staff()

    first, second = trials.register(signup, staff), trials.register(signup, staff)

    assert first == second
    assert Letter.objects.count() == 1


def test_settings_remember_that_the_form_was_tried():
    trial = try_it()
    settings = trial.conference.registration
    tried_at = settings.tried_at

    try_it(trial.category)
    settings.refresh_from_db()

    assert tried_at
    assert settings.tried_at == tried_at


def test_nothing_is_left_of_tests_that_are_removed():
    category = make_category()
    guest = register_someone(category)
    elsewhere = try_it()
    try_it(category)
    try_it(category)

    assert trials.remove_all(category.conference_id) == 2

    assert set(Delegate.with_tests.values_list("pk", flat=True)) == {
        guest.pk,
        elsewhere.pk,
    }
    assert set(Letter.objects.values_list("delegate", flat=True)) == {
        guest.pk,
        elsewhere.pk,
    }
    events = Delegate.pgh_event_model.objects.order_by("pgh_id")
    assert {event.pgh_obj_id for event in events} == {guest.pk, elsewhere.pk}


@pytest.mark.parametrize("button", ["cancel", "resend", "keep", "come_back"])
def test_the_personal_page_says_what_it_is_and_does_nothing(client, category, button):
    trial = try_it(category)
    page = links.my(Delegate.with_tests.get(), button)

    response = client.post(urlsplit(page).path)
    shown = client.get(response["Location"]).content.decode()

    assert "This is a test: it takes no place, and buttons do nothing." in shown
    assert trial.family_name in shown
    assert Letter.objects.count() == 1
    assert Delegate.with_tests.get().state == "confirmed"


def test_a_stranger_makes_none(client):
    category = make_category()
    fields = {"is_test": "1", "test": "1", "category": category.pk}
    fields |= {"attendance": "onsite", "family_name": "Ada", "language": "en"}
    fields |= {"email": "ada@example.org", "submission": make_signup().submission}

    client.post(f"/en/{category.conference.slug}/register/?test=1", fields)

    assert not Delegate.objects.get().is_test
