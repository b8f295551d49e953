"""Quotas, letters and registration settings in the admin."""

import pytest
from django.urls import reverse

from registration.models import Delegate, Quota
from registration.states import DelegateState, LetterState
from tests.admin_pages import (
    act,
    answer,
    errors_on,
    filled_in,
    form_on,
    messages_of,
    office,
)
from tests.cast import make_cast
from tests.factories import (
    make_category,
    make_conference,
    make_letter,
    make_open_conference,
    make_quota,
    make_registration_settings,
    make_staff,
    register_someone,
)

__all__ = ["office"]  # a fixture, used by its name


def state_of(delegate):
    return Delegate.objects.get(pk=delegate.pk).state


# -- Quotas ----------------------------------------------------------------------------


def quota_page(quota):
    return reverse("admin:registration_quota_change", args=[quota.pk])


def test_a_larger_quota_seats_the_first_who_waits(office):
    cast = make_cast()
    last = register_someone(cast.category) if cast.deng else None
    quota = Quota.objects.get()

    filled_in(office, quota_page(quota), size="2")

    assert (state_of(cast.deng), state_of(last)) == ("confirmed", "waiting")
    assert Quota.objects.get().taken == 2


def test_a_quota_too_small_for_its_people_is_an_error_at_its_field(office):
    category = make_category(places=2)
    for _seat in range(2):
        register_someone(category)
    quota = Quota.objects.get()

    response = filled_in(office, quota_page(quota), size="1")

    assert errors_on(response) == {
        "size": ["2 places are taken already. Cancel registrations first."]
    }
    assert Quota.objects.get().size == 2


def test_a_quota_that_fills_in_the_same_moment_is_no_500(office, monkeypatch):
    """The form counted before somebody took a place."""
    category = make_category(places=2)
    for _seat in range(2):
        register_someone(category)
    url = quota_page(Quota.objects.get())
    fields = form_on(office.get(url)) | {"size": "1"}
    monkeypatch.setattr("registration.admin.quota.QuotaForm.clean", lambda form: None)
    monkeypatch.setattr(Quota, "validate_constraints", lambda self, exclude=None: None)

    response = office.post(url, fields)

    refusal = "More places than that are taken already."
    assert errors_on(response) == {"size": [refusal]}
    assert Quota.objects.get().size == 2


def test_a_new_quota_counts_who_has_come_already(office):
    category = make_category()
    register_someone(category)

    filled_in(
        office,
        reverse("admin:registration_quota_add"),
        conference=str(category.conference_id),
        name="Hall",
        category=str(category.pk),
        size="5",
    )

    assert Quota.objects.get().taken == 1


def test_staff_read_how_many_a_larger_quota_seats(office):
    cast = make_cast()
    assert cast.deng.state == DelegateState.WAITING
    page = quota_page(Quota.objects.get())

    form = form_on(office.get(page)) | {"size": "2"}
    response = office.post(page, form, follow=True)

    assert "1 person moves up from the waiting list." in messages_of(response)


def test_no_form_sets_how_many_places_are_taken(office):
    cast = make_cast()
    assert cast.olga

    filled_in(office, quota_page(Quota.objects.get()), taken="0", name="Hall")

    quota = Quota.objects.get()
    assert (quota.name, quota.taken) == ("Hall", 1)


@pytest.mark.parametrize("from_the_list", [False, True])
def test_a_quota_removed_seats_who_waited_for_it(office, from_the_list):
    cast = make_cast()
    assert cast.deng.state == DelegateState.WAITING
    quota = Quota.objects.get()

    if from_the_list:
        chosen = {"action": "delete_selected", "_selected_action": [quota.pk]}
        office.post("/admin/registration/quota/", chosen | {"post": "yes"})
    else:
        office.post(quota_page(quota).replace("change", "delete"), {"post": "yes"})

    assert not Quota.objects.exists()
    assert state_of(cast.deng) == DelegateState.CONFIRMED


def test_a_quota_counts_people_of_its_own_conference(office):
    quota, foreign = make_quota(), make_category()

    response = filled_in(office, quota_page(quota), category=str(foreign.pk))

    assert list(errors_on(response)) == ["category"]


def test_the_same_people_are_not_counted_twice(office):
    cast = make_cast()

    response = filled_in(
        office,
        reverse("admin:registration_quota_add"),
        conference=str(cast.conference.pk),
        name="Again",
        category=str(cast.category.pk),
        size="5",
    )

    assert errors_on(response) == {"category": ["These people are counted already."]}


# -- Letters and registration settings ------------------------------------------------


def test_a_letter_that_was_set_aside_is_queued_again(office):
    aside = make_letter(state=LetterState.FAILED, reason="550 5.1.1", attempts=5)
    waiting = make_letter(reason="451 later", attempts=2)

    question = act(office, "retry", aside, waiting, model="letter")
    assert question.context["button"] == "Queue 1 letter"
    response = answer(office, question)

    aside.refresh_from_db()
    waiting.refresh_from_db()
    assert (aside.state, aside.attempts, aside.reason) == ("queued", 0, "")
    assert (waiting.attempts, waiting.reason) == (2, "451 later")
    assert "Done: 1." in messages_of(response)
    assert "has not been set aside" in " ".join(messages_of(response))


def test_who_may_only_look_queues_nothing_again(client):
    mail = make_letter(state=LetterState.FAILED)
    client.force_login(make_staff(is_superuser=False))

    act(client, "retry", mail, model="letter")

    mail.refresh_from_db()
    assert mail.state == LetterState.FAILED


def test_letters_are_read_and_not_written(office):
    mail = make_letter(subject="Welcome", text="One\nTwo")
    url = reverse("admin:registration_letter_change", args=[mail.pk])

    page = office.get(url)

    assert "Welcome" in page.content.decode()
    assert office.post(url, {"subject": "Changed"}).status_code == 403
    assert office.get("/admin/registration/letter/add/").status_code == 403


def test_a_desk_opens_in_the_clock_of_its_conference(office):
    registration = make_registration_settings(
        make_conference(time_zone="Asia/Shanghai")
    )
    url = reverse(
        "admin:registration_registrationsettings_change", args=[registration.pk]
    )

    filled_in(
        office,
        url,
        opens_at_0="2030-03-01",
        opens_at_1="09:00",
        closes_at_0="2030-03-31",
        closes_at_1="18:00",
    )

    registration.refresh_from_db()
    assert registration.opens_at.isoformat() == "2030-03-01T01:00:00+00:00"
    assert registration.closes_at.isoformat() == "2030-03-31T10:00:00+00:00"


def test_a_conference_has_one_desk(office):
    conference = make_open_conference()

    response = filled_in(
        office,
        reverse("admin:registration_registrationsettings_add"),
        conference=str(conference.pk),
        opens_at_0="2030-03-01",
        opens_at_1="09:00",
        closes_at_0="2030-03-31",
        closes_at_1="18:00",
        sender="office@example.org",
    )

    assert list(errors_on(response)) == ["conference"]
