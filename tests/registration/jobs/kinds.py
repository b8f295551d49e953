"""Kinds of jobs for tests, there for as long as a test lasts."""

from collections.abc import Iterator
from threading import Event

import pytest

from registration.errors import NotOver
from registration.jobs import kinds, services, work
from registration.models import Delegate, Job
from registration.states import JobState
from tests.factories import make_staff

AT_LEAST = 20


@pytest.fixture
def seen() -> Iterator[list[int]]:
    """The keys that a job has come by; those of 'odd' numbers it refuses."""
    come_by: list[int] = []
    before = dict(kinds.KINDS)

    @kinds.batch_kind("note", label="Noting", at_least=AT_LEAST)
    def note(job, keys, report):
        come_by.extend(keys)
        for row in Delegate.objects.filter(pk__in=keys, family_name="Odd"):
            report.refuse(NotOver.message, delegate=row)
        return {"noted": len(keys) - len(report.rows)}

    yield come_by
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


def start(kind="note", number=3, **given) -> Job:
    given.setdefault("keys", range(1, number + 1))
    # Whoever starts a job must be allowed to when it runs.
    given["by"] = given.get("by") or make_staff()
    given.setdefault("conference", None)
    return services.start(kind, **given)


def do_all() -> None:
    """What the worker's thread does, without rests."""
    work.do_all(Event(), rest=lambda seconds: None)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def standing(job: Job) -> tuple[str, int, int]:
    """Its state, how many it has come by, how many it refused."""
    job.refresh_from_db()
    return JobState(job.state).value, job.done, job.refused
