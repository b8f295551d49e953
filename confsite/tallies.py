"""What happened within the last minutes or hours, at most so often for each key.

Counted by the database and its clock, exactly, for all processes together: whoever
comes at the same time waits for the row. Each mark leaves when its time is over, so
that there is no moment at which all begins anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

NOW = "extract(epoch FROM clock_timestamp())"
# Of the marks that a row has, those of its time but for the one that is made now.
RECENT = f"""
FROM jsonb_each(known.marks) AS made (mark, at)
WHERE at::float8 > {NOW} - %(within)s AND NOT EXCLUDED.marks ? mark
"""
MARK = f"""
WITH gone AS (
    DELETE FROM confsite_tally WHERE key IN (
        SELECT key FROM confsite_tally
        WHERE until < {NOW} AND key <> ALL (%(keys)s) LIMIT 1000
        FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO confsite_tally AS known (key, marks, until)
SELECT key, jsonb_build_object(mark, {NOW}), {NOW} + %(within)s
FROM unnest(%(keys)s, %(marks)s) AS asked (key, mark) ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    marks = (SELECT coalesce(jsonb_object_agg(mark, at), '{{}}') {RECENT})
        || EXCLUDED.marks,
    until = EXCLUDED.until
WHERE (SELECT count(*) {RECENT}) < %(limit)s
RETURNING key
"""  # noqa: S608 - nothing in it comes from outside
TAKE_BACK = "UPDATE confsite_tally SET marks = marks - %s WHERE key = %s"
FREE_AT = f"""
SELECT key, (
    SELECT to_timestamp(min(at::float8) + %(within)s)
    FROM jsonb_each(marks) AS made (mark, at) WHERE at::float8 > {NOW} - %(within)s
) FROM confsite_tally WHERE key = ANY (%(keys)s)
"""  # noqa: S608


def key_of(*what: object) -> str:
    """Nobody reads an address from it without the site's secret."""
    named = "/".join(map(str, what))
    return salted_hmac("confsite.tallies", named, algorithm="sha256").hexdigest()[:32]


def mark(wanted: Mapping[str, str], limit: int, within: timedelta) -> set[str]:
    """Make one mark for each key; returns the keys that had room for it.

    The same mark once more is no other one: it moves to now.
    """
    if not wanted:
        return set()
    values: dict[str, Any] = {
        "keys": list(wanted),
        "marks": list(wanted.values()),
        "limit": limit,
        "within": within.total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, values)
        return {key for (key,) in cursor.fetchall()}


def take_back(key: str, made: str) -> None:
    """As if the mark had not been made."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, [made, key])


def free_at(keys: list[str], within: timedelta) -> dict[str, datetime]:
    """When the oldest mark of each key leaves."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"keys": keys, "within": within.total_seconds()}
        cursor.execute(FREE_AT, values)
        return {key: at for key, at in cursor.fetchall() if at}
