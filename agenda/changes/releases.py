"""What each release changed, as the public saw it."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agenda.changes import changes
from agenda.changes.change import Changes
from agenda.models import Release
from agenda.release.programme import NEVER, Programme
from confsite.caching.releases import cached_per_release
from confsite.clocks import Moment

MOST = 10


class ReleaseChanges(NamedTuple):
    """A release, and what it changed; the first one changed nothing."""

    number: int
    made: Moment
    changes: Changes | None


class Seen(NamedTuple):
    """A release as the public saw it last, when the next one took its place.

    What was under embargo then shows nowhere, even if the embargo has ended since; nor
    does what is under embargo now.
    """

    pk: int
    until: datetime
    hidden: frozenset[int]  # agreements


def recent(programme: Programme) -> tuple[ReleaseChanges, ...]:
    """The release that the public sees, and those before it; the newest comes first."""
    releases = list(
        Release.objects.filter(
            conference_id=programme.conference.id, number__lte=programme.release
        )
        .order_by("-number")
        .values_list("pk", "number", "made_at")[: MOST + 1]
    )
    hidden, clocks = embargoed(programme), programme.conference.clocks
    seen = [
        Seen(pk, until, hidden)
        for (_pk, _number, until), (pk, _number, _made_at) in pairwise(releases)
    ]
    # Each is the later one of a pair, then the earlier one of the next: two are enough.
    load = lru_cache(maxsize=2)(as_seen)
    found: list[Changes | None]
    found = [changes(load(earlier), programme) for earlier in seen[:1]]
    found += [between(earlier, later, load) for later, earlier in pairwise(seen)]
    return tuple(
        ReleaseChanges(number, Moment(made_at, *clocks), differ)
        for (_pk, number, made_at), differ in zip(
            releases[:MOST], [*found, None], strict=False
        )
    )


def embargoed(programme: Programme) -> frozenset[int]:
    """The agreements of a release that the public may not see now."""
    snapshots = Release.objects.filter(pk=programme.pk)
    rows = snapshots.values_list("snapshot__agreements", flat=True).get()
    shown = {agreement.id for agreement, _session in programme.agreements}
    return frozenset(row["id"] for row in rows or ()) - shown


# Two releases never change: they are compared once, for all languages.
@cached_per_release(20, key=lambda earlier, later, load: (earlier, later))
def between(earlier: Seen, later: Seen, load: Callable[[Seen], Programme]) -> Changes:
    # The later one first: it was loaded a moment ago.
    after = load(later)
    return changes(load(earlier), after)


def as_seen(seen: Seen) -> Programme:
    release = Release.objects.get(pk=seen.pk)
    for row in release.snapshot.get("agreements", ()):
        if row["id"] in seen.hidden:
            row["embargo_until"] = NEVER.isoformat()
    return Programme(
        release.pk, release.number, release.made_at, release.snapshot, seen.until
    )
