"""bench/large.py as an Excel file that can be imported: python -m bench.workbook FILE.

Heads and words are the ones that the import knows in every language: the names of the
columns, and the codes.
"""

import sys
from pathlib import Path

from bench import large
from confsite.tables.spreadsheet import Worksheet, xlsx_bytes


def workbook() -> bytes:
    """The same rows on every call. They fit into the days of large.CONFERENCE."""
    both = {
        row["name_en"]: f"{row['name_en']} / {row['name_zh']}"
        for row in (*large.rooms(), *large.tracks(), *large.organisations())
    }
    speakers = [
        row | {"organisation": both[row["organisation"]]} for row in large.speakers()
    ]
    sessions = [as_written(row, both) for row in large.sessions()]
    return xlsx_bytes(
        [
            sheet("Organisations", large.organisations()),
            sheet("Speakers", speakers),
            sheet("Sessions", sessions),
        ]
    )


def as_written(session: large.Row, both: dict[str, str]) -> large.Row:
    """A session as staff write it: day and times, and people in one cell."""
    starts_at, ends_at = session.pop("starts_at"), session.pop("ends_at")
    return session | {
        "day": f"{starts_at:%Y-%m-%d}",
        "begins": f"{starts_at:%H:%M}",
        "ends": f"{ends_at:%H:%M}",
        "room": both[session["room"]],
        "track": both[session["track"]],
        "people": "; ".join(f"{role}: {slug}" for role, slug in session["people"]),
    }


def sheet(title: str, rows: list[large.Row]) -> Worksheet:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[str(row.get(column, "")) for column in columns] for row in rows]
    return Worksheet(title, columns, cells)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(workbook())
