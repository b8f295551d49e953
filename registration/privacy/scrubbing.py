"""What was erased goes from the files of the embedded server, too.

A row that is written anew leaves its old bytes where they are until their room is
needed; so do the log of the server and its statistics. The embedded server is small and
ours: soon after somebody was erased the worker has the tables written anew, and begins
the log anew. Of another server its operators know more: docs/operations.md.
"""

import logging
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from confsite.models import Heartbeat
from registration.letters import kinds
from registration.models import Erasure, Letter
from registration.privacy.holdings import HOLDINGS

logger = logging.getLogger(__name__)

SCRUBBED = "scrubbed"
# Bytes of a table that is written anew while everybody waits: some seconds at most.
LARGEST = 256 * 1024 * 1024
# Nobody waits behind us for somebody who is at a table for long: then another time.
PATIENCE = "2s"
IS_EMBEDDED = "SELECT coalesce(current_setting('confsite.home', true), '') <> ''"


def scrub_if_due() -> bool:
    """Once after each erasing, and once more when the receipt has left."""
    if not _is_embedded() or not is_due():
        return False
    begun = _now()
    try:
        rewrite()
    except DatabaseError as error:
        # Somebody is at a table. Beat asks again in a minute.
        logger.warning("The files cannot be scrubbed just now: %s", error)
        return False
    Heartbeat.objects.update_or_create(name=SCRUBBED, defaults={"at": begun})
    return True


def is_due() -> bool:
    last = Heartbeat.objects.filter(name=SCRUBBED).values_list("at", flat=True).first()
    receipts = Letter.objects.filter(kind=kinds.ERASED)
    moments = [
        Erasure.objects.aggregate(at=Max("done_at"))["at"],
        receipts.aggregate(at=Max("sent_at"))["at"],
    ]
    latest = max((moment for moment in moments if moment), default=None)
    return latest is not None and (last is None or latest > last)


def rewrite() -> None:
    """Write every table anew in which something of a person can be, and begin the log
    anew. Not in a transaction. Raises DatabaseError."""
    tables = sorted({table for holding in HOLDINGS for table in holding.columns})
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [PATIENCE])
        try:
            for table in [*tables, "pg_statistic"]:
                cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
                is_small = cursor.fetchone()[0] <= LARGEST
                full = "FULL, ANALYZE" if is_small else "ANALYZE"
                if table == "pg_statistic":
                    # Of the tables above, as they are now.
                    full = "FULL"
                cursor.execute(f'VACUUM ({full}) "{table}"')
            for statement in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
                cursor.execute(statement)
        finally:
            cursor.execute("RESET lock_timeout")


def _is_embedded() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_EMBEDDED)
        return bool(cursor.fetchone()[0])


def _now() -> datetime:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]
