"""Verbs with many people: counted beforehand, done as a job, with the same answers."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone
from django.utils.html import escape

from confsite.admin import actions
from registration import enrolment
from registration.jobs.kinds import KINDS
from registration.models import Delegate, DelegateSelection, Job, StaffAction, Tag
from registration.states import DelegateState, Mailing
from tests.admin_pages import act, answer, messages_of, office
from tests.factories import (
    make_category,
    make_delegate,
    make_open_conference,
    make_staff,
    register_someone,
)
from tests.registration.jobs.kinds import do_all

pytestmark = pytest.mark.server

__all__ = ["office"]  # a fixture, used by its name

LIST = "/admin/registration/delegate/"
# All that can be long work: printing answers at once, with a file.
VERBS = {
    v.name: v
    for v in admin.site.get_model_admin(Delegate).verbs
    if v.list_label and v.long_work
}


@pytest.fixture
def conference():
    return make_open_conference()


@pytest.fixture
def people(conference):
    """Some of every kind that a verb may meet."""
    category = make_category(conference, places=4, needs_approval=True)
    free = make_category(conference)
    found = [register_someone(category) for _n in range(6)]
    enrolment.approve(found[0])
    enrolment.cancel(found[1])
    for address in ("gone@example.org", "again@example.org"):
        enrolment.cancel(register_someone(free, email=address))
    register_someone(free, email="again@example.org")
    make_delegate(category=free, state="pending", email="", mailing=Mailing.LATER)
    make_delegate(category=free, mailing=Mailing.NEVER, attendance="online")
    make_delegate(category=free, held_until=timezone.now() + timedelta(days=1))
    return list(Delegate.objects.order_by("pk"))


@pytest.fixture
def few_are_many(monkeypatch):
    monkeypatch.setattr(actions, "MANY", 2)


def said_of(name, conference):
    """What the form of a verb says."""
    tag = Tag.objects.create(conference=conference, name_en="Speaker")
    goal = make_category(conference, places=2)
    return {
        "move": {"category": goal, "letter": True},
        "switch": {"attendance": "online"},
        "tag": {"tag": tag},
        "untag": {"tag": tag},
    }.get(name, {})


def as_sent(said):
    return {
        name: getattr(value, "pk", None) or ("1" if value is True else value)
        for name, value in said.items()
    }


@pytest.mark.parametrize("name", VERBS)
def test_counting_says_what_trying_says(name, conference, people):
    verb, said, by = VERBS[name], said_of(name, conference), make_staff()
    if name == "untag":
        people[0].tagged.create(tag=said["tag"])
    selection = DelegateSelection.of([row.pk for row in people])

    tried = verb.rehearsal(people, by, **said)
    counted = verb.long_work.forecast(str(selection.pk), said)

    assert counted.done == tried.done > 0
    assert {one.reason: one.number for one in counted.refusals} == {
        one.reason: one.number for one in tried.refusals
    }
    letters = [words for words in tried.effects if "letter" in words]
    assert set(letters) <= set(counted.effects)


@pytest.mark.parametrize("name", VERBS)
def test_as_a_job_it_does_the_same(office, name, conference, people, few_are_many):
    said = said_of(name, conference)
    if name == "untag":
        people[0].tagged.create(tag=said["tag"])
    verb = VERBS[name]
    expected = verb.rehearsal(people, None, **said)

    question = act(office, name, *people)
    if question.context["outcome"] is None:
        address = question.wsgi_request.get_full_path()
        question = office.post(address, question.context["answer"] | as_sent(said))
    assert question.context["outcome"].done == expected.done
    page = answer(office, question)
    do_all()

    job = Job.objects.get()
    assert page.redirect_chain[-1][0].endswith(f"/job/{job.pk}/change/")
    assert (job.state, job.done) == ("done", len(people))
    assert job.done - job.refused == expected.done
    assert job.by == page.wsgi_request.user
    reasons = {row.reason_en for row in job.refused_rows.all()}
    assert reasons == set(expected.reasons)
    assert office.get(page.redirect_chain[-1][0]).status_code == 200
    if job.tally.get("letters"):
        assert StaffAction.objects.filter(job=job).exists()


def test_nothing_happens_before_the_answer(office, conference, people, few_are_many):
    states = set(Delegate.objects.values_list("pk", "state"))

    question = act(office, "cancel", *people)

    assert not Job.objects.exists()
    assert set(Delegate.objects.values_list("pk", "state")) == states
    assert "It cannot be undone as a whole" in question.content.decode()


def test_what_a_job_did_is_not_undone_in_parts(office, people, few_are_many):
    answer(office, act(office, "cancel", *people))
    do_all()

    page = office.get(LIST, follow=True)
    assert page.context["undoable"] == []
    action = StaffAction.objects.filter(job__isnull=False).first()
    told = office.post(f"{LIST}undo/{action.pk}/", follow=True)
    assert messages_of(told) == [
        "This is a part of a job, which cannot be undone as a whole."
    ]


def test_the_opposite_is_offered_for_the_same_people(office, people, few_are_many):
    live = [row for row in people if row.is_live]
    page = answer(office, act(office, "cancel", *people))
    do_all()
    job = Job.objects.get()
    page = office.get(page.redirect_chain[-1][0])
    assert list(page.context["next_verbs"]) == ["restore"]

    again = office.post(
        page.context["people"],
        {"action": "restore", "select_across": "1", "_selected_action": "0"},
    )

    assert again.context["outcome"].done >= len(live)
    assert str(KINDS[job.kind].next_verbs["restore"]) in page.content.decode()


def test_all_that_are_filtered_are_chosen_and_nobody_who_comes_later(
    office, conference, people, few_are_many
):
    pending = Delegate.objects.filter(state=DelegateState.PENDING)
    keys = sorted(pending.values_list("pk", flat=True))
    question = office.post(
        f"{LIST}?conference__id__exact={conference.pk}&state__exact=pending",
        {"action": "approve", "select_across": "1", "_selected_action": [keys[0]]},
    )
    register_someone(make_category(conference, needs_approval=True))

    answer(office, question)

    assert Job.objects.get().selection.keys == keys


@pytest.mark.parametrize("name", ["~0", "~x", "~", "~-1", "~99999999999999999999"])
def test_a_selection_that_is_not_there_is_not_found(office, people, name):
    fields = {"action": "cancel", "_selected_action": [people[0].pk]}
    page = office.post(LIST, fields | {"chosen": name, "answered": "1"})
    assert page.status_code == 404
    assert not Job.objects.exists()


def test_a_form_that_says_nothing_is_asked_again(office, people):
    question = act(office, "move", *people)
    address = question.wsgi_request.get_full_path()
    fields = question.context["answer"]

    page = office.post(address, fields | {"answered": "1", "category": "x"})

    assert page.context["outcome"] is None
    assert page.context["form"].errors["category"]
    assert fields["chosen"] in page.content.decode()


def test_what_decides_is_shown_before_it_is_done(office, conference, people):
    goal = make_category(conference, places=2, name_en="Press")
    question = act(office, "move", *people)
    address = question.wsgi_request.get_full_path()
    said = {"category": goal.pk, "beyond": "1", "reason": "They speak."}

    page = office.post(address, question.context["answer"] | said)

    text = page.content.decode()
    assert "New category: Press" in text
    assert escape("To a place beyond the limit, on purpose") in text
    assert {"category", "beyond", "answered"} <= set(page.context["answer"])
    assert not Delegate.objects.filter(category=goal).exists()
    answer(office, page)
    assert (
        Delegate.objects.filter(category=goal).count() == page.context["outcome"].done
    )
    assert StaffAction.objects.get().reason == "They speak."


@pytest.mark.parametrize("verb", ["move", "switch", "restore"])
def test_many_places_beyond_the_limit_want_a_reason_too(
    office, conference, people, verb
):
    question = act(office, verb, *people)
    address = question.wsgi_request.get_full_path()
    goal = make_category(conference, places=0)
    said = {"category": goal.pk, "attendance": "online", "beyond": "1"}

    page = office.post(address, question.context["answer"] | said | {"answered": "1"})

    assert "Say why they get a place beyond the limit." in page.content.decode()
    assert not StaffAction.objects.exists()


def test_a_reason_is_told_to_each_in_their_language(office, people):
    question = act(office, "decline", *people)
    address = question.wsgi_request.get_full_path()
    grounds = {"text": "Late", "told_en": "We are full.", "told_zh": "名额已满。"}

    office.post(address, question.context["answer"] | grounds)

    action = StaffAction.objects.get()
    assert (action.reason, action.told_en, action.told_zh) == tuple(grounds.values())


def test_what_was_chosen_and_is_gone_ends_the_job_in_words(
    office, conference, people, few_are_many
):
    goal = make_category(conference)
    question = act(office, "move", *people)
    address = question.wsgi_request.get_full_path()
    said = {"category": goal.pk}
    page = office.post(address, question.context["answer"] | said)
    answer(office, page)
    goal.delete()

    do_all()

    assert Job.objects.get().fault_en == (
        "The category or tag that was chosen is no longer there."
    )
