"""A table keyed by an enum has a row for each member, or a reason why not."""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
from importlib import import_module
from typing import Any

from registration.states import Attendance
from tests.code import PACKAGES, read

# Those that leave members out on purpose, and why.
PARTIAL = {
    "confsite.files.pdf.colour": "the other tones are black",
}

Table = tuple[str, type[Enum], set[str]]


def tables(source: ast.AST, names: dict[str, Any], module: str) -> Iterator[Table]:
    """Every dict display keyed by members of one enum: where, which, and its keys."""

    def visit(node: ast.AST, name: str) -> Iterator[Table]:
        match node:
            case ast.FunctionDef(name=inner) | ast.AnnAssign(target=ast.Name(id=inner)):
                name = f"{module}.{inner}"
            case ast.Assign(targets=[ast.Name(id=inner)]):
                name = f"{module}.{inner}"
            case ast.Dict(keys=keys) if enum := enum_of(keys, names):
                yield name, enum, {key.attr for key in keys}
        for child in ast.iter_child_nodes(node):
            yield from visit(child, name)

    yield from visit(source, module)


def enum_of(keys: Iterable[Any], names: dict[str, Any]) -> type[Enum] | None:
    owners = set()
    for key in keys:
        match key:
            case ast.Attribute(value=ast.Name(id=name)):
                owners.add(names.get(name))
            case _:
                return None
    owner = owners.pop() if len(owners) == 1 else None
    return owner if isinstance(owner, type) and issubclass(owner, Enum) else None


def holes(found: Iterable[Table]) -> dict[str, set[str]]:
    missing = {name: set(enum.__members__) - keys for name, enum, keys in found}
    return {name: members for name, members in missing.items() if members}


def test_every_member_has_a_row_in_every_table():
    found = [
        table
        for name, tree in read(*PACKAGES).trees.items()
        for table in tables(tree, vars(import_module(name)), name)
    ]

    assert len(found) >= 15
    assert {n: m for n, m in holes(found).items() if n not in PARTIAL} == {}
    assert holes(found).keys() >= PARTIAL.keys()


def test_a_missing_row_is_found_at_the_top_and_inside():
    source = ast.parse(
        "WAYS = {Attendance.ONSITE: 1}\n"
        "ALL = {Attendance.ONSITE: 1, Attendance.ONLINE: 2}\n"
        "def words():\n"
        "    return {Attendance.ONLINE: 'by video'}[way]\n"
    )

    found = holes(tables(source, {"Attendance": Attendance}, "desk"))

    assert found == {"desk.WAYS": {"ONLINE"}, "desk.words": {"ONSITE"}}
