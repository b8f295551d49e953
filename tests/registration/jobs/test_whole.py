"""Jobs that are one transaction: told from a connection of their own, or undone."""

import pytest
from django.db import connections

from registration.errors import AlreadyOver
from registration.jobs import claims, kinds
from registration.jobs.report import Progress
from registration.models import Delegate, Job
from registration.states import DelegateState
from tests.factories import make_delegate
from tests.registration.jobs.kinds import do_all, seen, standing, start

__all__ = ["seen"]  # a fixture, used by its name

pytestmark = pytest.mark.django_db(transaction=True)
HOW_FAR = "SELECT done, total, state FROM registration_job"


def asked_elsewhere() -> tuple[int, int, str]:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(HOW_FAR)
            return cursor.fetchone()
    finally:
        other.close()


@pytest.fixture
def whole(seen, monkeypatch):
    """A kind that moves everybody; what is called in its middle is appended here."""
    middle = []
    monkeypatch.setattr("registration.jobs.report.EVERY", 0)

    @kinds.job_kind("whole", label="All of it")
    def work(job: Job, report: Progress):
        moved = Delegate.objects.update(state=DelegateState.DECLINED)
        for call in middle:
            call(job)
        report.refuse(AlreadyOver(), "2", "Ada")
        report.come_to(5, 10)
        return {"moved": moved}

    return middle


def states() -> set[str]:
    return set(Delegate.objects.values_list("state", flat=True))


def test_all_of_it_is_done(whole):
    make_delegate()
    job = start("whole", keys=None)

    do_all()

    assert states() == {DelegateState.DECLINED}
    assert standing(job) == ("done", 10, 1)
    assert job.tally == {"moved": 1}
    assert job.refused_rows.get().cells == ["2", "Ada"]


def test_others_see_how_far_it_has_come(whole, seen):
    told = []

    @kinds.job_kind("told", label="Told")
    def work(job, report):
        report.come_to(5, 10)
        told.append(asked_elsewhere())
        return {}

    start("told", keys=None)
    do_all()

    assert told == [(5, 10, "running")]


def test_cancelled_in_the_middle_nothing_is_left(whole):
    make_delegate()
    job = start("whole", keys=None)

    def cancel(_job):
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("UPDATE registration_job SET cancel_requested_at = now()")
        other.close()

    whole.append(cancel)
    do_all()

    assert states() == {DelegateState.CONFIRMED}
    assert standing(job) == ("cancelled", 0, 0)
    assert not job.refused_rows.exists()


def test_a_refusal_of_all_of_it_is_told(whole):
    make_delegate()

    def refuse(job):
        raise AlreadyOver

    whole.append(refuse)
    job = start("whole", keys=None)

    do_all()

    assert states() == {DelegateState.CONFIRMED}
    assert standing(job) == ("failed", 0, 0)
    assert job.fault_en == str(AlreadyOver.message)


def test_who_was_taken_for_dead_leaves_nothing(whole):
    make_delegate()

    def taken_over(job):
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("UPDATE registration_job SET claim = gen_random_uuid()")
        other.close()

    whole.append(taken_over)
    job = start("whole", keys=None)

    do_all()

    assert states() == {DelegateState.CONFIRMED}
    assert standing(job) == ("running", 0, 0)
    assert claims.claim() is None
