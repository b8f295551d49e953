"""A worker's hold on a job: taken for a lease, renewed by every step, given back.

All times are the database's. Whatever a job does it does under its claim: the very
transaction that moves people moves `done` along, or fails. So a step is done once,
however many workers believe that the job is theirs.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from confsite.bilingual import in_both
from registration.errors import JobKeepsFailing
from registration.jobs.kinds import KINDS
from registration.models import Job
from registration.states import JobState

# So often may a job kill its worker in one place before it is given up.
MAX_DEATHS = 3


class ClaimLost(Exception):
    """Another worker has this job by now: what this one has done is rolled back."""


class JobCancelled(Exception):
    """Somebody wants it to end: what is one transaction is rolled back."""


def claim() -> Job | None:
    """Take the job whose turn it is, for as long as the lease; commits at once."""
    while job := _take():
        if job.deaths >= MAX_DEATHS:
            end(job, JobState.FAILED, **fault(JobKeepsFailing()))
        elif job.cancel_requested_at:
            end(job, JobState.CANCELLED)
        else:
            return job
    return None


@transaction.atomic
def _take() -> Job | None:
    due = Job.objects.due().filter(kind__in=KINDS)
    job = due.select_for_update(skip_locked=True, no_key=True).first()
    if job is None:
        return None
    deaths = job.deaths + (job.claim is not None)
    job.claim, job.deaths = uuid.uuid4(), deaths
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        claim=job.claim,
        deaths=deaths,
        begun_at=Coalesce("begun_at", Now()),
        due_at=Now() + settings.JOB_LEASE,
    )
    return job


def step(job: Job, number: int, refused: int, tally: Mapping[str, int]) -> None:
    """Write down, in the transaction of the work itself, how far it has come.

    Raises ClaimLost.
    """
    merged = dict(job.tally)
    for name, count in tally.items():
        merged[name] = merged.get(name, 0) + count
    columns = {
        "done": F("done") + number,
        "refused": F("refused") + refused,
        "tally": merged,
        "deaths": 0,
        "due_at": Now() + settings.JOB_LEASE,
    }
    if not _held(job).filter(done=job.done).update(**columns):
        raise ClaimLost


def end(job: Job, state: JobState, **columns: Any) -> None:
    """Raises ClaimLost."""
    ended = {"state": state, "claim": None, "ended_at": Now()}
    if not _held(job).update(**ended | columns):
        raise ClaimLost


def give_back(job: Job, *, later: Any = None) -> None:
    """Leave the job to its next turn, behind the others that wait for theirs."""
    due_at = Now() + later if later else Now()
    _held(job).update(claim=None, due_at=due_at)


def fault(reason: object) -> dict[str, str]:
    """Why it failed, as columns in both languages."""
    en, zh = both(reason)
    return {"fault_en": en, "fault_zh": zh}


def both(reason: object) -> Iterable[str]:
    pair = in_both(lambda: reason)
    return str(pair.en)[:500], str(pair.zh)[:500]


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, claim=job.claim)
