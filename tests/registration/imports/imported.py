"""Lists of people as others write them, and what an import makes of them."""

from typing import Any

from confsite.models import User
from confsite.tables.result import RowResult
from confsite.tables.spreadsheet import Table
from registration.imports import services
from registration.imports.choices import ImportChoices
from registration.models import Category, DelegateFile
from tests.confsite.tables.staff import a_table
from tests.factories import make_staff

Cells = dict[str, str]
LIN = {"姓名": "林静", "单位": "国家计量院", "手机": "13800138000"}


def brought(
    into: Category, tables: dict[str, Table], **choices: Any
) -> tuple[DelegateFile, User]:
    """A file that was looked into, by somebody who may do all there is."""
    by = make_staff()
    file = services.receive(tables, into.conference, by)
    heads = [head for sheet in services.sheets(file) for head in sheet.heads]
    columns = {head.key: head.column or "" for head in heads}
    given = {"category": into.pk, "attendance": "onsite"} | choices
    columns |= given.pop("columns", {})
    services.choose(file, ImportChoices(columns=columns, **given))
    services.look_into(file, by)
    return file, by


def check(into: Category, *rows: Cells, **choices: Any) -> list[RowResult]:
    file, _by = brought(into, {"": a_table(*rows)}, **choices)
    return results(file)


def bring(into: Category, *rows: Cells, **choices: Any) -> list[RowResult]:
    """Import these rows after a check, as staff do; the results in order."""
    file, by = brought(into, {"": a_table(*rows)}, **choices)
    found = results(file)
    services.carry_out(str(file.pk), by)
    return found


def results(file: DelegateFile) -> list[RowResult]:
    return [services.unpacked(row) for _t, row in services.rows_of(file.result, "")]


def remarks(file: DelegateFile) -> list[str]:
    tables = file.result["tables"]
    return [*file.result["remarks"], *(r for table in tables for r in table["remarks"])]


def statuses(rows: list[RowResult]) -> list[str]:
    return [row.status.value for row in rows]


def reasons(row: RowResult) -> dict[str, str]:
    return {refusal.column: refusal.reason for refusal in row.refusals}


def changes(row: RowResult) -> dict[str, tuple[str, str]]:
    return {change.name: (change.before, change.after) for change in row.changes}
