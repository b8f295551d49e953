"""What staff may do, by their roles: the table that people read, and that code reads.

Somebody has roles in conferences (agenda.models.RoleAssignment). A permission is
named as Django names it, so that whatever asks need not know of roles. The owner of the
installation, `is_superuser`, may do everything everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StaffRole(TextChoices):
    OWNER = "owner", pgettext_lazy("role", "owner")
    REGISTRATION = "registration", pgettext_lazy("role", "registration")
    PROGRAMME = "programme", pgettext_lazy("role", "programme")
    LETTERS = "letters", pgettext_lazy("role", "letters")
    DOOR = "door", pgettext_lazy("role", "door")
    VIEWER = "viewer", pgettext_lazy("role", "viewer")


@dataclass(frozen=True)
class Grant:
    """What a role lets one do, and what not: in words, and as permissions."""

    may: str | Promise
    may_not: str | Promise
    permissions: frozenset[str]


def named(app: str, verbs: str, models: str) -> Iterator[str]:
    for verb in verbs.split():
        for model in models.split():
            yield f"{app}.{verb}_{model}"


def together(*parts: Iterable[str]) -> frozenset[str]:
    return frozenset(name for part in parts for name in part)


PROGRAMME = "countryname partner room track speaker session participation runitem"
# What may be under embargo, and the addresses that only who holds a place gets.
KEPT_BACK = "agreement agreementparty signature joinoption"
SET_UP = "category quota registrationsettings tag consentrequest retentionrule"

SEES_PROGRAMME = together(
    named("agenda", "view", f"conference release organisation {PROGRAMME}")
)
RUNS_PROGRAMME = together(
    SEES_PROGRAMME,
    named("agenda", "view", KEPT_BACK),
    named("agenda", "add change delete", f"{PROGRAMME} {KEPT_BACK}"),
    named("agenda", "change export", "conference"),
    named("agenda", "add change delete", "organisation"),
)
SEES_DELEGATES = together(
    named("registration", "view reach", "delegate"),
    named("registration", "view", f"delegatetag {SET_UP}"),
)
SEES_LETTERS = together(named("registration", "view", "letter"))
RUNS_REGISTRATION = together(
    SEES_DELEGATES,
    SEES_LETTERS,
    # To delete one is to erase what is held of them.
    named("registration", "add change delete export", "delegate"),
    named("registration", "add change delete", SET_UP),
    named("registration", "view", "refusedsignup possibleduplicate job"),
    named("registration", "view", "erasure retentionreport"),
    named("registration", "change", "letter"),
)

ROLES: dict[StaffRole, Grant] = {
    StaffRole.OWNER: Grant(
        _(
            "Everything in this conference; gives roles in it, invites colleagues, and "
            "reads who took files away. Makes the next edition of it."
        ),
        _("Nothing in other conferences."),
        together(
            RUNS_PROGRAMME,
            RUNS_REGISTRATION,
            named("agenda", "add delete", "conference"),
            named("agenda", "view add change delete", "roleassignment"),
            named("confsite", "view add change", "user"),
            named("confsite", "view", "export"),
        ),
    ),
    StaffRole.REGISTRATION: Grant(
        _(
            "Delegates: sees, enters, imports, exports and changes them, their places, "
            "categories and tags, and reads their letters."
        ),
        _("Does not change the programme, and sees no agreements."),
        together(SEES_PROGRAMME, RUNS_REGISTRATION),
    ),
    StaffRole.PROGRAMME: Grant(
        _(
            "The programme: sessions, speakers, agreements, rooms; imports, prints and "
            "publishes it."
        ),
        _("Sees no delegates and no letters."),
        RUNS_PROGRAMME,
    ),
    StaffRole.LETTERS: Grant(
        _("Sees delegates and every letter to them; queues again what was set aside."),
        _("Changes no delegate, and takes no list of them away."),
        together(
            SEES_PROGRAMME,
            SEES_DELEGATES,
            SEES_LETTERS,
            named("registration", "change", "letter"),
        ),
    ),
    StaffRole.DOOR: Grant(
        _("Finds delegates, and sees their names, organisation, category and state."),
        _("Sees no address, note or letter; changes, prints and exports nothing."),
        together(
            named("agenda", "view", "conference session room track speaker"),
            named("registration", "view", "delegate"),
        ),
    ),
    StaffRole.VIEWER: Grant(
        _("Sees the programme and the delegates."),
        _("Changes nothing, exports nothing; sees no agreements and no letters."),
        together(SEES_PROGRAMME, SEES_DELEGATES),
    ),
}

# What no role gives, because it concerns every conference: of the owner of the
# installation alone.
OF_THE_INSTALLATION = together(
    named("registration", "view release", "outbox"),
    named("confsite", "view", "failedsignins"),
    named("confsite", "delete", "user"),
)


def permissions(roles: Iterable[str]) -> frozenset[str]:
    """What somebody may do who has these roles; a role that is gone gives nothing."""
    return together(
        *(ROLES[StaffRole(r)].permissions for r in roles if r in StaffRole.values)
    )
