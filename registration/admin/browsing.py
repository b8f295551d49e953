"""Who leafs through many people is written down, as who takes them away is."""

from typing import Any

from django.http import HttpRequest

from confsite.models import Export
from registration.admin import exports

# Nobody looks for a person so far down; a search is shorter.
PAGES = 10


def note(
    request: HttpRequest, changelist: Any, conference: int | None, number: int
) -> None:
    """That somebody has opened a page of the list that is far down."""
    if changelist.page_num <= PAGES:
        return
    Export.objects.create(
        by=request.user.email,  # type: ignore[union-attr]
        what=f"delegates-page-{changelist.page_num}",
        rows=number,
        selection=exports.selection(changelist),
        conference_id=conference,
    )
