"""Who of the new people of a file may be there already, under another spelling."""

from collections.abc import Sequence

from confsite.tables.result import Suspect
from registration.duplicates import services
from registration.imports.lookups import DelegateLookups
from registration.models import Delegate
from registration.sign_up import SignUp

# More of them help nobody.
MOST = 5


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
