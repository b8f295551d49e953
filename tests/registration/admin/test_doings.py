"""What did we do: by day, member of staff and kind, in words."""

from datetime import timedelta

import pghistory
import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from registration import staff_actions
from registration.enrolment import APPROVAL
from registration.models import Delegate, StaffAction
from registration.states import DelegateState, Mailing
from tests.admin_pages import filled_in, office
from tests.factories import (
    make_category,
    make_delegate,
    make_job,
    make_signup,
    make_staff,
    register_someone,
)

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

PAGE = "/admin/registration/delegate/doings/"


def told(client, **query):
    """What the page says was done, with whom, by whom, and how."""
    page = client.get(PAGE, query)
    assert page.status_code == 200
    return [
        (
            str(entry.what),
            [str(person) for person in entry.people],
            entry.by,
            [str(d) for d in entry.differences],
        )
        for part in page.context["parts"]
        for entry in part
    ]


def by(user):
    return pghistory.context(user=user.pk)


def corrected(user, **facts):
    delegate = make_delegate(family_name="Lovelace", given_name="Ada")
    with by(user):
        Delegate.objects.filter(pk=delegate.pk).update(**facts)
    return delegate


def test_a_correction_is_told_in_words(office):
    anna = make_staff(first_name="Anna", last_name="Berg")
    corrected(anna, position="Countess")

    assert told(office) == [
        ("Changed", ["Ada Lovelace"], "Anna Berg", ["Position: – → Countess"])
    ]


def test_what_people_do_themselves_is_left_apart(office):
    delegate = register_someone(make_category())
    Delegate.objects.filter(pk=delegate.pk).update(position="Countess")

    assert told(office) == []
    assert "Choose another day" in office.get(PAGE).content.decode()


def test_what_is_done_on_a_page_of_the_admin_is_in_it(office):
    delegate = make_delegate(family_name="Lovelace", given_name="Ada")

    filled_in(
        office, f"/admin/registration/delegate/{delegate.pk}/change/", position="Dr"
    )

    ((what, people, _by, differences),) = told(office)
    assert (what, people) == ("Changed", ["Ada Lovelace"])
    assert differences == ["Position: – → Dr"]


def test_a_verb_names_whom_it_concerned_and_why(office):
    anna = make_staff(first_name="Anna", last_name="Berg")
    category = make_category(needs_approval=True)
    pending = [
        make_delegate(category=category, state=DelegateState.PENDING) for _ in range(12)
    ]
    with by(anna):
        staff_actions.decide(pending, APPROVAL, anna, only_try=False)
    StaffAction.objects.update(reason="The minister asked")

    page = office.get(PAGE, {"kind": "approved"})

    (entry,) = page.context["parts"][0]
    assert (str(entry.what), entry.by) == ("Approved", "Anna Berg")
    assert (len(entry.people), entry.more) == (10, 2)
    assert "and 2 more" in page.content.decode()
    assert "Reason: The minister asked" in page.content.decode()
    assert len(told(office)) == 1 + 12
    assert len(told(office, kind="changed")) == 12
    assert told(office, kind="added") == told(office, kind="declined") == []


def test_a_job_is_told_once_however_many_steps_it_took(office):
    people = [make_delegate() for _ in range(12)]
    job = make_job(*people, by=make_staff(email="anna@example.org"))
    for step in (people[:5], people[5:]):
        StaffAction.objects.create(
            verb="moved", by=job.by, job=job, number=1, keys=[p.pk for p in step]
        )
    StaffAction.objects.create(verb="moved", by=job.by, number=1, keys=[people[0].pk])

    page = office.get(PAGE, {"kind": "moved"})

    alone, many = page.context["parts"][0]
    assert (len(alone.people), alone.more) == (1, 0)
    assert (len(many.people), many.more, many.by) == (7, 5, "anna@example.org")


def test_who_was_entered_and_waits_was_never_confirmed(office):
    anna, category = make_staff(), make_category(places=0)
    with by(anna):
        staff_actions.enter([make_signup(category)], anna, mailing=Mailing.NEVER)

    waiting = Delegate.objects.get()
    history = office.get(f"/admin/registration/delegate/{waiting.pk}/history/")

    assert waiting.state == DelegateState.WAITING
    assert [what for what, *_more in told(office)] == ["Entered", "Added"]
    assert "confirmed" not in history.content.decode()


def test_it_is_asked_by_day_and_member_of_staff(office):
    anna, ben = make_staff(), make_staff()
    corrected(anna, position="a")
    corrected(ben, position="b")
    today = timezone.now().date()
    yesterday = today - timedelta(days=1)

    everything = told(office, kind="changed")
    assert [author for _what, _whom, author, _how in everything] == [
        str(ben),
        str(anna),
    ]
    assert told(office, kind="changed", day=today) == everything
    assert told(office, kind="changed", by=anna.pk) == everything[1:]
    assert told(office, day=yesterday) == []


def test_who_is_staff_no_longer_is_named_still(office):
    anna = make_staff(email="anna@example.org")
    corrected(anna, position="a")
    anna.delete()

    ((_what, _people, author, _differences),) = told(office)

    assert author == "anna@example.org, who is staff no longer"


def test_a_page_has_fifty_and_leads_to_the_others(office):
    anna = make_staff()
    delegate = make_delegate()
    with by(anna):
        for number in range(51):
            Delegate.objects.filter(pk=delegate.pk).update(position=f"p{number}")

    first = office.get(PAGE)
    second = office.get(PAGE + first.context["earlier"])

    assert [len(part) for part in first.context["parts"]] == [50]
    assert [len(part) for part in second.context["parts"]] == [1]
    assert (first.context["later"], second.context["earlier"]) == ("", "")


@pytest.mark.parametrize("people", [1, 5])
def test_it_costs_the_same_for_any_number(office, people, django_assert_num_queries):
    anna = make_staff()
    for _ in range(people):
        corrected(anna, position="x")
        action = StaffAction.objects.create(verb="approved", by=anna, number=1)
        action.keys = [Delegate.objects.latest("pk").pk]
        action.save()
    office.get(PAGE)

    with django_assert_num_queries(11):
        office.get(PAGE)


WRONG = [
    {"day": "yesterday"},
    {"day": "0001-01-01"},
    {"day": "9999-12-31"},
    {"by": "x"},
    {"by": "9" * 30},
    {"kind": "x"},
    {"p": "-1"},
    {"p": "9" * 30},
]


@pytest.mark.parametrize("query", WRONG)
def test_wrong_values_break_nothing(office, query):
    corrected(make_staff(), position="x")

    assert office.get(PAGE, query).status_code < 500


def test_it_is_for_those_who_see_delegates(client):
    user = make_staff(is_superuser=False)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="reach_delegate"))
    assert client.get(PAGE).status_code == 200
