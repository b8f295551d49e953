"""Whom the rows of a file can be about, and what they can name.

A conference may have a million delegates: read are those alone whom the file may mean,
first by a few facts each, then whole while their rows are judged.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from agenda.models import Conference, CountryName
from confsite.bilingual import Pair
from confsite.folding.columns import KEPT
from confsite.folding.order import name_key
from confsite.tables.lookups import Lookups, Models
from confsite.tables.names import NameIndex, in_one, key
from registration.models import Category, Delegate, DelegateTag, Tag
from registration.states import LIVE


class Known(NamedTuple):
    """What somebody registered is found by."""

    pk: int
    reference: str
    state: str
    email: str
    contact_email: str
    family_name: str
    given_name: str
    native_name: str
    organisation: str
    version: str

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def mailboxes(self) -> set[str]:
        return {self.email.lower(), self.contact_email.lower()} - {""}


class Sought(NamedTuple):
    """The same of a row of a file."""

    reference: str = ""
    email: str = ""
    contact_email: str = ""
    family_name: str = ""
    given_name: str = ""
    native_name: str = ""
    organisation: str = ""

    @property
    def latin(self) -> str:
        return latin(self.family_name, self.given_name)

    @property
    def is_nameless(self) -> bool:
        return not (self.latin or self.native_name)


def latin(family: str, given: str) -> str:
    return f"{key(family)}|{key(given)}".strip("|")


def is_same_name(person: Sought, other: Known) -> bool:
    """Whether no script says otherwise, and one says so."""
    pairs = [
        (person.latin, latin(other.family_name, other.given_name)),
        (key(person.native_name), key(other.native_name)),
    ]
    both = [one == another for one, another in pairs if one and another]
    return bool(both) and all(both)


def may_be_the_same(person: Sought, other: Known) -> bool:
    """Whether the names share something: a word of them, or how they are read."""
    names = (person, other)
    words = [
        {key(n.family_name), key(n.given_name), key(n.native_name)} - {""}
        for n in names
    ]
    readings = [name_key(n.family_name, n.given_name, n.native_name) for n in names]
    return bool(words[0] & words[1]) or readings[0] == readings[1]


class DelegateLookups(Lookups):
    """What the rows of a file of delegates can name, and whom they can be about."""

    def __init__(self, conference: Conference, may_add: Models = ()):
        super().__init__(conference.time_zone, may_add)
        self.conference = conference
        self.known: dict[int, Known] = {}
        self._by: dict[str, dict[str, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.loaded: dict[int, Delegate] = {}

    def country_names(self) -> dict[str, Pair]:
        return {
            str(row.country): names
            for row in self.conference.country_names.all()
            if any(names := CountryName.name.pair(row))
        }

    @cached_property
    def categories(self) -> dict[int, Category]:
        return {row.pk: row for row in self.conference.categories.all()}

    @cached_property
    def tags(self) -> NameIndex[Tag]:
        return NameIndex(names_of_tag, Tag.objects.filter(conference=self.conference))

    def blank(self, model: type[Model]) -> Any:
        return model(conference=self.conference)

    # -- Who is there already ------------------------------------------------------

    def look_for(self, people: Sequence[Sought]) -> None:
        """Read whom these may be, by a few facts each."""
        rows = Delegate.objects.filter(conference=self.conference)
        for known in self.candidates(rows, people):
            self.known[known.pk] = known
            self.index(known)

    def candidates(self, rows: Any, people: Sequence[Sought]) -> Iterable[Known]:
        emails = {p.email.lower() for p in people} | {
            p.contact_email.lower() for p in people
        }
        names = {
            name_key(p.family_name, p.given_name, p.native_name)
            for p in people
            if not p.is_nameless
        }
        wanted = [
            Q(reference__in={p.reference for p in people} - {""}),
            Q(lower_email__in=emails - {""}),
            Q(lower_contact__in=emails - {""}),
            Q(name_key__in=names),
            Q(native_name__in={p.native_name for p in people} - {""}),
        ]
        either = Q()
        for condition in wanted:
            either |= condition
        found = (
            rows.alias(lower_email=Lower("email"), lower_contact=Lower("contact_email"))
            .annotate(version=RawSQL('"registration_delegate".xmin::text', ()))
            .filter(either)
            .order_by("pk")
        )
        return map(Known._make, found.values_list(*Known._fields))

    def index(self, known: Known) -> None:
        by = self._by
        by["reference"][known.reference].append(known.pk)
        for mailbox in known.mailboxes:
            by["mailbox"][mailbox].append(known.pk)
        by["reading"][
            name_key(known.family_name, known.given_name, known.native_name)
        ].append(known.pk)
        if known.native_name:
            by["native"][key(known.native_name)].append(known.pk)

    def found_by(self, way: str, value: str) -> list[Known]:
        """Those who are coming before those who are not, the latest first."""
        pks = self._by[way].get(value, []) if value else []
        found = [self.known[pk] for pk in dict.fromkeys(pks)]
        return sorted(found, key=lambda known: (not known.is_live, -known.pk))

    def with_reference(self, reference: str) -> Known | None:
        return next(iter(self.found_by("reference", reference)), None)

    def with_mailbox(self, address: str) -> list[Known]:
        return self.found_by("mailbox", address.lower())

    def namesakes(self, person: Sought) -> list[Known]:
        """Those of this very name, in a script that both are written in."""
        reading = name_key(person.family_name, person.given_name, person.native_name)
        found = [
            *self.found_by("reading", reading),
            *self.found_by("native", key(person.native_name)),
        ]
        return [k for k in dict.fromkeys(found) if is_same_name(person, k)]

    # -- The rows themselves -------------------------------------------------------

    def load(self, pks: Collection[int]) -> None:
        """Read these whole, instead of those before them."""
        rows = Delegate.objects.filter(pk__in=pks).defer(*KEPT)
        self.loaded = {row.pk: self.with_what_it_has(row) for row in rows}
        tagged = DelegateTag.objects.filter(delegate__in=pks).order_by("pk")
        for delegate, tag in tagged.values_list("delegate", "tag"):
            self.loaded[delegate].tagged_now += (self.tags.rows[tag],)  # type: ignore[attr-defined]

    def with_what_it_has(self, row: Delegate) -> Delegate:
        row.category = self.categories[row.category_id]
        row.conference = self.conference
        row.tagged_now = ()  # type: ignore[attr-defined]
        return row


def names_of_tag(tag: Tag) -> set[str]:
    pair = Tag.name.pair(tag)
    return {key(name) for name in (*pair, in_one(pair))} - {""}
