"""What a job says while it works: whom it refuses, and how far it has come."""

import time
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from registration.jobs import claims
from registration.models import Delegate, Job, RefusedRow

# Seconds between two looks at whether the job is to end.
EVERY = 0.3
# From a connection of its own: what the job itself does is not committed yet.
COME_TO = """
UPDATE registration_job SET done = greatest(%s, refused), total = %s,
    due_at = statement_timestamp() + make_interval(secs => %s)
WHERE id = %s AND claim = %s RETURNING cancel_requested_at IS NOT NULL
"""


class Report:
    """What was refused; written by the transaction that does the rest."""

    def __init__(self, job: Job):
        self.job = job
        self.rows: list[RefusedRow] = []

    def refuse(
        self, reason: object, *cells: object, delegate: Delegate | None = None
    ) -> None:
        """One row of the file: of a delegate without cells reference and name.

        A reason that is translated lazily is kept in both languages.
        """
        en, zh = claims.both(reason)
        texts = [str(cell) for cell in cells]
        if delegate and not cells:
            texts = [delegate.reference, str(delegate)]
        row = RefusedRow(job=self.job, cells=texts, reason_en=en, reason_zh=zh)
        row.delegate = delegate.pk if delegate else None
        self.rows.append(row)

    def write(self) -> int:
        RefusedRow.objects.bulk_create(self.rows, batch_size=1000)
        return len(self.rows)


class Progress(Report, AbstractContextManager["Progress"]):
    """Of a job that is one transaction: told to others while it lasts."""

    def __init__(self, job: Job):
        super().__init__(job)
        self.others = connections.create_connection(DEFAULT_DB_ALIAS)
        self.told_at = time.monotonic()
        self.done, self.total = 0, job.total

    def come_to(self, done: int, total: int | None = None) -> None:
        """So many rows are behind it, of so many. Call it as often as you like.

        Raises JobCancelled, ClaimLost.
        """
        self.done, self.total = done, self.total if total is None else total
        if time.monotonic() >= self.told_at + EVERY:
            self.tell()

    def tell(self) -> None:
        self.told_at = time.monotonic()
        values = (self.done, self.total, settings.JOB_LEASE.total_seconds())
        with self.others.cursor() as cursor:
            cursor.execute(COME_TO, (*values, self.job.pk, self.job.claim))
            found = cursor.fetchone()
        if found is None:
            raise claims.ClaimLost
        if found == (True,):
            raise claims.JobCancelled

    def __exit__(self, *_error: Any) -> None:
        self.others.close()
