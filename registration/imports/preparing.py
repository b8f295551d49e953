"""Each row with the parts of its name in columns of their own, and whom it may mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from confsite import text
from confsite.tables.cells import DASHES
from confsite.tables.heads import TableRow
from confsite.tables.names import has_han, key
from registration.imports.lookups import Sought
from registration.imports.names import (
    NameWriting,
    WholeName,
    plain_width,
    read_name,
    tidy_chinese,
)
from registration.imports.resource import DelegateResource, PreparedRow

NAMES = ("family_name", "given_name", "native_name")


def prepare(
    rows: Iterable[TableRow], resource: DelegateResource
) -> list[tuple[PreparedRow, Sought]]:
    """The rows, with one address for several people as that of their contact."""
    prepared = [in_columns(row, resource) for row in rows]
    people = [person_in(row) for row in prepared]
    shared = shared_addresses(people)
    return [
        as_contact(row, person) if person.email.lower() in shared else (row, person)
        for row, person in zip(prepared, people, strict=True)
    ]


def in_columns(row: TableRow, resource: DelegateResource) -> PreparedRow:
    cells = dict(row.cells)
    in_its_place(cells)
    join_department(cells)
    remark = cells.pop("remark", "")
    notes: list[str] = []
    title = undivided = ""
    refusals = []
    for column in ("name", "latin"):
        written = cells.pop(column, "")
        if not written:
            continue
        try:
            whole = read_whole(written, cells, resource.choices.writing)
        except ValidationError as error:
            undivided = " ".join(plain_width(written).split())
            # Nothing reads it any more, but the result names the row by it.
            cells[column] = undivided
            refusals += [resource.refusal(column, message) for message in error]
            continue
        for name, value in whole.columns.items():
            if name == "title":
                title = value
            else:
                cells.setdefault(name, value)
        if whole.left_out:
            notes.append(_("Left out of the name: %s.") % whole.left_out)
    if "title" in cells:
        title = ""
    return PreparedRow(
        row.line,
        cells,
        tuple(notes),
        tuple(refusals),
        undivided,
        title,
        tidy_remark(remark),
    )


def read_whole(written: str, cells: dict[str, str], writing: str) -> WholeName:
    native = cells.get("native_name", "")
    whole = read_name(written, NameWriting(writing), native)
    is_one_word = whole.family_name and not whole.given_name
    if is_one_word and (native or whole.native_name):
        # David, as 张伟 is called among foreigners.
        return WholeName("", whole.family_name, whole.native_name, whole.title)
    return whole


def in_its_place(cells: dict[str, str]) -> None:
    """An address that stands below 联系方式 is none of a telephone."""
    if "@" in cells.get("phone", "") and "email" not in cells:
        cells["email"] = cells.pop("phone")
    for column in ("email", "contact_email"):
        if cells.get(column, "").strip() in {"无", "none", "None", "N/A", "n/a"}:
            del cells[column]


def join_department(cells: dict[str, str]) -> None:
    """部门 before 职务: 国际合作司处长; Professor, Department of Physics."""
    department = cells.pop("department", "").strip()
    position = cells.get("position", "").strip()
    if department and department not in DASHES and department not in position:
        if not position:
            cells["position"] = department
        elif has_han(position) and has_han(department):
            cells["position"] = f"{department}{position}"
        else:
            cells["position"] = f"{position}, {department}"


def tidy_remark(remark: str) -> str:
    remark = remark.strip()
    return "" if remark in DASHES or remark in {"无", "/"} else remark


def person_in(row: PreparedRow) -> Sought:
    def plain(column: str) -> str:
        value = text.code(row.cells.get(column, ""))
        return "" if value in DASHES else " ".join(value.split())

    native = plain("native_name")
    return Sought(
        plain("reference").upper(),
        plain("email"),
        plain("contact_email"),
        plain("family_name"),
        plain("given_name"),
        tidy_chinese(native) if has_han(native) else native,
        plain("organisation"),
    )


def shared_addresses(people: Sequence[Sought]) -> set[str]:
    """Addresses that stand beside several names: a secretary reads them."""
    names: dict[str, set[str]] = defaultdict(set)
    for person in people:
        if person.email:
            names[person.email.lower()].add(named(person))
    return {address for address, found in names.items() if len(found) > 1}


def named(person: Sought) -> str:
    return person.native_name or key(f"{person.family_name} {person.given_name}")


def as_contact(row: PreparedRow, person: Sought) -> tuple[PreparedRow, Sought]:
    """Write to them by this address as to those who have none of their own."""
    cells = dict(row.cells)
    address = cells.pop("email")
    cells.setdefault("contact_email", address)
    note = _("The address is that of a contact: it stands beside several people.")
    moved = PreparedRow(
        row.line,
        cells,
        (*row.notes, note),
        row.refusals,
        row.undivided,
        row.title,
        row.remark,
    )
    return moved, person._replace(email="", contact_email=person.email)
