"""Whom a row is about: by reference, by address, or by name with organisation."""

from dataclasses import replace

from django.utils.translation import gettext as _

from confsite.tables.names import key
from confsite.tables.result import Refusal
from confsite.words import listed
from registration.imports.lookups import (
    DelegateLookups,
    Known,
    Sought,
    is_same_name,
    may_be_the_same,
)
from registration.imports.preparing import as_contact
from registration.imports.resource import DelegateResource, PreparedRow

Match = tuple[PreparedRow, Sought]


def match(row: PreparedRow, person: Sought, resource: DelegateResource) -> Match:
    """The row with whom it is about, or with why nobody can say that."""
    lookups = resource.lookups
    if person.reference:
        found = lookups.with_reference(person.reference)
        if found is None:
            words = _("Nobody here has this reference.")
            return refused(row, person, resource.refusal("reference", words))
        return settled(row, person, found, resource)
    if person.email:
        return by_address(row, person, resource)
    return by_name(row, person, resource)


def by_address(row: PreparedRow, person: Sought, resource: DelegateResource) -> Match:
    lookups = resource.lookups
    others = lookups.with_mailbox(person.email)
    for other in others:
        if is_same_name(person, other) or is_undivided(row, other):
            return settled(row, person, other, resource)
    own = [k for k in others if k.email.lower() == person.email.lower()]
    for other in own:
        if person.is_nameless and not row.undivided:
            return settled(row, person, other, resource)
        if may_be_the_same(person, other):
            return settled(row, person, other, resource)
    if living := [other for other in own if other.is_live]:
        words = _(
            "This address is that of %(name)s (%(reference)s). If it is the same "
            "person, write the reference beside them; if somebody else reads their "
            "letters, write the address as that of the contact."
        )
        facts = {"name": name_of(living[0]), "reference": living[0].reference}
        return refused(row, person, resource.refusal("email", words % facts))
    if others and not own:
        # Somebody who reads the letters of others already.
        return by_name(*as_contact(row, person), resource)
    return by_name(row, person, resource)


def by_name(row: PreparedRow, person: Sought, resource: DelegateResource) -> Match:
    """Those of this name in this organisation; who has another address is another."""
    if person.is_nameless:
        return row, person
    found = [
        other
        for other in resource.lookups.namesakes(person)
        if key(other.organisation) == key(person.organisation)
        and not (person.email and other.email)
    ]
    mailbox = person.contact_email.lower()
    nearest = [other for other in found if mailbox in other.mailboxes] or found
    living = [other for other in nearest if other.is_live] or nearest
    if len(living) > 1:
        words = _("Several people have this name; write the reference of one: %s.")
        references = listed(other.reference for other in living)
        return refused(row, person, resource.refusal("reference", words % references))
    return settled(row, person, living[0], resource) if living else (row, person)


def settled(
    row: PreparedRow, person: Sought, found: Known, resource: DelegateResource
) -> Match:
    """It is about them: a whole name that is theirs says nothing new."""
    cells = dict(row.cells)
    refusals = row.refusals
    if row.undivided and is_undivided(row, found):
        refusals = ()
    if not person.reference and is_same_name(person, found):
        keep_spelling(cells, found)
    if person.email and found.email.lower() == person.email.lower():
        cells.pop("email", None)
    if person.contact_email and found.email.lower() == person.contact_email.lower():
        # Their own, beside which others stand as well.
        cells.pop("contact_email", None)
    taken = taken_by(resource.lookups, person, found)
    if taken and person.email:
        words = _("This address is registered already: %(name)s (%(reference)s).")
        facts = {"name": name_of(taken), "reference": taken.reference}
        refusals = (*refusals, resource.refusal("email", words % facts))
    return replace(row, cells=cells, refusals=refusals, found=found), person


def keep_spelling(cells: dict[str, str], found: Known) -> None:
    """Other capitals or spaces are no other name."""
    for column in ("family_name", "given_name", "native_name"):
        if column in cells and key(cells[column]) == key(getattr(found, column)):
            cells[column] = getattr(found, column)


def taken_by(lookups: DelegateLookups, person: Sought, found: Known) -> Known | None:
    if not person.email or not found.is_live:
        return None
    for other in lookups.with_mailbox(person.email):
        is_own = other.email.lower() == person.email.lower()
        if is_own and other.is_live and other.pk != found.pk:
            return other
    return None


def is_undivided(row: PreparedRow, other: Known) -> bool:
    """Whether a Latin name that nobody can divide is theirs, in either order."""
    names = (
        f"{other.given_name}{other.family_name}",
        f"{other.family_name}{other.given_name}",
        other.native_name,
    )
    return bool(row.undivided) and key(row.undivided) in map(key, names)


def refused(row: PreparedRow, person: Sought, refusal: Refusal) -> Match:
    return replace(row, refusals=(*row.refusals, refusal)), person


def name_of(known: Known) -> str:
    latin = " ".join(filter(None, [known.given_name, known.family_name]))
    return latin or known.native_name
