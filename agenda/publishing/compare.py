"""What a release changes, as staff see it: for visitors, and under embargo."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from agenda.changes import changes
from agenda.changes.change import Change
from agenda.release.programme import Programme

# By then every embargo has ended.
IN_THE_END = datetime.max.replace(tzinfo=UTC)

Rows = dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """What differs between two snapshots at this moment."""

    shown: tuple[Change, ...]
    # What visitors will not see before an embargo ends.
    embargoed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.shown or self.embargoed)


def compare(before: Rows, after: Rows) -> Comparison:
    now = timezone.now()
    shown = changes(programme(before, now), programme(after, now))
    if not (has_embargoes(before) or has_embargoes(after)):
        return Comparison(shown, ())
    everything = changes(
        programme(before, IN_THE_END),
        programme(after, IN_THE_END),
        with_embargoes=True,
    )
    known = set(shown)
    return Comparison(shown, tuple(c for c in everything if c not in known))


def programme(rows: Rows, until: datetime) -> Programme:
    """The programme that these rows make, with the embargoes ended up to a moment."""
    return Programme(0, 0, until, rows, until)


def has_embargoes(rows: Rows) -> bool:
    return any(row["embargo_until"] for row in rows.get("agreements", ()))
