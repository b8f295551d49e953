"""Files as staff would bring them, and what an import makes of them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agenda.models import Conference, Organisation, Room, Track
from confsite.tables import dry_run
from confsite.tables.dry_run import Rights
from confsite.tables.recognition import SHEETS
from confsite.tables.result import Fate, Outcome
from confsite.tables.spreadsheet import RawRow, Table, csv_bytes
from tests.admin_pages import filled_in

EVERYTHING = Rights(SHEETS, (Organisation, Room, Track))
Cells = dict[str, str]


def a_table(*rows: Cells) -> Table:
    """A table with these rows below the heads that they name; line 2 comes first."""
    heads = tuple(dict.fromkeys(head for row in rows for head in row))
    return Table(
        heads,
        tuple(
            RawRow(line, tuple(row.get(head, "") for head in heads))
            for line, row in enumerate(rows, 2)
        ),
    )


def check(conference: Conference, *rows: Cells, **more: Any) -> Outcome:
    return dry_run.check(
        conference, {"": a_table(*rows)}, more.get("rights", EVERYTHING)
    )


def bring(conference: Conference, *rows: Cells) -> list[Fate]:
    """Import these rows after a check, as staff do; the fates in order."""
    return bring_all(conference, {"": a_table(*rows)}).fates


def bring_all(conference: Conference, tables: dict[str, Table]) -> Outcome:
    shown = dry_run.check(conference, tables, EVERYTHING).fingerprint
    return dry_run.carry_out(conference, tables, EVERYTHING, shown=shown)


def words(fates: list[Fate]) -> list[str]:
    return [fate.word.value for fate in fates]


def reasons(fate: Fate) -> dict[str, str]:
    """Why a row is refused, by column."""
    return {refusal.column: refusal.reason for refusal in fate.refusals}


def changes(fate: Fate) -> dict[str, tuple[str, str]]:
    return {change.column: (change.before, change.after) for change in fate.changes}


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


def fates(response: Any) -> list[str]:
    return words(response.context["outcome"].fates)


def error(response: Any) -> list[str]:
    """What stands at the field for the file."""
    return [str(message) for message in response.context["form"].errors["file"]]
