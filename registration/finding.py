"""Whom a pasted list means: references, addresses or names, one person a line.

As it is copied out of a spreadsheet a line has cells: a reference in one of them is
surer than an address, and that surer than a name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from django.db.models.functions import Lower

from confsite.folding.letters import folded
from registration.models import Delegate
from registration.models.delegate import REFERENCE_ALPHABET, DelegateQuerySet
from registration.states import LIVE

ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'，；：（）]+@[^\s<>()\[\],;:\"'，；：（）]+")
REFERENCE = re.compile(rf"[{REFERENCE_ALPHABET}]{{8}}", re.IGNORECASE)
# Addresses as a mail program writes them, several in a line.
BETWEEN_PEOPLE = re.compile(r"[;；\n\r]+")
BETWEEN_CELLS = re.compile(r"\t|\s*[|｜]\s*")
# Both scripts of a name: 张伟（Zhang Wei）.
BRACKETS = re.compile(r"[()（）<>《》\[\]【】/]")
NO_LETTER = re.compile(r"[\W_]+")
SUGGESTED = 20  # lines for which something like it is looked for
LIKE_IT = 5


class KnownPerson(NamedTuple):
    """What is compared of a delegate."""

    pk: int
    reference: str
    email: str
    family_name: str
    given_name: str
    native_name: str
    organisation: str
    state: str

    @property
    def names(self) -> set[str]:
        """In either order: nobody knows which one a list has."""
        family, given = letters(self.family_name), letters(self.given_name)
        return {family + given, given + family, letters(self.native_name)} - {""}


@dataclass(frozen=True)
class PastedLine:
    """One person as the list has them."""

    text: str
    cells: Sequence[str]

    @property
    def references(self) -> set[str]:
        return {c.strip().upper() for c in self.cells if REFERENCE.fullmatch(c.strip())}

    @property
    def addresses(self) -> set[str]:
        return {address.lower() for c in self.cells for address in ADDRESS.findall(c)}

    @property
    def names(self) -> set[str]:
        cells = [ADDRESS.sub("", cell) for cell in self.cells]
        parts = [part for cell in cells for part in BRACKETS.split(cell)]
        beside = [one + other for one, other in pairwise(cells)]
        return {letters(text) for text in (*cells, *parts, *beside)} - {""}


@dataclass
class FoundPeople:
    """Whom the lines mean: one person, one of several, or nobody."""

    keys: list[int] = field(default_factory=list)
    ambiguous: list[tuple[PastedLine, list[Delegate]]] = field(default_factory=list)
    # With those who may be meant, if there is anybody like that.
    unmatched: list[tuple[PastedLine, list[Delegate]]] = field(default_factory=list)


def letters(text: str) -> str:
    """What is left of a name without spaces, marks and case."""
    return NO_LETTER.sub("", folded(text))


def lines_of(text: str) -> list[PastedLine]:
    """The people of a list, each once."""
    parts: dict[str, None] = {}
    for part in BETWEEN_PEOPLE.split(text):
        addresses = ADDRESS.findall(part)
        # Several of them in one line are several people.
        several = addresses if len(addresses) > 1 else [part.strip(" \t,，")]
        parts |= dict.fromkeys(several)
    return [
        PastedLine(part, [cell for cell in BETWEEN_CELLS.split(part) if cell.strip()])
        for part in parts
        if part
    ]


def find(lines: Iterable[PastedLine], people: DelegateQuerySet) -> FoundPeople:
    """Whom each line means, among these people; few statements for any number."""
    lines = list(lines)
    meant = _meant(lines, people)
    found, keys, several = FoundPeople(), dict[int, None](), []
    for line in lines:
        those = meant[line.text]
        if len(those) == 1:
            keys[those[0].pk] = None
        else:
            several.append((line, those))
    found.keys = list(keys)
    named = Delegate.objects.select_related("conference", "category").in_bulk(
        {person.pk for _line, those in several for person in those}
    )
    for line, those in several:
        if those:
            found.ambiguous.append((line, [named[person.pk] for person in those]))
        else:
            like_it = []
            if len(found.unmatched) < SUGGESTED:
                like_it = list(_like(line, people))
            found.unmatched.append((line, like_it))
    return found


def _meant(
    lines: Sequence[PastedLine], people: DelegateQuerySet
) -> dict[str, list[KnownPerson]]:
    """By the surest that is known of each."""
    by_reference = _by(
        people.filter(reference__in={r for line in lines for r in line.references}),
        lambda person: [person.reference],
    )
    addresses = {address for line in lines for address in line.addresses}
    with_address = people.alias(lower_email=Lower("email"))
    by_address = _by(
        with_address.filter(lower_email__in=addresses),
        lambda person: [person.email.lower()],
    )
    meant = {
        line.text: _of(by_reference, line.references) or _of(by_address, line.addresses)
        for line in lines
    }
    left = [line for line in lines if not meant[line.text]]
    wanted = {name for line in left for name in line.names}
    by_name = _by(people, lambda person: person.names & wanted) if wanted else {}
    for line in left:
        meant[line.text] = _of_one_organisation(line, _of(by_name, line.names))
    return meant


def _by(people: DelegateQuerySet, keys: object) -> dict[str, list[KnownPerson]]:
    found: dict[str, list[KnownPerson]] = defaultdict(list)
    for person in _persons(people):
        for key in keys(person):  # type: ignore[operator]
            found[key].append(person)
    return found


def _persons(people: DelegateQuerySet) -> Iterator[KnownPerson]:
    rows = people.order_by().values_list(*KnownPerson._fields)
    return (KnownPerson(*row) for row in rows.iterator(chunk_size=5000))


def _of(known: dict[str, list[KnownPerson]], keys: Iterable[str]) -> list[KnownPerson]:
    """Those with one of the keys; who is coming before who is not any more."""
    those = {p.pk: p for key in sorted(keys) for p in known.get(key, [])}
    live = [person for person in those.values() if person.state in LIVE]
    return live or list(those.values())


def _of_one_organisation(
    line: PastedLine, those: list[KnownPerson]
) -> list[KnownPerson]:
    """Of several with one name those whose organisation the line has as well."""
    here = {letters(cell) for cell in line.cells}
    same = [person for person in those if letters(person.organisation) in here - {""}]
    return same or those


def _like(line: PastedLine, people: DelegateQuerySet) -> Iterator[Delegate]:
    """Those with the longest word of the line in whatever is known of them."""
    words = sorted(re.findall(r"\w{2,}", line.text), key=len, reverse=True)
    if words:
        found = people.search(words[0]).select_related("conference", "category")
        yield from found.order_by("-pk")[:LIKE_IT]
