"""A pasted list in the admin: named, ticked, and then a filter like any other."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db.models.functions import Now

from confsite.models import User
from registration.models import Delegate, DelegateSelection
from registration.tasks import release
from tests.admin_pages import office
from tests.factories import (
    make_category,
    make_delegate,
    make_job,
    make_open_conference,
    make_staff,
)

__all__ = ["office"]  # a fixture, used by its name

PAGE = "/admin/registration/delegate/pasted/"
LIST = "/admin/registration/delegate/"


@pytest.fixture
def category():
    return make_category(make_open_conference())


@pytest.fixture
def people(category):
    names = ["Ada", "Grace", "Wei", "Wei"]
    return [
        make_delegate(category=category, family_name="Li", given_name=name)
        for name in names
    ]


def pasted(client, text, conference=None):
    query = f"?conference__id__exact={conference.pk}" if conference else ""
    return client.post(f"{PAGE}{query}", {"people": text})


def test_the_list_of_people_leads_to_it(office, people):
    assert PAGE in office.get(LIST, follow=True).content.decode()
    assert office.get(PAGE).status_code == 200


def test_who_was_found_is_a_filter_of_the_list(office, people):
    page = pasted(office, "Ada Li\nLi Wei\nNobody Known")
    text = page.content.decode()
    assert "1 person was found." in text
    assert "1 line may mean several people." in text
    assert "1 line means nobody:" in text

    fields = {"found": page.context["selection"], "also": [people[3].pk]}
    shown = office.post(PAGE, fields, follow=True)

    rows = set(shown.context["cl"].queryset.values_list("pk", flat=True))
    assert rows == {people[0].pk, people[3].pk}


def test_people_of_other_conferences_are_not_meant(office, people, category):
    other = make_category(make_open_conference())
    make_delegate(category=other, family_name="Li", given_name="Ada")

    page = pasted(office, "Ada Li", category.conference)

    assert page.context["found"].keys == [people[0].pk]


def test_an_action_works_on_them(office, people):
    page = pasted(office, "Ada Li")
    fields = {"found": page.context["selection"]}
    address = office.post(PAGE, fields)["Location"]

    question = office.post(
        address,
        {"action": "cancel", "select_across": "1", "_selected_action": [people[0].pk]},
    )

    assert question.context["outcome"].done == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"people": ""}, 200),
        ({"people": "\x00"}, 200),
        ({"people": "x\n" * 30_000}, 200),
        ({"people": "".join(f"{n}\n" for n in range(20_001))}, 200),
        ({"found": "x"}, 404),
        ({"found": "9" * 40}, 404),
        ({"found": "0"}, 404),
    ],
)
def test_what_no_page_sends_is_refused(office, people, fields, status):
    assert office.post(PAGE, fields).status_code == status


@pytest.mark.parametrize("also", ["x", "-1", "9" * 30])
def test_a_tick_that_can_be_no_row_is_refused(office, people, also):
    selection = DelegateSelection.of([people[0].pk], User.objects.get())
    fields = {"found": selection.pk, "also": also}
    assert office.post(PAGE, fields).status_code == 400


def test_it_needs_the_right_to_see_people(client, people):
    user = make_staff(is_superuser=False)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    rights = ["view_delegate", "reach_delegate"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert client.get(PAGE).status_code == 200
    assert Delegate.objects.exists()


def test_a_selection_is_forgotten_after_a_month(people):
    old, of_a_job, new = (DelegateSelection.of([people[0].pk]) for _n in range(3))
    make_job(selection=of_a_job)
    DelegateSelection.objects.exclude(pk=new.pk).update(
        made_at=Now() - timedelta(days=31)
    )

    release()

    kept = set(DelegateSelection.objects.values_list("pk", flat=True))
    assert old.pk not in kept
    assert {of_a_job.pk, new.pk} <= kept
