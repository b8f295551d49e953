"""Who has which role in a conference, where that is not just a row of a form."""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda.errors import ProgrammeError
from agenda.models import Conference, RoleAssignment
from confsite.models import User
from confsite.roles import StaffRole
from confsite.staff import passwords


class AccountIsClosed(ProgrammeError):
    message = _(
        "This account may not sign in. Whoever owns the installation can open it again."
    )


class Invited(NamedTuple):
    """Who is to have which role, and whether they had an account already."""

    user: User
    is_new: bool


def own(user: Any, conference: Conference) -> None:
    """Whoever makes a conference owns it."""
    RoleAssignment.objects.get_or_create(
        user=user, conference=conference, role=StaffRole.OWNER
    )


@transaction.atomic
def invite(
    colleague: User, conference: Conference | None = None, role: str = ""
) -> Invited:
    """Give a role to whoever has this address; with a new account, if there is none.

    A new one gets the letter with the link for the password. Raises AccountIsClosed.
    """
    known = User.objects.filter(email__iexact=colleague.email).first()
    if known and not (known.is_active and known.is_staff):
        raise AccountIsClosed
    if known is None:
        passwords.add(colleague)
    user = known or colleague
    if conference:
        RoleAssignment.objects.get_or_create(
            user=user, conference=conference, role=role
        )
    return Invited(user, known is None)
