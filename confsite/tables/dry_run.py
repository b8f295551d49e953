"""Doing what a file says, and taking it back: check and import are one thing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection, transaction
from django.utils import timezone

from confsite.tables.lookups import Lookups
from confsite.tables.recognition import Kind, recognise
from confsite.tables.result import ImportResult, TableResult
from confsite.tables.spreadsheet import Table

Tables = Mapping[str, Table]
IMPORTS = 0x1A9027  # the lock that imports wait for; any number that is ours alone


@dataclass(frozen=True)
class ImportPlan:
    """Which kinds of rows a file may bring, and what they are looked up in."""

    kinds: Sequence[Kind]  # in the order in which they need each other
    allowed: Collection[Kind]
    # Called when nobody else imports any more.
    look_up: Callable[[], Lookups]


class ResultChanged(Exception):
    """The result is no longer the one that was shown; nothing was written."""

    def __init__(self, result: ImportResult):
        super().__init__()
        self.result = result


def check(tables: Tables, plan: ImportPlan) -> ImportResult:
    """What an import would do, by doing it and taking it back. Raises NotUnderstood."""
    with transaction.atomic():
        result = _run(tables, plan)
        transaction.set_rollback(True)
    return result


def carry_out(tables: Tables, plan: ImportPlan, *, shown: str) -> ImportResult:
    """Import the rows that are not refused, all in one transaction.

    Raises ResultChanged, and writes nothing, where the result differs from the one
    whose fingerprint is given; NotUnderstood like check().
    """
    with transaction.atomic():
        result = _run(tables, plan)
        if result.fingerprint != shown:
            raise ResultChanged(result)
    return result


def _run(tables: Tables, plan: ImportPlan) -> ImportResult:
    recognised, remarks = recognise(tables, plan.kinds, plan.allowed)
    wait_for_others()
    lookups = plan.look_up()
    with timezone.override(lookups.time_zone):
        # Two sheets of one kind know of each other's rows.
        kinds = dict.fromkeys(table.kind for table in recognised)
        resources = {kind: kind(lookups) for kind in kinds}
        for kind, resource in resources.items():
            sheets = (table.rows for table in recognised if table.kind is kind)
            resource.look_over([*chain.from_iterable(sheets)])
        results = [
            TableResult(
                table.kind.name(),
                table.title,
                table.remarks,
                tuple(resources[table.kind].import_rows(table.rows).values()),
            )
            for table in recognised
        ]
    return ImportResult(tuple(results), remarks)


def wait_for_others() -> None:
    """Imports go one after the other, so that none judges by what another undoes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])
