"""Possible duplicates as staff see them: side by side, merged, told apart."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from registration import enrolment
from registration.duplicates import search
from registration.models import Delegate, DelegateMerge, PossibleDuplicate
from registration.states import PairState
from tests.admin_pages import filled_in, form_on, messages_of, office
from tests.factories import make_category, make_staff, register_someone

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/possibleduplicate/"
LI: dict[str, Any] = {"family_name": "LI", "given_name": "Xiaoming"}


@pytest.fixture
def pair(category):
    register_someone(category, **LI, organisation="NJU", phone="+8613800138000")
    register_someone(category, family_name="", given_name="", native_name="李晓明")
    search.search()
    return PossibleDuplicate.objects.get()


def page_of(pair):
    return f"{LIST}{pair.pk}/change/"


def press(client, pair, verb, **fields):
    sent = form_on(client.get(page_of(pair))) | {"verb": verb} | fields
    return client.post(page_of(pair), sent, follow=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the same name in two scripts"), ("zh-hans", "中英文姓名一致")],
)
def test_list_and_page_say_who_and_why(office, pair, language, words):
    headers = {"accept-language": language}
    for page in (LIST, page_of(pair)):
        html = office.get(page, headers=headers, follow=True).content.decode()
        assert words in html
        assert "李晓明" in html


def test_only_what_differs_is_asked_for_and_the_better_place_is_chosen(office, pair):
    page = office.get(page_of(pair))

    fields = form_on(page)
    assert set(fields) - {"csrfmiddlewaretoken", "verb"} == {"seen", "place", "email"}
    differing = [line.label for line in page.context["lines"] if line.differs]
    assert differing == ["Email address"]


def test_it_says_who_would_move_up(office):
    category = make_category(places=2)
    for _person in range(2):
        register_someone(category, **LI)
    register_someone(category)
    search.search()
    pair = PossibleDuplicate.objects.get()

    html = office.get(page_of(pair)).content.decode()

    assert html.count("1 person moves up from the waiting list.") == 2
    # It was only tried.
    assert not DelegateMerge.objects.exists()
    assert pair.first.state == Delegate.objects.get(pk=pair.first_id).state


def test_merged_leads_on_to_the_list_and_both_pages_say_so(office, pair):
    response = press(office, pair, "merge")

    kept, gone = Delegate.objects.get(pk=pair.second_id), pair.first
    [message] = messages_of(response)
    assert message.startswith("Merged into <a")
    assert (kept.latin_name, kept.native_name) == ("LI Xiaoming", "李晓明")
    assert (kept.organisation, kept.phone) == ("NJU", "+8613800138000")
    delegate = "/admin/registration/delegate/{}/change/".format
    html = office.get(delegate(kept.pk)).content.decode()
    assert gone.reference in html
    assert f"/admin/registration/delegate/{gone.pk}/history/" in html
    assert kept.reference in office.get(delegate(gone.pk)).content.decode()
    assert "merged: said by" in office.get(page_of(pair)).content.decode()
    for one in (kept, gone):
        history = f"/admin/registration/delegate/{one.pk}/history/"
        assert "Action: Merged" in office.get(history).content.decode()


def test_the_next_pair_of_the_same_person_follows_at_once(office, pair):
    third = register_someone(pair.first.category, **LI)
    search.search()

    response = press(office, pair, "merge")

    following = PossibleDuplicate.objects.open().get()
    assert {following.first_id, following.second_id} == {pair.second_id, third.pk}
    assert response.redirect_chain[-1][0] == page_of(following)


def test_two_people_are_remembered_and_looked_at_again_if_staff_want(office, pair):
    press(office, pair, "apart")
    assert "李晓明" not in office.get(LIST, follow=True).content.decode()
    said = office.get(LIST, {"said": "different"}, follow=True)
    assert "李晓明" in said.content.decode()

    press(office, pair, "again")
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_what_happened_meanwhile_is_told_in_words(office, pair):
    fields = form_on(office.get(page_of(pair)))

    def merge(**changes):
        sent = fields | {"verb": "merge"} | changes
        return messages_of(office.post(page_of(pair), sent, follow=True))

    assert merge(place="") == ["Choose whose place is kept."]
    assert merge(place="0") == ["Choose whose place is kept."]
    Delegate.objects.filter(pk=pair.first_id).update(title="Dr")
    assert "has changed since this page was opened" in merge()[0]
    enrolment.cancel(Delegate.objects.get(pk=pair.first_id))
    assert "has been cancelled or declined" in merge()[0]
    html = office.get(page_of(pair)).content.decode()
    assert "One of the two is over" in html
    assert 'value="merge"' not in html
    press(office, pair, "apart")
    assert "decided on these two registrations meanwhile" in merge()[0]


def test_a_viewer_sees_no_button_and_a_stranger_nothing(client, pair):
    viewer = make_staff(is_superuser=False)
    client.force_login(viewer)
    assert client.get(page_of(pair)).status_code == 403
    rights = ["view_possibleduplicate", "reach_delegate"]
    viewer.user_permissions.set(Permission.objects.filter(codename__in=rights))

    page = client.get(page_of(pair))
    assert page.status_code == 200
    assert 'name="verb"' not in page.content.decode()
    assert 'type="radio"' not in page.content.decode()
    assert client.post(page_of(pair), {"verb": "merge"}).status_code == 403
    assert client.post(page_of(pair), {"verb": "apart"}).status_code == 403


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_addresses_that_nobody_was_given(office, key):
    assert office.get(f"{LIST}{key}/change/").status_code in (302, 404)
    assert office.get(LIST, {"of": key, "said": key}).status_code in (200, 302)


def test_a_delegate_s_page_leads_to_theirs(office, pair):
    delegate = f"/admin/registration/delegate/{pair.first_id}"
    assert (
        f"{delegate}/duplicates/" in office.get(f"{delegate}/change/").content.decode()
    )
    assert office.get(f"{delegate}/duplicates/").url == page_of(pair)

    register_someone(pair.first.category, **LI)
    search.search()
    page = office.get(f"{delegate}/duplicates/", follow=True)
    assert page.context["cl"].result_count == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_is_entered_by_hand_is_compared_at_once(office):
    category = make_category()
    for _person in range(2):
        register_someone(category, **LI)
    search.search()
    filled_in(
        office,
        "/admin/registration/delegate/add/",
        category=category.pk,
        attendance="onsite",
        language="en",
        family_name="Xiaoming",
        given_name="Li",
        email="new@example.org",
    )

    told = messages_of(office.get(LIST, follow=True))
    assert (
        sum("may be registered already: the same name" in words for words in told) == 2
    )
