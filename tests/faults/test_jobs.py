"""Jobs: a worker is killed in the middle of a batch, and nobody is done twice."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction

from registration.jobs import services
from registration.letters import kinds
from registration.models import Delegate, Job, Letter, Quota
from registration.states import DelegateState
from tests.factories import make_category, make_staff
from tests.faults.test_letters import FILES, beat, home, sink, worker
from tests.servers import wait_until
from tests.threads import somebody_waits

__all__ = ["home", "sink"]  # fixtures, used by their names

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
# A batch is at most twice as large as the one before, and the first takes a hundred.
NUMBER, IN_THE_SECOND_BATCH = 350, 130


@pytest.fixture
def people() -> list[Delegate]:
    category = make_category(places=NUMBER + 30)
    people = Delegate.objects.bulk_create(
        Delegate(
            conference=category.conference,
            category=category,
            attendance="onsite",
            state=DelegateState.CONFIRMED,
            email=f"person{n}@example.org",
            family_name=f"Person {n}",
            language="en",
        )
        for n in range(NUMBER)
    )
    Quota.objects.update(taken=NUMBER)
    return people


@contextmanager
def held(person: Delegate) -> Iterator[None]:
    """Nobody gets past this row meanwhile."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            table = Delegate._meta.db_table
            cursor.execute(
                f"SELECT FROM {table} WHERE id = %s FOR UPDATE",
                [person.pk],
            )
        yield
    finally:
        other.rollback()
        other.close()


def start(people: list[Delegate]) -> Job:
    keys = [person.pk for person in people]
    with transaction.atomic():
        return services.start("cancel", conference=None, by=make_staff(), keys=keys)


def now(job: Job) -> Any:
    return Job.objects.get(pk=job.pk)


def test_a_worker_killed_in_the_middle_is_followed(home, sink, people, monkeypatch):
    monkeypatch.setenv("JOB_LEASE", "2")
    with held(people[IN_THE_SECOND_BATCH]):
        job = start(people)
        with worker(home, FILES, sink) as first, beat(home, FILES):
            wait_until(lambda: 0 < now(job).done <= IN_THE_SECOND_BATCH, seconds=90)
            wait_until(somebody_waits, seconds=90)
            first.kill()
            first.wait()
    half = now(job)
    assert 0 < half.done <= IN_THE_SECOND_BATCH
    cancelled = Delegate.objects.filter(state=DelegateState.CANCELLED)
    assert cancelled.count() == half.done
    assert Quota.objects.get().taken == NUMBER - half.done

    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: now(job).state == "done", seconds=90)

    assert (now(job).done, now(job).refused) == (NUMBER, 0)
    assert cancelled.count() == NUMBER
    assert Quota.objects.get().taken == 0
    assert Letter.objects.filter(kind=kinds.CANCELLED).count() == NUMBER
    assert Letter.objects.values("delegate").distinct().count() == NUMBER


def test_a_worker_stopped_politely_gives_its_job_back(home, sink, people):
    """Whoever follows need not wait for its lease."""
    with worker(home, FILES, sink) as first, beat(home, FILES):
        with held(people[IN_THE_SECOND_BATCH]):
            job = start(people)
            wait_until(lambda: now(job).done, seconds=90)
            wait_until(somebody_waits, seconds=90)
            first.send_signal(signal.SIGTERM)
            # Let go any sooner, it would have time for all the others.
            log = home.logs / "worker.log"
            wait_until(lambda: "is given back" in log.read_text(), seconds=90)
        first.wait(timeout=20)
    half = now(job)
    assert (half.state, half.claim) == ("running", None)

    with worker(home, FILES, sink), beat(home, FILES):
        wait_until(lambda: now(job).state == "done", seconds=90)
    assert Letter.objects.values("delegate").distinct().count() == NUMBER
