"""What each release changed, as the public saw it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from agenda.changes import changes
from agenda.changes.change import Change
from agenda.models import Release
from agenda.release.programme import Programme
from confsite.caching.releases import cached_per_release
from confsite.clocks import Moment

MOST = 10
NEVER = datetime.max.replace(tzinfo=UTC).isoformat()


class ReleaseChanges(NamedTuple):
    """A release, and what it changed; the first one changed nothing."""

    number: int
    made: Moment
    changes: tuple[Change, ...] | None


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
    # Each is the later one of a pair, then the earlier one of the next: two are enough.
    load = lru_cache(maxsize=2)(as_seen)
    found = []
    later: Seen | None = None
    for (_pk, number, made_at), (pk, _number, _made_at) in pairwise(releases):
        earlier = Seen(pk, made_at, hidden)
        if later:
            differ = between(earlier, later, load)
        else:
            differ = changes(load(earlier), programme)
        found.append(ReleaseChanges(number, Moment(made_at, *clocks), differ))
        later = earlier
    if len(releases) <= MOST:
        _pk, number, made_at = releases[-1]
        found.append(ReleaseChanges(number, Moment(made_at, *clocks), None))
    return tuple(found)


def embargoed(programme: Programme) -> frozenset[int]:
    """The agreements of a release that the public may not see now."""
    snapshots = Release.objects.filter(pk=programme.pk)
    rows = snapshots.values_list("snapshot__agreements", flat=True).get()
    shown = {agreement.id for agreement, _session in programme.agreements}
    return frozenset(row["id"] for row in rows or ()) - shown


# Two releases never change: they are compared once, for all languages.
@cached_per_release(20, key=lambda earlier, later, load: (earlier, later))
def between(
    earlier: Seen, later: Seen, load: Callable[[Seen], Programme]
) -> tuple[Change, ...]:
    # The later one first: it was loaded a moment ago.
    after = load(later)
    return changes(load(earlier), after)


def as_seen(seen: Seen) -> Programme:
    release = Release.objects.get(pk=seen.pk)
    rows: dict[str, Any] = release.snapshot
    agreements = [
        row | {"embargo_until": NEVER} if row["id"] in seen.hidden else row
        for row in rows.get("agreements", ())
    ]
    rows |= {"agreements": agreements}
    return Programme(release.pk, release.number, release.made_at, rows, seen.until)
