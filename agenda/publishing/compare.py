"""What a release changes, as staff see it: for visitors, and under embargo."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from agenda.changes import changes
from agenda.changes.change import Changes
from agenda.release.programme import NEVER, Programme

Rows = dict[str, Any]


class Comparison(NamedTuple):
    """What differs between two snapshots at this moment."""

    shown: Changes
    # What visitors will not see before an embargo ends.
    embargoed: Changes


def compare(before: Rows, after: Rows) -> Comparison:
    now = timezone.now()
    was, becomes = programme(before, now), programme(after, now)
    shown = changes(was, becomes)
    if was.next_embargo == becomes.next_embargo == NEVER:
        return Comparison(shown, Changes())
    known = set(shown)
    everything = changes(programme(before), programme(after), with_embargoes=True)
    return Comparison(shown, Changes(c for c in everything if c not in known))


def programme(rows: Rows, until: datetime = NEVER) -> Programme:
    """The programme that these rows make, with the embargoes ended up to a moment.

    Without one, everything.
    """
    return Programme(0, 0, until, rows, until)
