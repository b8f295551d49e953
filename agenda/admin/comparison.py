"""What a release changes, on pages of the admin: both languages side by side."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agenda.admin.base import sees_agreements
from agenda.changes.change import Changes, Subject
from agenda.models import Conference
from agenda.publishing.compare import Comparison


class ComparisonPart(NamedTuple):
    """Changes of one sort; what is kept from somebody is told in numbers alone."""

    heading: str | Promise
    changes: Changes
    is_listed: bool = True


def parts(
    comparison: Comparison, request: HttpRequest, conference: Conference
) -> list[ComparisonPart]:
    """What visitors see and what is under embargo, as far as there is any.

    Whoever may not see agreements is told how many changes are about them, and no more.
    """
    shown, embargoed = comparison
    kept = Changes()
    if not sees_agreements(request, conference):
        secret = Changes(c for c in shown if c.subject == Subject.AGREEMENT)
        kept = Changes(secret + embargoed)
        shown, embargoed = Changes(c for c in shown if c not in kept), Changes()
    found = (
        ComparisonPart(_("What changes for visitors"), shown),
        ComparisonPart(_("Under embargo: visitors see nothing of this yet"), embargoed),
        ComparisonPart(_("About agreements, which you may not see"), kept, False),
    )
    return [part for part in found if part.changes]
