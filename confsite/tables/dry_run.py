"""Doing what a file says, and taking it back: check and import are one thing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.utils import timezone

from agenda.imports.lookups import Known
from agenda.models import Conference
from confsite.tables.recognition import Recognised, recognise
from confsite.tables.resource import Sheet
from confsite.tables.result import Outcome, Part
from confsite.tables.spreadsheet import Table

Tables = Mapping[str, Table]
IMPORTS = 0x1A9027  # the lock that imports wait for; any number that is ours alone


@dataclass(frozen=True)
class Rights:
    """What somebody may import, and what may be made because a row names it."""

    sheets: Collection[type[Sheet]]
    may_add: Collection[type[models.Model]]


class Changed(Exception):
    """The outcome is no longer the one that was shown; nothing was written."""

    def __init__(self, outcome: Outcome):
        super().__init__()
        self.outcome = outcome


def check(conference: Conference, tables: Tables, rights: Rights) -> Outcome:
    """What an import would do, by doing it and taking it back. Raises NotUnderstood."""
    with transaction.atomic():
        outcome = _run(conference, tables, rights)
        transaction.set_rollback(True)
    return outcome


def carry_out(
    conference: Conference, tables: Tables, rights: Rights, *, shown: str
) -> Outcome:
    """Import the rows that are not refused, all in one transaction.

    Raises Changed, and writes nothing, where the outcome differs from the one whose
    fingerprint is given; NotUnderstood like check().
    """
    with transaction.atomic():
        outcome = _run(conference, tables, rights)
        if outcome.fingerprint != shown:
            raise Changed(outcome)
    return outcome


def _run(conference: Conference, tables: Tables, rights: Rights) -> Outcome:
    recognition = recognise(tables, rights.sheets)
    wait_for_others()
    conference = Conference.objects.get(pk=conference.pk)
    known = Known(conference, rights.may_add, lock=True)
    with timezone.override(conference.time_zone):
        kinds = dict.fromkeys(table.sheet for table in recognition.tables)
        sheets = {kind: kind(known) for kind in kinds}
        parts = [_part(table, sheets[table.sheet]) for table in recognition.tables]
    return Outcome(tuple(parts), recognition.remarks)


def wait_for_others() -> None:
    """Imports go one after the other, so that none judges by what another undoes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])


def _part(table: Recognised, sheet: Sheet) -> Part:
    fates = sheet.settle_all(table.lines)
    return Part(sheet.kind(), table.title, table.remarks, tuple(fates.values()))
