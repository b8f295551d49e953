"""Starting a job and ending it early: what pages ask for."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import get_language

from confsite.bell import Bell
from confsite.celery import app
from confsite.models import User
from registration.errors import JobIsOver
from registration.jobs.kinds import KINDS
from registration.models import DelegateSelection, Job
from registration.states import JobState

# Seconds between two rings of one process, and after one that failed.
WAKE_EVERY, BROKER_PAUSE = 0.2, 5.0


@transaction.atomic
def start(
    kind: str,
    *,
    conference: int | None,
    by: User | None,
    arguments: Mapping[str, Any] | None = None,
    keys: Collection[int] | None = None,
    selection: DelegateSelection | None = None,
) -> Job:
    """Write down what the worker is to do: for the people of these keys, or selected.

    The arguments are whatever JSON can hold.
    """
    if keys is not None:
        selection = DelegateSelection.of(keys, by)
    job = Job.objects.create(
        kind=KINDS[kind].name,
        conference_id=conference,
        by=by,
        language=get_language(),
        arguments=dict(arguments or {}),
        selection=selection,
        total=len(selection.keys) if selection else 0,
    )
    # robust: the row is safe, and beat's sweep finds it.
    transaction.on_commit(lambda: wake_worker(), robust=True)
    return job


@transaction.atomic
def cancel(job: Job, by: User) -> None:
    """End a job before its time: at once, or when its worker next looks.

    Raises JobIsOver.
    """
    now = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if now.is_over:
        raise JobIsOver
    now.cancel_requested_at, now.cancelled_by = Now(), by
    columns = ["cancel_requested_at", "cancelled_by"]
    if now.claim is None:
        now.state, now.ended_at = JobState.CANCELLED, Now()
        columns += ["state", "ended_at"]
    now.save(update_fields=columns)


def wake_worker() -> None:
    """Have the worker called; it sees every job that is due, whoever called."""
    bell.ask()


def _ring() -> None:
    app.send_task("registration.jobs.work")


bell = Bell(_ring, WAKE_EVERY, BROKER_PAUSE)
