"""Jobs: done in batches under a claim, by turns, cancelled, and given up in words."""

from datetime import timedelta
from threading import Event

import pghistory.models
import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from django.utils import translation

from registration.errors import AlreadyOver, JobIsOver
from registration.jobs import claims, kinds, services, work
from registration.jobs import standing as jobs_standing
from registration.models import Delegate, Job
from registration.states import JobState
from tests.factories import make_delegate, make_staff
from tests.registration.jobs.kinds import do_all, now, seen, standing, start

__all__ = ["seen"]  # a fixture, used by its name


def die(job: Job) -> None:
    """Take the job as a worker does that is killed, and let its lease run out."""
    assert claims.claim() == job
    Job.objects.filter(pk=job.pk).update(due_at=Now())


def test_everybody_is_come_by_once_and_in_order(seen):
    job = start(number=100)

    do_all()

    assert seen == [*range(1, 101)]
    assert standing(job) == ("done", 100, 0)
    assert job.tally == {"noted": 100}
    assert job.ended_at
    assert claims.claim() is None


def test_what_is_refused_is_kept_with_the_reason_in_both_languages(seen):
    odd = make_delegate(family_name="Odd")
    job = start(keys=[odd.pk, make_delegate().pk])

    do_all()

    assert standing(job) == ("done", 2, 1)
    row = job.refused_rows.get()
    assert (row.delegate, row.cells) == (odd.pk, [odd.reference, "Ada Odd"])
    assert row.reason_en == "This registration has been neither cancelled nor declined."
    with translation.override("zh-hans"):
        assert row.reason.lang == "zh-Hans"
    assert job.tally == {"noted": 1}


def test_a_job_without_anybody_is_done(seen):
    job = start(number=0)
    do_all()
    assert standing(job) == ("done", 0, 0)


def test_a_worker_that_died_is_followed_where_it_stopped(seen):
    job = start(number=100)
    held = claims.claim()
    work.do_batch(held, kinds.KINDS["note"], 40)
    assert claims.claim() is None, "it is held"
    Job.objects.update(due_at=Now())

    do_all()

    assert seen == [*range(1, 101)]
    assert standing(job) == ("done", 100, 0)


def test_who_was_taken_for_dead_does_nothing_twice(seen):
    job = start(number=100)
    slow = claims.claim()
    Job.objects.update(due_at=Now())
    quick = claims.claim()
    work.do_batch(quick, kinds.KINDS["note"], 30)

    with pytest.raises(claims.ClaimLost):
        work.do_batch(slow, kinds.KINDS["note"], 30)

    assert standing(job) == ("running", 30, 0)
    assert job.tally == {"noted": 30}


def test_what_kills_its_worker_again_and_again_is_given_up(seen):
    job = start()
    for _death in range(claims.MAX_DEATHS):
        die(job)

    do_all()

    assert standing(job) == ("failed", 0, 0)
    assert "died several times" in job.fault_en
    assert seen == []


def test_deaths_in_different_places_are_no_reason_to_give_up(seen):
    job = start(number=10)
    for _death in range(claims.MAX_DEATHS + 1):
        work.do_batch(claims.claim(), kinds.KINDS["note"], 1)
        Job.objects.update(due_at=Now())

    do_all()

    assert standing(job) == ("done", 10, 0)


def test_one_is_cancelled_before_it_begins(seen):
    job, by = start(), make_staff()

    services.cancel(job, by)
    do_all()

    assert standing(job) == ("cancelled", 0, 0)
    assert (job.cancelled_by, seen) == (by, [])
    with pytest.raises(JobIsOver):
        services.cancel(job, by)


def test_one_is_cancelled_between_batches_and_stays_half_done(seen):
    job = start(number=100)

    work.do_all(Event(), rest=lambda seconds: services.cancel(job, None))

    assert standing(job) == ("cancelled", work.SMALLEST, 0)
    assert len(seen) == work.SMALLEST


def test_one_is_cancelled_whose_worker_has_died(seen):
    job = start()
    die(job)
    services.cancel(job, None)
    assert standing(job) == ("running", 0, 0)

    do_all()

    assert standing(job) == ("cancelled", 0, 0)


def test_jobs_have_turns(seen, monkeypatch):
    first, second = start(number=50), start(keys=range(51, 101))
    monkeypatch.setattr(work, "TURN", -1)
    stops_after = iter([False, False, True])
    stopped = Event()
    stopped.is_set = lambda: next(stops_after)

    work.do_all(stopped)

    assert Job.objects.due().first() == first
    assert now(first).claim is now(second).claim is None
    assert {job.state for job in Job.objects.all()} == {JobState.RUNNING}


def test_a_worker_that_is_asked_to_stop_gives_its_job_back(seen):
    job = start(number=100)
    stopped = Event()

    work.do_all(stopped, rest=lambda seconds: stopped.set())

    assert standing(job) == ("running", work.SMALLEST, 0)
    do_all()
    assert seen == [*range(1, 101)]


def failing(error):
    def work_(job, keys, report):
        Delegate.objects.filter(pk__in=keys).update(position="changed")
        raise error

    return work_


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AlreadyOver(), str(AlreadyOver.message)),
        (ZeroDivisionError(), "There is a fault in the program (see its log)."),
    ],
)
def test_a_fault_ends_it_in_words(seen, error, words):
    kinds.batch_kind("fail", label="Failing")(failing(error))
    person = make_delegate()
    job = start("fail", keys=[person.pk])

    do_all()

    assert standing(job) == ("failed", 0, 0)
    assert job.fault_en == words
    person.refresh_from_db()
    assert person.position == ""


def test_an_outage_is_no_fault_of_the_job(seen):
    kinds.batch_kind("fail", label="Failing")(failing(OperationalError("away")))
    job = start("fail")

    with pytest.raises(OperationalError):
        do_all()

    assert standing(job) == ("running", 0, 0)
    assert job.claim is None
    assert not Job.objects.due().exists()


def test_a_kind_that_this_worker_does_not_know_is_left_to_another(seen):
    job = start()
    del kinds.KINDS["note"]

    do_all()

    assert standing(job) == ("queued", 0, 0)


def test_the_history_says_who_started_it(seen):
    @kinds.batch_kind("move", label="Moving")
    def move(job, keys, report):
        Delegate.objects.filter(pk__in=keys).update(position="moved")
        return {}

    person, by = make_delegate(), make_staff()
    start("move", keys=[person.pk], by=by)

    do_all()

    event = person.events.order_by("-pgh_id").first()
    context = pghistory.models.Context.objects.get(pk=event.pgh_context_id)
    assert context.metadata["user"] == by.pk


def test_what_stands_still_is_told(seen):
    assert jobs_standing.jobs_go_on()
    late = Now() - timedelta(minutes=11)
    job = start()
    assert jobs_standing.jobs_go_on()
    Job.objects.filter(pk=job.pk).update(due_at=late)
    assert not jobs_standing.jobs_go_on()
    assert jobs_standing.longest() > timedelta(minutes=11)

    start()
    held = claims.claim()
    assert held == job
    Job.objects.exclude(pk=held.pk).update(due_at=late)
    assert jobs_standing.jobs_go_on(), "a worker is at another"
