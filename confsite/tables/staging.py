"""A file between its check and its import.

It lies among the sessions of staff, which expire: not in the session of its owner, that
each page would have to read, but in one of its own, of which the owner's knows the key.
"""

from datetime import timedelta
from typing import Any

from agenda.models import Conference
from confsite.tables.dry_run import Tables
from confsite.tables.spreadsheet import RawRow, Table

KEY = "import"
LIFE = timedelta(hours=12)


def keep(session: Any, conference: Conference, tables: Tables) -> None:
    """Put the tables into the drawer; what was in it before goes."""
    empty(session)
    # Nothing else sweeps them up.
    type(session).clear_expired()
    drawer = type(session)()
    drawer["conference"] = conference.pk
    drawer["tables"] = [
        (title, table.header, [(row.line, row.values) for row in table.rows])
        for title, table in tables.items()
    ]
    drawer.set_expiry(int(LIFE.total_seconds()))
    drawer.create()
    session[KEY] = drawer.session_key


def kept(session: Any, conference: Conference) -> Tables | None:
    """The tables of this conference that are in the drawer, if they still are."""
    drawer = type(session)(session.get(KEY))
    if drawer.get("conference") != conference.pk:
        return None
    return {
        title: Table(
            tuple(header), tuple(RawRow(line, tuple(values)) for line, values in rows)
        )
        for title, header, rows in drawer["tables"]
    }


def empty(session: Any) -> None:
    if KEY in session:
        type(session)(session.pop(KEY)).delete()
