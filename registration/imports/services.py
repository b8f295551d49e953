"""A file of people: taken, looked into, and imported as it was shown."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agenda.models import Conference
from confsite.differences import Difference
from confsite.models import User
from confsite.tables import spreadsheet
from confsite.tables.result import Refusal, RowResult, RowStatus, Suspect
from confsite.tables.spreadsheet import Table
from confsite.words import listed
from registration.errors import FileIsGone, FileResultChanged
from registration.imports import plan, reading, writing
from registration.imports.choices import ImportChoices
from registration.imports.lookups import DelegateLookups
from registration.imports.resource import DelegateResource
from registration.models import DelegateFile, HeadMeaning, Tag

# Of one file; a conference has more people in several.
MOST_PEOPLE = 20_000
Report = Callable[[int, int], None]


def read(content: bytes) -> dict[str, Table]:
    """Raises SpreadsheetRefused."""
    return spreadsheet.read(content, MOST_PEOPLE)


def receive(tables: dict[str, Table], conference: Conference, by: User) -> DelegateFile:
    """Keep a file for its import; what nobody comes back to the worker forgets."""
    file = DelegateFile.of(tables, conference, by)
    file.save(force_insert=True)
    return file


def sheets(file: DelegateFile) -> list[reading.Sheet]:
    """Its lists, each head with what it means as far as anybody knows."""
    return reading.sheets(file.tables, known_heads())


def known_heads() -> dict[str, str]:
    return dict(HeadMeaning.objects.values_list("head", "column"))


@transaction.atomic
def choose(file: DelegateFile, choices: ImportChoices) -> None:
    """Import it so; what a head was said to mean holds for the next file, too."""
    said = {
        head.key[:200]: choices.columns[head.key]
        for sheet in sheets(file)
        for head in sheet.heads
        if head.key in choices.columns
        and choices.columns[head.key] != (head.column or "")
    }
    HeadMeaning.objects.bulk_create(
        [HeadMeaning(head=head, column=column) for head, column in said.items()],
        update_conflicts=True,
        unique_fields=["head"],
        update_fields=["column"],
    )
    file.choices, file.result, file.fingerprint = choices.as_json(), None, ""
    file.save(update_fields=["choices", "result", "fingerprint"])


def look_into(file: DelegateFile, by: User, report: Report = plan.no_report) -> None:
    """Find out what would become of each row, and keep that beside the file."""
    draft = draft_of(file, by, report)
    file.result = as_json(draft)
    file.fingerprint = draft.fingerprint
    file.save(update_fields=["result", "fingerprint"])


def draft_of(file: DelegateFile, by: User, report: Report) -> plan.ImportDraft:
    choices = ImportChoices.of(file.choices)
    may_add = [Tag] if by.has_perm("registration.add_tag", file.conference) else []
    lookups = DelegateLookups(file.conference, may_add)
    resource = DelegateResource(lookups, choices)
    # Without the tables that are behind it: each is as large as the file.
    found = [
        reading.people_in(sheet, choices.columns)
        for sheet in reading.sheets(file.tables, choices.columns)
    ]
    return plan.draft(found, resource, report)


@transaction.atomic
def carry_out(
    key: str, by: User | None, report: Report = plan.no_report
) -> tuple[Counter[str], list[RowResult]]:
    """Import a file as it was shown, and forget it; the rows that stayed out.

    One transaction. Raises FileIsGone, FileResultChanged.
    """
    waiting = DelegateFile.objects.waiting().select_for_update()
    file = waiting.filter(pk=key).first()
    if file is None or by is None:
        raise FileIsGone
    if file.result is None:
        raise FileResultChanged
    with translation.override(file.result["language"]):
        draft = draft_of(file, by, lambda done, total: report(done // 2, total))
    if draft.fingerprint != file.fingerprint:
        raise FileResultChanged
    written = len(draft.entries) + len(draft.alterations)
    done = 0

    def tell(number: int) -> None:
        nonlocal done
        done += number
        report((file.rows + file.rows * done // written) // 2, file.rows)

    choices = ImportChoices.of(file.choices)
    writing.write(draft, file.conference_id, choices, by, tell)
    file.delete()
    out = (RowStatus.REFUSED, RowStatus.DUPLICATE)
    return draft.counts, [row for row in draft.rows if row.status in out]


# -- What is kept of a result ----------------------------------------------------------


def as_json(draft: plan.ImportDraft) -> dict[str, Any]:
    return {
        # In which it was said: the same rows in other words have another fingerprint.
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "counts": draft.counts,
        "remarks": draft.remarks,
        "to_write": len(draft.entries) + len(draft.alterations),
        "tables": [
            {
                "title": table.title,
                "remarks": table.remarks,
                "rows": [packed(row) for row in table.rows],
            }
            for table in draft.tables
        ],
    }


def packed(row: RowResult) -> list[Any]:
    changes = [(str(c.name), str(c.before), str(c.after)) for c in row.shown_changes]
    refusals = [(refusal.column, refusal.reason) for refusal in row.refusals]
    told = (row.line, row.status.value, str(row.name), str(row.detail))
    return [*told, changes, row.notes, refusals, row.suspects]


def unpacked(stored: list[Any]) -> RowResult:
    line, status, name, detail, changes, notes, refusals, suspects = stored
    return RowResult(
        line,
        RowStatus(status),
        name,
        detail,
        tuple(Difference(*change) for change in changes),
        tuple(notes),
        tuple(Refusal(*refusal) for refusal in refusals),
        tuple(Suspect(*suspect) for suspect in suspects),
    )


def rows_of(result: Mapping[str, Any], status: str) -> Iterator[tuple[str, list[Any]]]:
    """The stored rows of this status, or all; each with the title of its table."""
    for table in result["tables"]:
        for row in table["rows"]:
            if status in ("", row[1]):
                yield table["title"], row


def reasons(row: RowResult) -> str:
    """Why a row stayed out, in one cell of a file."""
    said = [
        f"{refusal.column}{_(': ')}{refusal.reason}"
        if refusal.column
        else refusal.reason
        for refusal in row.refusals
    ]
    if row.suspects:
        names = listed(suspect.name for suspect in row.suspects)
        said.append(_("May be there already: %s.") % names)
    return " ".join(said)
