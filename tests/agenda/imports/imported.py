"""Files as staff would bring them, and what an import makes of them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agenda.imports.programme import KINDS, import_plan
from agenda.models import Conference, Organisation, Room, Track
from confsite.tables import dry_run
from confsite.tables.dry_run import ImportPlan
from confsite.tables.result import ImportResult, RowResult
from confsite.tables.spreadsheet import Table, csv_bytes
from tests.admin_pages import filled_in
from tests.confsite.tables.staff import a_table

Cells = dict[str, str]


def everything(conference: Conference) -> ImportPlan:
    """For somebody who may import and add all there is."""
    return import_plan(conference, KINDS, (Organisation, Room, Track))


def check(conference: Conference, *rows: Cells) -> ImportResult:
    return dry_run.check({"": a_table(*rows)}, everything(conference))


def bring(conference: Conference, *rows: Cells) -> list[RowResult]:
    """Import these rows after a check, as staff do; the results in order."""
    return bring_all(conference, {"": a_table(*rows)}).rows


def bring_all(conference: Conference, tables: dict[str, Table]) -> ImportResult:
    plan = everything(conference)
    shown = dry_run.check(tables, plan).fingerprint
    return dry_run.carry_out(tables, plan, shown=shown)


def statuses(results: list[RowResult]) -> list[str]:
    return [result.status.value for result in results]


def reasons(result: RowResult) -> dict[str, str]:
    """Why a row is refused, by column."""
    return {refusal.column: refusal.reason for refusal in result.refusals}


def changes(result: RowResult) -> dict[str, tuple[str, str]]:
    return {change.name: (change.before, change.after) for change in result.changes}


# -- In the admin ----------------------------------------------------------------------


def address(conference: Conference, name: str = "imports", *rest: str) -> str:
    return reverse(f"admin:agenda_conference_{name}", args=[conference.pk, *rest])


def send(
    client: Client, conference: Conference, content: bytes, name: str = "file.xlsx"
) -> Any:
    """Bring a file; the page that follows."""
    upload = SimpleUploadedFile(name, content)
    return client.post(address(conference), {"file": upload}, follow=True)


def send_rows(client: Client, conference: Conference, *rows: Cells) -> Any:
    table = a_table(*rows)
    content = csv_bytes(table.header, (row.values for row in table.rows))
    return send(client, conference, content, "rows.csv")


def press_import(client: Client, conference: Conference) -> HttpResponse:
    return filled_in(client, address(conference, "import_check"))


def statuses_on(response: Any) -> list[str]:
    return statuses(response.context["result"].rows)


def error(response: Any) -> list[str]:
    """What stands at the field for the file."""
    return [str(message) for message in response.context["form"].errors["file"]]
