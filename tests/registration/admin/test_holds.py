"""Held places in the admin: seen, looked for, kept for somebody, undone."""

import pytest
from django.urls import reverse

from registration import holds
from registration.models import Delegate, RegistrationSettings
from registration.states import DelegateState, Holding
from tests.admin_pages import act, answer, filled_in, messages_of, office
from tests.factories import make_category, make_staff, register_someone
from tests.registration.admin.test_verbs import page_of, undo
from tests.registration.seats import letters_of
from tests.registration.test_holds import let_time_pass

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/delegate/"


@pytest.fixture
def held():
    category = make_category(places=2)
    RegistrationSettings.objects.update(holding=Holding.ALWAYS)
    return register_someone(category, hold_hours=24, family_name="Held")


def anew(delegate):
    return Delegate.objects.get(pk=delegate.pk)


def test_list_and_page_say_until_when(office, held):
    for page in (LIST, page_of(held)):
        assert "held until" in office.get(page).content.decode()


def test_the_list_can_show_those_who_have_to_keep_theirs_and_who_did_not(office, held):
    register_someone(held.category, family_name="Kept")

    def shown(hold):
        page = office.get(LIST, {"hold": hold}).content.decode()
        return "Ada Held" in page, "Ada Kept" in page

    assert shown("held") == (True, False)
    assert shown("lapsed") == (False, False)
    let_time_pass()
    holds.release()
    assert shown("held") == (False, False)
    assert shown("lapsed") == (True, False)
    assert "not kept until" in office.get(page_of(held)).content.decode()


def test_staff_keep_a_place_for_somebody(office, held):
    other = register_someone(held.category, family_name="Other")

    question = act(office, "keep", held, other)
    assert question.context["button"] == "Keep 1 place"
    response = answer(office, question)

    assert (anew(held).is_held, anew(held).state) == (False, DelegateState.CONFIRMED)
    assert letters_of(held) == ["held", "confirmed"]
    assert letters_of(other) == ["confirmed"]
    assert "Done: 1. 1 letter leaves." in messages_of(response)


@pytest.mark.parametrize("verb", ["keep", "cancel", "approve"])
def test_undone_it_is_held_as_before(office, verb):
    category = make_category(places=1, needs_approval=verb == "approve")
    RegistrationSettings.objects.update(holding=Holding.ALWAYS)
    held = anew(register_someone(category, hold_hours=24))
    waiting = register_someone(category)
    response = answer(office, act(office, verb, held))
    assert not anew(held).is_held

    undo(office, response)

    assert anew(held).held_until == held.held_until
    assert (anew(held).state, anew(held).proved_at) == (held.state, None)
    assert (anew(waiting).state, anew(waiting).held_until) == ("waiting", None)


def test_whom_staff_enter_they_vouch_for(office):
    category = make_category(places=60)

    filled_in(
        office,
        reverse("admin:registration_delegate_add"),
        category=str(category.pk),
        attendance="onsite",
        family_name="Guest",
        email="guest@example.org",
        language="en",
    )

    delegate = Delegate.objects.get()
    assert (delegate.is_held, delegate.proved_at is None) == (False, False)


def test_staff_decide_whether_places_are_held(office, held):
    registration = RegistrationSettings.objects.get()
    url = reverse(
        "admin:registration_registrationsettings_change", args=[registration.pk]
    )

    filled_in(office, url, holding="never")

    assert RegistrationSettings.objects.get().holding == Holding.NEVER


class TestThoseWhoArrivedTogether:
    @pytest.fixture
    def flood(self):
        category = make_category(places=3)
        marked = {"network": "a" * 16, "hold_hours": 24}
        return [register_someone(category, **marked) for _ in range(5)]

    def test_are_led_to_and_taken_back_at_once(self, office, flood):
        category = flood[0].category
        guest = register_someone(category)
        people = office.get(LIST, {"conference__id__exact": category.conference_id})
        page = office.get(people.context["together_url"])
        [row] = page.context["rows"]

        shown = office.get(row["url"])
        assert list(shown.context["cl"].queryset.order_by("pk")) == flood
        question = office.post(
            row["url"],
            {"action": "cancel", "_selected_action": [d.pk for d in flood]},
            follow=True,
        )
        assert question.context["button"] == "Cancel 5 registrations"
        answer(office, question)

        assert {anew(d).state for d in flood} == {DelegateState.CANCELLED}
        assert anew(guest).state == DelegateState.CONFIRMED
        assert not office.get(people.context["together_url"]).context["rows"]

    def test_are_for_those_alone_who_may_see_delegates(self, client, flood):
        stranger = make_staff(is_superuser=False)
        client.force_login(stranger)
        registration = flood[0].conference.registration
        name = "admin:registration_registrationsettings_together"

        assert client.get(reverse(name, args=[registration.pk])).status_code == 403

    def test_a_wrong_key_shows_nobody(self, office, flood):
        shown = office.get(LIST, {"together": "'; --"})

        assert not shown.context["cl"].queryset
