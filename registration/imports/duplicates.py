"""Who of the new people may be there already, under another spelling."""

from collections.abc import Sequence

from confsite.tables.result import Suspect
from registration.imports.lookups import DelegateLookups
from registration.sign_up import SignUp


def candidates(
    lookups: DelegateLookups, people: Sequence[SignUp]
) -> dict[int, list[Suspect]]:
    """By the place among these people: those whom they may be, and why."""
    return {}
