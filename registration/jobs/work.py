"""What the worker does with jobs: a turn for each, until none is due.

Batches are short, for while one lasts others wait for the places that it counts; then
it rests for as long as it took, so that they have half of the time. A thread of the
worker does them (thread.py): letters leave meanwhile.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Event

import pghistory
from django.db import connection, transaction
from django.utils import translation

from agenda.rights import conferences_of
from confsite.exceptions import ServiceError
from confsite.models import User
from confsite.outage import is_outage
from registration.errors import JobMetAFault, MayNoLongerDoThis
from registration.jobs import claims
from registration.jobs.kinds import KINDS, JobKind
from registration.jobs.report import Progress, Report
from registration.models import Delegate, Job
from registration.models.delegate_selection import keys_of
from registration.states import JobState

logger = logging.getLogger(__name__)

# Seconds that a batch should take. It begins small, for nobody knows beforehand, and
# never becomes smaller, whatever else the machine is doing.
AIM = 0.1
LARGEST = 1000
# Seconds after which another job has its turn.
TURN = 5.0
# What of a job changes while it is done.
MOVING = ["done", "refused", "tally", "cancel_requested_at"]
AFTER_AN_OUTAGE = timedelta(seconds=5)

Rest = Callable[[float], object]


def do_all(stopped: Event, *, rest: Rest | None = None) -> int:
    """Do every job that is due, by turns; returns how many turns there were."""
    turns = 0
    while not stopped.is_set() and (job := claims.claim()):
        do(job, stopped, rest or stopped.wait)
        turns += 1
    return turns


def do(job: Job, stopped: Event, rest: Rest) -> None:
    """One turn: done, or as far as it comes in a few seconds."""
    kind = KINDS[job.kind]
    try:
        with translation.override(job.language):
            if kind.is_whole:
                do_whole(job, kind)
            else:
                do_batches(job, kind, stopped, rest)
    except claims.ClaimLost:
        logger.warning("Job %s was taken over by another worker", job.pk)
    except claims.JobCancelled:
        end_undone(job, kind, JobState.CANCELLED)
    except ServiceError as refusal:
        end_undone(job, kind, JobState.FAILED, **claims.fault(refusal))
    except Exception as error:
        if is_outage(error):
            leave_after_outage(job)
            raise
        logger.exception("Job %s is stopped by a fault", job.pk)
        end_undone(job, kind, JobState.FAILED, **claims.fault(JobMetAFault()))


def do_whole(job: Job, kind: JobKind) -> None:
    with Progress(job) as report, transaction.atomic(), acting_for(job):
        check_rights(job, kind)
        report.tell()
        tally = kind.work(job, report)
        report.tell()
        refused = report.write()
        claims.end(
            job,
            JobState.DONE,
            done=max(report.done, report.total, refused),
            refused=refused,
            tally=dict(tally),
        )


def do_batches(job: Job, kind: JobKind, stopped: Event, rest: Rest) -> None:
    size, ends_at = kind.at_least, time.monotonic() + TURN
    while job.done < job.total:
        if time.monotonic() > ends_at or stopped.is_set():
            claims.give_back(job)
            return
        began = time.monotonic()
        do_batch(job, kind, size)
        took = time.monotonic() - began
        size = max(kind.at_least, min(LARGEST, 2 * size, int(size * AIM / took)))
        rest(took)
        job.refresh_from_db(fields=MOVING)
        if job.cancel_requested_at and job.done < job.total:
            raise claims.JobCancelled
    claims.end(job, JobState.DONE)


def do_batch(job: Job, kind: JobKind, size: int) -> None:
    with transaction.atomic(), acting_for(job):
        report = Report(job)
        keys = keys_of(job.selection_id or 0, job.done, size)
        check_rights(job, kind, keys)
        tally = kind.work(job, keys, report)
        refused = report.write()
        claims.step(job, len(keys), refused, tally)


def check_rights(job: Job, kind: JobKind, keys: Sequence[int] = ()) -> None:
    """Whoever has started it must be allowed to at this moment, and not just then.

    Raises MayNoLongerDoThis.
    """
    by = User.objects.filter(pk=job.by_id).first()
    if by is None or not by.is_active:
        raise MayNoLongerDoThis
    allowed = conferences_of(by, kind.permission)
    if allowed is None:
        return
    people = Delegate.objects.filter(pk__in=keys).exclude(conference__in=allowed)
    is_beyond = job.conference_id and job.conference_id not in allowed
    if is_beyond or (keys and people.exists()):
        raise MayNoLongerDoThis


def end_undone(job: Job, kind: JobKind, state: JobState, **columns: str) -> None:
    """End it where it stands; of what is one transaction nothing is left."""
    nothing = {"done": 0, "refused": 0} if kind.is_whole else {}
    try:
        claims.end(job, state, **nothing, **columns)
    except claims.ClaimLost:
        logger.warning("Job %s was taken over by another worker", job.pk)


def leave_after_outage(job: Job) -> None:
    """It goes on when the database is back; else its lease ends by itself."""
    if connection.is_usable():
        claims.give_back(job, later=AFTER_AN_OUTAGE)
    else:
        connection.close()


def acting_for(job: Job) -> AbstractContextManager[object]:
    """The history says who has started it."""
    return pghistory.context(user=job.by_id, job=job.pk)
