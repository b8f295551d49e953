"""frozen: measured. Statements that are said often: planned once for each connection.

To read and plan the statements of a sign-up costs the server as much again as to do
what they say.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# What is the same each time, and what is not.
Statement = tuple[str, Sequence[object]]

# Of each connection of the driver: the names of what has been prepared on it.
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def execute(cursor: Any, *statements: Statement) -> None:
    """Say them in one message; what the cursor holds is the answer of the last.

    Whatever is not the same each time must be a parameter.
    """
    sql, parameters = zip(*statements, strict=True)
    cursor.execute("; ".join(map(said, sql, parameters)), [*chain(*parameters)])


def said(sql: str, parameters: Sequence[object]) -> str:
    """The statement by the name that this connection has prepared it under."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        # Behind a pooler that gives each transaction another session.
        return sql
    known = _prepared.setdefault(connection.connection, {})
    if sql not in known:
        known[sql] = prepare(sql, f"confsite_{len(known)}")
    places = ", ".join(["%s"] * len(parameters))
    return f"EXECUTE {known[sql]} ({places})"


def prepare(sql: str, name: str) -> str:
    """Past Django: this belongs to the session, and no request counts it as its own."""
    first, *others = sql.split("%s")
    numbered = first + "".join(f"${n}{part}" for n, part in enumerate(others, start=1))
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {numbered}")
    return name
