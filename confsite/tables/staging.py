"""A file between its check and its import.

It is staged among the sessions of staff, which expire: not in the session of its owner,
that each page would have to read, but in one of its own, of which the owner's knows the
key.
"""

from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase

from confsite.tables.dry_run import Tables
from confsite.tables.spreadsheet import RawRow, Table

KEY = "import"
LIFE = timedelta(hours=12)


def stage(session: SessionBase, target: str, tables: Tables) -> None:
    """Put the tables aside that are to be imported there; those before them go."""
    discard(session)
    # Nothing else sweeps them up.
    type(session).clear_expired()
    aside = type(session)()
    aside["target"] = target
    aside["tables"] = dict(tables)
    aside.set_expiry(int(LIFE.total_seconds()))
    aside.create()
    session[KEY] = aside.session_key


def staged(session: SessionBase, target: str) -> Tables | None:
    """The tables that are to be imported there, if they still are staged."""
    aside = type(session)(session.get(KEY))
    if aside.get("target") != target:
        return None
    return {
        title: Table(
            tuple(header),
            tuple(RawRow(line, tuple(values)) for line, values in rows),
            *kind,
        )
        for title, (header, rows, *kind) in aside["tables"].items()
    }


def discard(session: SessionBase) -> None:
    if KEY in session:
        type(session)(session.pop(KEY)).delete()
