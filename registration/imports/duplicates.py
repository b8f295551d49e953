"""Who of the new people of a file may be there already, or stand in it twice."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from confsite.tables.result import RowResult, Suspect
from registration.duplicates import services
from registration.imports.lookups import DelegateLookups
from registration.models import Delegate
from registration.sign_up import SignUp

# More of them help nobody.
MOST = 5
# The key of who is not registered yet.
NOBODY = 0


def suspects(
    lookups: DelegateLookups, people: Sequence[SignUp]
) -> dict[int, list[Suspect]]:
    """By the place among these people: those whom they may be, and why."""
    found = services.candidates(lookups.conference.pk, people)
    best = {place: those[:MOST] for place, those in found.items()}
    pks = {one.delegate_pk for those in best.values() for one in those}
    names = {row.pk: str(row) for row in Delegate.objects.filter(pk__in=pks)}
    return {
        place: [
            Suspect(one.delegate_pk, names[one.delegate_pk], str(one.why))
            for one in those
            if one.delegate_pk in names
        ]
        for place, those in best.items()
    }


def twice(
    lookups: DelegateLookups, people: Sequence[SignUp], rows: Sequence[RowResult]
) -> dict[int, Suspect]:
    """By the place among these people: which line before is likely about them, too."""
    found = services.alike_among(lookups.conference.pk, people)
    said = _("%(name)s in line %(line)d")
    return {
        place: Suspect(
            NOBODY, said % {"name": rows[other].name, "line": rows[other].line}, why
        )
        for place, (other, why) in found.items()
    }
