"""bench/large.py as an Excel file that can be imported: python -m bench.workbook FILE.

Heads and words are the ones that the import knows in every language: the names of the
columns, and the codes.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from bench import large
from confsite.tables.spreadsheet import Worksheet, xlsx_bytes

ORGANISATIONS = ("name_en", "name_zh", "kind", "country")
SPEAKERS = (
    "slug",
    "title",
    "given_name",
    "family_name",
    "native_name",
    "native_title",
    "position_en",
    "position_zh",
    "organisation",
    "attendance",
    "precedence",
    "biography_en",
    "biography_zh",
)
SESSIONS = (
    "slug",
    "kind",
    "title_en",
    "title_zh",
    "day",
    "begins",
    "ends",
    "room",
    "track",
    "people",
    "language",
    "is_interpreted",
    "attendance",
    "abstract_en",
    "abstract_zh",
)


def workbook() -> bytes:
    """The same rows on every call. They fit into the days of large.CONFERENCE."""
    both = {
        row["name_en"]: f"{row['name_en']} / {row['name_zh']}"
        for row in (*large.rooms(), *large.tracks(), *large.organisations())
    }
    return xlsx_bytes(
        [
            sheet("Organisations", ORGANISATIONS, large.organisations()),
            sheet(
                "Speakers",
                SPEAKERS,
                (
                    row | {"organisation": both[row["organisation"]]}
                    for row in large.speakers()
                ),
            ),
            sheet(
                "Sessions",
                SESSIONS,
                (as_written(row, both) for row in large.sessions()),
            ),
        ]
    )


def as_written(session: large.Row, both: dict[str, str]) -> large.Row:
    """A session as staff write it: day and times, and people in one cell."""
    return session | {
        "day": f"{session['starts_at']:%Y-%m-%d}",
        "begins": f"{session['starts_at']:%H:%M}",
        "ends": f"{session['ends_at']:%H:%M}",
        "room": both[session["room"]],
        "track": both[session["track"]],
        "people": "; ".join(f"{role}: {slug}" for role, slug in session["people"]),
    }


def sheet(title: str, columns: tuple[str, ...], rows: Iterable[large.Row]) -> Worksheet:
    return Worksheet(
        title,
        columns,
        [[str(row.get(column, "")) for column in columns] for row in rows],
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(workbook())
