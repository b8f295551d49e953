"""Jobs in the admin: in words, cancelled, and the file of what was refused."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from registration.jobs import claims
from registration.models import Job, Tag
from registration.states import JobState
from tests.admin_pages import office
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_job,
    make_open_conference,
    make_staff,
)
from tests.registration.jobs.kinds import do_all, now, seen, standing, start

__all__ = ["office", "seen"]  # fixtures, used by their names

LIST = "/admin/registration/job/"


def page_of(job, page="change"):
    return reverse(f"admin:registration_job_{page}", args=[job.pk])


def staff_with(*rights):
    user = make_staff(is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_one_that_goes_on_shows_itself_anew(office, seen):
    job = start(number=10_000, by=make_staff(first_name="Mei"))
    Job.objects.filter(pk=job.pk).update(done=1200, refused=3)

    page = office.get(page_of(job))

    assert page.headers["Refresh"] == "2"
    text = page.content.decode()
    assert "1,200 of 10,000; 3 refused" in text
    assert "Started by Mei" in text
    assert "width: 12%" in text
    assert page_of(job, "cancel") in text


def test_it_says_what_has_come_of_it(office, seen):
    odd = make_delegate(family_name="Odd")
    job = start(keys=[odd.pk, make_delegate().pk])
    do_all()

    page = office.get(page_of(job))

    assert "Refresh" not in page.headers
    text = page.content.decode()
    assert "Done: 1. Refused: 1." in text
    assert f"{odd.reference} · Ada Odd" in text
    assert page_of(job, "cancel") not in text


def test_it_says_what_staff_have_chosen(office):
    conference = make_open_conference()
    goal = make_category(conference, name_en="Press")
    tag = Tag.objects.create(conference=conference, name_en="Speaker")
    said = {"category": goal.pk, "attendance": "online", "reason": "The hall is full"}
    moving = make_job(kind="move", arguments=said)
    tagging = make_job(kind="tag", arguments={"tag": tag.pk})
    declining = make_job(kind="decline", arguments={"text": "Late", "told_en": "x"})
    tag.delete()

    chosen = [
        office.get(page_of(job)).context["chosen"]
        for job in (moving, tagging, declining)
    ]

    assert chosen == [
        ["Category: Press", "Attendance: Online", "Reason: The hall is full"],
        [],
        ["Reason: Late"],
    ]


def test_what_was_refused_is_a_file(office, seen):
    odd = make_delegate(family_name="Odd", given_name="=1+1")
    job = start(keys=[odd.pk])
    do_all()

    content = office.get(page_of(job, "refused")).content.decode("utf-8-sig")

    assert content.splitlines() == [
        '"Reference","Name","Reason"',
        f'"{odd.reference}","\'=1+1 Odd",'
        '"This registration has been neither cancelled nor declined."',
    ]


def test_it_is_cancelled_by_a_button(office, seen):
    job = start()

    page = office.post(page_of(job, "cancel"), follow=True)

    assert standing(job) == ("cancelled", 0, 0)
    assert "What had been done by then stays done: 0 of 3." in page.content.decode()
    again = office.post(page_of(job, "cancel"), follow=True)
    assert "This job is over already." in again.content.decode()


def test_one_that_a_worker_is_at_says_that_it_is_to_end(office, seen):
    job = start()
    claims.claim()

    page = office.post(page_of(job, "cancel"), follow=True).content.decode()

    assert now(job).state == JobState.RUNNING
    assert "It is to end: it stops in a moment." in page
    assert "Cancel this job" not in page


def test_looking_cancels_nothing(office, seen):
    job = start()
    office.get(page_of(job, "cancel"))
    assert standing(job) == ("queued", 0, 0)


@pytest.mark.parametrize(
    ("rights", "sees_own", "sees_others"),
    [
        (["change_delegate", "view_job"], True, True),
        (["change_delegate"], True, False),
        (["view_job"], False, False),
    ],
)
def test_one_sees_own_and_by_right_those_of_colleagues(
    client, seen, rights, sees_own, sees_others
):
    user = staff_with(*rights)
    conference = make_conference().pk
    own = start(by=user, conference=conference)
    other = start(by=make_staff(), conference=conference)
    client.force_login(user)

    for job, sees in [(own, sees_own), (other, sees_others)]:
        assert (client.get(page_of(job)).status_code == 200) is sees
        client.post(page_of(job, "cancel"))
        assert (now(job).state == JobState.CANCELLED) is sees
    found = client.get(LIST).content.decode()
    assert (page_of(own) in found) is sees_own
    assert (page_of(other) in found) is sees_others


def test_the_list_says_how_far_each_has_come_in_few_statements(
    office, seen, django_assert_max_num_queries
):
    office.get(LIST)
    for _job in range(20):
        start(by=make_staff())

    with django_assert_max_num_queries(12):
        page = office.get(LIST).content.decode()
    assert page.count("0 of 3") == 20


def test_people_of_a_job_are_a_filter_of_their_list(office, seen):
    conference = make_open_conference()
    chosen, other = make_delegate(conference), make_delegate(conference)
    job = start(keys=[chosen.pk])
    do_all()

    people = office.get(page_of(job)).context["people"]
    page = office.get(people).content.decode()

    assert chosen.email in page or chosen.display_name in page
    assert other.display_name not in page


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30, "²"])
def test_a_selection_that_is_none_is_nobody(office, key):
    make_delegate()
    page = office.get(
        "/admin/registration/delegate/",
        {"selection": key, "conference__isnull": "False"},
    )
    assert page.status_code == 200
    assert page.context["cl"].result_count == 0
