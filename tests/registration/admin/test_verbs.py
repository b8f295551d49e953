"""Verbs of staff: asked before they are done, undone for a minute, in the admin."""

import pytest
from django.urls import reverse

from registration import enrolment, links
from registration.letters import kinds
from registration.models import Delegate, Letter, Quota
from registration.states import DelegateState
from tests.admin_pages import act, answer, filled_in, messages_of, office
from tests.cast import make_cast
from tests.factories import make_category, register_someone

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/delegate/"


def page_of(delegate, page="change"):
    return reverse(f"admin:registration_delegate_{page}", args=[delegate.pk])


def state_of(delegate):
    return Delegate.objects.get(pk=delegate.pk).state


def undo(client, page, **fields):
    """Press *Undo* for what was done last."""
    (action,) = page.context["undoable"]
    address = reverse("admin:registration_delegate_undo", args=[action.pk])
    assert address in page.content.decode()
    return client.post(address, fields, follow=True)


def test_approving_reports_refusals(office):
    category = make_category(needs_approval=True)
    pending = register_someone(category, family_name="Pending")
    confirmed = register_someone(make_category(), family_name="Confirmed")

    response = answer(office, act(office, "approve", pending, confirmed))

    assert state_of(pending) == DelegateState.CONFIRMED
    assert pending.letters.filter(kind=kinds.APPROVED).count() == 1
    assert confirmed.letters.count() == 1
    assert sorted(messages_of(response)) == [
        "Ada Confirmed: This registration is not awaiting approval.",
        "Done: 1. 1 letter leaves.",
    ]


def test_declining_frees_the_place_for_who_waits(office):
    category = make_category(needs_approval=True, places=1)
    pending, waiting = register_someone(category), register_someone(category)

    answer(office, act(office, "decline", pending))

    assert state_of(pending) == DelegateState.DECLINED
    assert state_of(waiting) == DelegateState.PENDING


def test_cancelling_frees_the_place_and_refuses_the_second_time(office):
    cast = make_cast()
    assert cast.deng.state == DelegateState.WAITING

    answer(office, act(office, "cancel", cast.olga))
    again = act(office, "cancel", cast.olga)

    assert state_of(cast.olga) == DelegateState.CANCELLED
    assert state_of(cast.deng) == DelegateState.CONFIRMED
    assert again.context["outcome"].reasons == {
        "This registration has already been cancelled or declined.": [cast.olga]
    }
    assert "Cancel 0" not in again.content.decode()


@pytest.mark.parametrize("verb", ["approve", "decline", "cancel", "send_again"])
def test_nothing_happens_to_many_before_the_question_is_answered(office, verb):
    category = make_category(needs_approval=True)
    people = [register_someone(category) for _n in range(3)]

    page = act(office, verb, *people)

    assert page.context["outcome"].done == 3
    assert " 3 " in page.context["button"]
    assert page.context["button"] in page.content.decode()
    assert "3 letters leave." in page.context["outcome"].effects
    if verb == "send_again":
        assert "awaiting approval: 3" in page.context["outcome"].effects
    assert {state_of(person) for person in people} == {DelegateState.PENDING}
    assert Letter.objects.count() == 3


def test_the_question_says_who_loses_and_who_gets_a_place(office):
    category = make_category(places=2)
    holders = [register_someone(category) for _n in range(2)]
    waiting = [register_someone(category) for _n in range(3)]

    page = act(office, "cancel", *holders, waiting[0])

    assert page.context["outcome"].effects == [
        "2 people lose their place.",
        "5 letters leave.",
        "2 people move up from the waiting list.",
    ]


def test_the_answer_is_about_those_who_were_asked_about(office):
    category = make_category()
    asked = register_someone(category)
    page = office.post(
        LIST,
        {"action": "cancel", "_selected_action": [asked.pk], "select_across": "1"},
    )
    newcomer = register_someone(category)

    answer(office, page)

    assert state_of(asked) == DelegateState.CANCELLED
    assert state_of(newcomer) == DelegateState.CONFIRMED


def test_staff_write_as_often_as_they_see_fit(office):
    olga = make_cast().olga

    answers = [
        messages_of(answer(office, act(office, "send_again", olga))) for _n in range(4)
    ]

    assert answers == [["Done: 1. 1 letter leaves."]] * 4
    assert olga.letters.count() == 5


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("approve", DelegateState.CONFIRMED),
        ("send_again", DelegateState.PENDING),
    ],
)
def test_what_can_be_taken_back_is_a_button_below_the_form(office, button, expected):
    pending = register_someone(make_category(needs_approval=True))

    filled_in(office, page_of(pending), **{f"registration_delegate_{button}": "1"})

    assert state_of(pending) == expected
    assert pending.letters.count() == 2


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("decline", DelegateState.DECLINED), ("cancel", DelegateState.CANCELLED)],
)
def test_what_cannot_stands_apart_and_asks(office, verb, expected):
    pending = register_someone(make_category(needs_approval=True))
    address = page_of(pending, verb)
    page = office.get(page_of(pending)).content.decode()
    assert address in page
    assert f"registration_delegate_{verb}" not in page

    question = office.get(address)
    assert state_of(pending) == DelegateState.PENDING
    answer(office, question)

    assert state_of(pending) == expected


def test_all_links_of_somebody_can_be_closed(office):
    olga = make_cast().olga
    token = links.token("my", olga)

    answer(office, office.get(page_of(olga, "close_links")))

    with pytest.raises(links.BadLink):
        links.delegate_of("my", token)


def test_only_buttons_that_lead_to_something_are_shown(office):
    olga = make_cast().olga

    page = office.get(page_of(olga)).content.decode()

    assert "Cancel the registration" in page
    assert "registration_delegate_approve" not in page
    assert "registration_delegate_decline" not in page


def test_a_button_that_is_not_shown_does_nothing(office):
    olga = make_cast().olga

    filled_in(office, page_of(olga), registration_delegate_approve="1")

    assert olga.letters.count() == 1


@pytest.mark.parametrize("action", ["approve", "decline", "cancel", "send_again"])
def test_verbs_need_the_right_to_change(client, action):
    cast = make_cast()
    client.force_login(cast.wei)

    response = act(client, action, cast.olga)

    assert response.status_code == 403
    assert (state_of(cast.olga), cast.olga.letters.count()) == ("confirmed", 1)


# -- Undo ------------------------------------------------------------------------------


def test_what_was_done_to_many_is_undone_from_the_list(office):
    category = make_category(places=1)
    holder, waiting = register_someone(category), register_someone(category)

    page = undo(office, answer(office, act(office, "cancel", holder)))

    assert messages_of(page) == ["Undone: all is as it was, and no letter leaves."]
    assert (state_of(holder), state_of(waiting)) == ("confirmed", "waiting")
    assert not page.context["undoable"]


def test_what_was_done_to_one_is_undone_from_their_page(office):
    olga = make_cast().olga
    page = answer(office, office.get(page_of(olga, "cancel")))

    back = undo(office, page, delegate=olga.pk)

    assert back.redirect_chain[-1][0] == page_of(olga)
    assert state_of(olga) == DelegateState.CONFIRMED


def test_what_cannot_be_undone_any_more_is_said(office):
    category = make_category(places=1)
    holder = register_someone(category)
    page = answer(office, act(office, "cancel", holder))
    register_someone(category)

    assert messages_of(undo(office, page)) == ["The place has been taken meanwhile."]
    assert state_of(holder) == DelegateState.CANCELLED


def test_undo_needs_the_right_to_change(office, client):
    cast = make_cast()
    page = answer(office, act(office, "cancel", cast.olga))
    client.force_login(cast.wei)

    assert undo(client, page).status_code == 403
    assert state_of(cast.olga) == DelegateState.CANCELLED


def test_no_link_undoes_anything(office):
    olga = make_cast().olga
    (action,) = answer(office, act(office, "cancel", olga)).context["undoable"]
    address = reverse("admin:registration_delegate_undo", args=[action.pk])

    assert office.get(address).status_code == 405


# -- Coming back -----------------------------------------------------------------------


def test_somebody_comes_back_to_a_place_by_one_press(office):
    olga = register_someone(make_category(places=1))
    enrolment.cancel(olga)

    page = office.get(page_of(olga, "restore"))
    assert "beyond" not in page.context["form"].fields
    office.post(page_of(olga, "restore"))

    assert state_of(olga) == DelegateState.CONFIRMED


@pytest.mark.parametrize(
    ("beyond", "state"), [("", DelegateState.WAITING), ("1", DelegateState.CONFIRMED)]
)
def test_without_a_place_staff_choose(office, beyond, state):
    category = make_category(places=1)
    olga, _other = register_someone(category), register_someone(category)
    enrolment.cancel(olga)
    assert (
        "There is no place free"
        in office.get(page_of(olga, "restore")).content.decode()
    )

    office.post(page_of(olga, "restore"), {"beyond": beyond, "reason": "A speaker"})

    assert state_of(olga) == state
    places = office.get("/admin/registration/quota/").content.decode()
    assert ("beyond the limit" in places) == bool(beyond)


def test_only_who_is_gone_can_be_restored(office):
    olga = make_cast().olga

    assert page_of(olga, "restore") not in office.get(page_of(olga)).content.decode()
    office.post(page_of(olga, "restore"))

    assert olga.letters.count() == 1


def test_saving_a_quota_beyond_its_limit_changes_nothing(office):
    category = make_category(places=1)
    olga, _other = register_someone(category), register_someone(category)
    enrolment.cancel(olga)
    office.post(page_of(olga, "restore"), {"beyond": "1", "reason": "A speaker"})
    quota = Quota.objects.get()
    page = reverse("admin:registration_quota_change", args=[quota.pk])

    assert filled_in(office, page, name="Hall").status_code == 302
    assert filled_in(office, page, size="0").status_code == 200

    quota.refresh_from_db()
    assert (quota.size, quota.taken, quota.beyond) == (1, 2, 1)
