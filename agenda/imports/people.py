"""Who takes part in a session, in one cell: Host: Li Xiaoming; Speaker: 王静."""

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agenda.choices import Role
from agenda.models import Speaker
from confsite import text
from confsite.folding.letters import one_spelling, plain
from confsite.tables.cells import ChoiceCell, TableCell, shortened
from confsite.tables.names import BETWEEN_NAMES, NameIndex, key

AFTER_ROLE = re.compile(r"[:：]")


class PersonInRole(NamedTuple):
    """What somebody does in a session."""

    role: str
    speaker: int


class PeopleCell(TableCell):
    """Who does what, in their order. Everybody named must exist already."""

    def __init__(self, speakers: "SpeakerIndex"):
        self.speakers = speakers
        self.roles = ChoiceCell(Role.choices)

    def read(self, written: str) -> tuple[PersonInRole, ...]:
        names = [text.line(name) for name in BETWEEN_NAMES.split(written)]
        people = [self.person(name) for name in names if name]
        for n, person in enumerate(people):
            if person in people[:n]:
                raise ValidationError(
                    _("“%s” is named twice in the same role.") % shortened(names[n])
                )
        return tuple(people)

    def person(self, written: str) -> PersonInRole:
        """One person; without a role it is a speaker."""
        role, *rest = AFTER_ROLE.split(written, maxsplit=1)
        if not rest:
            return PersonInRole(Role.SPEAKER.value, self.speakers.called(written).pk)
        return PersonInRole(
            self.roles.read(role), self.speakers.called(rest[0].strip()).pk
        )

    def write(self, value: tuple[PersonInRole, ...]) -> str:
        return "; ".join(
            f"{self.roles.write(role)}: {self.speakers.name_of(pk)}"
            for role, pk in value
        )

    def offered(self) -> list[str]:
        return self.roles.offered()


class SpeakerIndex(NameIndex[Speaker]):
    """The speakers of a conference by address, and by all their names."""

    def __init__(self, rows: Iterable[Speaker]):
        super().__init__(names_of, rows)

    def called(self, name: str) -> Speaker:
        """The one with this address or name. Raises ValidationError."""
        found = (
            self.find(address(name))
            or self.find(f"name:{key(name)}")
            or self.find(alike(name))
        )
        if not found:
            raise ValidationError(
                _("“%s” is not among the speakers.") % shortened(name)
            )
        if len(found) > 1:
            raise ValidationError(
                _("“%(name)s” can be several people; write the address: %(addresses)s.")
                % {
                    "name": shortened(name),
                    "addresses": _(", ").join(row.slug for row in found),
                }
            )
        return found[0]

    def namesakes(self, given: str, family: str, native: str) -> list[Speaker]:
        """Those of this very name; a script that one of them lacks says nothing."""
        found = self.find(latin(given, family), in_own_script(native))
        return [
            row
            for row in found
            if agree(latin(given, family), latin(row.given_name, row.family_name))
            and agree(in_own_script(native), in_own_script(row.native_name))
        ]

    def name_of(self, pk: int) -> str:
        """The shown name if it leads back to the person, otherwise the address."""
        speaker = self.rows[pk]
        name = speaker.display_name.plain
        if BETWEEN_NAMES.search(name):
            return speaker.slug
        try:
            return name if self.called(name) is speaker else speaker.slug
        except ValidationError:
            return speaker.slug


def names_of(speaker: Speaker) -> set[str]:
    given, family, native = (
        speaker.given_name,
        speaker.family_name,
        speaker.native_name,
    )
    whole = [native, native + speaker.native_title]
    for title, (first, last), after in product(
        ("", speaker.title),
        ((given, family), (family, given)),
        ("", f", {speaker.post_nominals}"),
    ):
        whole.append(title + first + last + after)
    names = {f"name:{key(name)}" for name in whole} - {"name:"}
    scripts = {latin(given, family), in_own_script(native)}
    others = {alike(name) for name in whole}
    return {address(speaker.slug), *scripts, *names, *others} - {""}


def address(slug: str) -> str:
    return f"address:{slug}"


def alike(name: str) -> str:
    """The same for every spelling by which a search finds the name."""
    found = one_spelling(plain(name).replace(" ", ""))
    return f"alike:{found}" if found else ""


def latin(given: str, family: str) -> str:
    names = f"{key(given)}|{key(family)}"
    return f"latin:{names}" if names != "|" else ""


def in_own_script(native: str) -> str:
    return f"native:{key(native)}" if key(native) else ""


def agree(one: str, other: str) -> bool:
    return not (one and other) or one == other
