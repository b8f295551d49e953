"""frozen: measured. Statements that are said often: planned once for each connection.

To read and plan the statements of a sign-up costs the server as much again as to do
what they say.
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# Of each connection of the driver: the names of what has been prepared on it.
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def execute(cursor: Any, sql: str, parameters: Sequence[object]) -> None:
    """As cursor.execute(). Whatever is not the same each time must be a parameter."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        # Behind a pooler that gives each transaction another session.
        cursor.execute(sql, parameters)
        return
    known = _prepared.setdefault(connection.connection, {})
    if sql not in known:
        known[sql] = prepare(sql, f"confsite_{len(known)}")
    places = ", ".join(["%s"] * len(parameters))
    cursor.execute(f"EXECUTE {known[sql]} ({places})", parameters)


def prepare(sql: str, name: str) -> str:
    """Past Django: this belongs to the session, and no request counts it as its own."""
    first, *others = sql.split("%s")
    numbered = first + "".join(f"${n}{part}" for n, part in enumerate(others, start=1))
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {numbered}")
    return name
