"""Addresses that sessions and speakers had in earlier releases."""

from itertools import pairwise

from agenda.models import Release
from agenda.release.programme import Programme, without_embargoed
from confsite.caching.releases import once_per_release


@once_per_release
def former_addresses(programme: Programme) -> dict[tuple[str, str], int]:
    """Which row visitors have last seen at an address: ("session", "opening") → its id.

    Read from the earlier releases themselves, the first time that one is asked for. Of
    an agreement that was under embargo when the next release took its place nobody has
    heard, nor of the people who come for that alone.
    """
    found: dict[tuple[str, str], int] = {}
    earlier = Release.objects.filter(
        conference=programme.conference.id, number__lt=programme.release
    ).order_by("number")
    ends = [*earlier.values_list("made_at", flat=True), programme.made_at]
    snapshots = earlier.values_list("snapshot", flat=True).iterator(chunk_size=1)
    for (_made_at, until), rows in zip(pairwise(ends), snapshots, strict=False):
        seen = without_embargoed(rows, until)
        for kind in ("session", "speaker"):
            found |= {(kind, row["slug"]): row["id"] for row in seen[f"{kind}s"]}
    return found
