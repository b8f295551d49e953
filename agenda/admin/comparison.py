"""What a release changes, on pages of the admin: both languages side by side."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.admin.base import sees_agreements
from agenda.changes import summary
from agenda.changes.change import Change, Subject
from agenda.publishing.compare import Comparison

# With more of them a group is opened by whoever wants to read it.
MOST_OPEN = 60


class ComparisonPart(NamedTuple):
    """Changes of one sort; what is kept from somebody is told in numbers alone."""

    heading: str | Promise
    changes: tuple[Change, ...]
    is_listed: bool = True

    @property
    def in_short(self) -> str:
        return summary.in_short(self.changes)

    @property
    def groups(self) -> tuple[summary.Group, ...]:
        return summary.groups(self.changes) if self.is_listed else ()

    @property
    def is_open(self) -> bool:
        return len(self.changes) <= MOST_OPEN


def parts(comparison: Comparison, request: HttpRequest) -> list[ComparisonPart]:
    """What visitors see and what is under embargo, as far as there is any.

    Whoever may not see agreements is told how many changes are about them, and no more.
    """
    shown, embargoed = comparison.shown, comparison.embargoed
    kept: tuple[Change, ...] = ()
    if not sees_agreements(request):
        kept = tuple(c for c in shown if c.subject == Subject.AGREEMENT) + embargoed
        shown, embargoed = tuple(c for c in shown if c not in kept), ()
    found = (
        ComparisonPart(_("What changes for visitors"), shown),
        ComparisonPart(_("Under embargo: visitors see nothing of this yet"), embargoed),
        ComparisonPart(_("About agreements, which you may not see"), kept, False),
    )
    return [part for part in found if part.changes]
