"""What is to become of each row of a file; nothing is written here."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confsite.tables.cells import shortened
from confsite.tables.names import key
from confsite.tables.resource import JudgedRow
from confsite.tables.result import Refusal, RowResult, RowStatus, TableResult
from registration.imports import duplicates
from registration.imports.lookups import DelegateLookups, Known, Sought
from registration.imports.matching import match
from registration.imports.preparing import named, prepare
from registration.imports.reading import PeopleTable
from registration.imports.resource import NOT_SAID, DelegateResource, PreparedRow
from registration.ledger import Group, Ledger, group_of
from registration.models import Delegate, Tag
from registration.sign_up import SignUp

# Rows whose people are in memory at once.
BATCH = 500
FACTS = (
    *("title", "family_name", "given_name", "native_name", "organisation"),
    *("position", "country", "phone", "language", "note", "contact_name"),
)
ADDRESSES = ("email", "contact_email")
NOBODY = UUID(int=0)
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Entry:
    """Somebody new."""

    signup: SignUp
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class Alteration:
    """Somebody who is there, and what is to be said of them from now on."""

    known: Known
    facts: Mapping[str, str]
    addresses: Mapping[str, str]
    # From which group into which.
    move: tuple[Group, Group] | None = None
    tags: tuple[Tag, ...] | None = None


@dataclass
class ImportDraft:
    """What is to become of a file."""

    tables: list[TableResult] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[RowResult]:
        for table in self.tables:
            yield from table.rows

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.status.value for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """The same for the same rows; what is merely told beside them may change."""
        found = hashlib.sha256()
        for row in self.rows:
            told = (row.line, row.status, row.name, row.changes, row.refusals)
            found.update(repr(told).encode())
        for entry in self.entries:
            columns = replace(entry.signup, submission=NOBODY)
            found.update(repr((columns, entry.tags)).encode())
        return found.hexdigest()


def no_report(_done: int, _total: int) -> None:
    """Nobody waits for it."""


def draft(
    tables: Sequence[PeopleTable],
    resource: DelegateResource,
    report: Report = no_report,
) -> ImportDraft:
    """Judge every row, in the words of the active language."""
    planner = Planner(resource, report, sum(len(table.rows) for table in tables))
    prepared = [prepare(table.rows, resource) for table in tables]
    resource.lookups.look_for([person for rows in prepared for _row, person in rows])
    found = ImportDraft()
    judged = [planner.judge_all(rows) for rows in prepared]
    suspected = planner.suspected([row for rows in judged for row in rows])
    for table, rows in zip(tables, judged, strict=True):
        results = tuple(planner.settle(row, suspected, found) for row in rows)
        kind = DelegateResource.name()
        found.tables.append(TableResult(kind, table.title, table.remarks, results))
    found.remarks += planner.remarks_on_what_is_not_said(found)
    found.remarks += planner.remarks_on_places(found)
    return found


@dataclass
class Planner:
    resource: DelegateResource
    report: Report
    total: int
    done: int = 0
    # Who is new in this file, by name and organisation.
    new: dict[str, list[tuple[PreparedRow, Sought]]] = field(default_factory=dict)

    @property
    def lookups(self) -> DelegateLookups:
        return self.resource.lookups

    def judge_all(
        self, rows: Sequence[tuple[PreparedRow, Sought]]
    ) -> list["JudgedPerson"]:
        found = []
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            matched = [match(row, person, self.resource) for row, person in batch]
            self.lookups.load({row.found.pk for row, _person in matched if row.found})
            found += [self.judge(row, person) for row, person in matched]
            self.done += len(batch)
            self.report(self.done, self.total)
        self.lookups.load(())
        return found

    def judge(self, row: PreparedRow, person: Sought) -> "JudgedPerson":
        row = replace(row, refusals=(*row.refusals, *self.said_before(row, person)))
        judged: JudgedRow[Delegate] = self.resource.judge(row)
        instance = judged.instance
        if instance is None:
            return JudgedPerson(judged.result, person)
        if row.found:
            self.resource.done[row.found.pk] = row
            change = (
                self.alteration(judged, row.found) if judged.is_to_be_written else None
            )
            return JudgedPerson(judged.result, person, alteration=change)
        self.new.setdefault(self.new_key(person), []).append((row, person))
        return JudgedPerson(judged.result, person, entry=entry_of(instance))

    def new_key(self, person: Sought) -> str:
        return f"{named(person)}|{key(person.organisation)}"

    def said_before(self, row: PreparedRow, person: Sought) -> Iterator[Refusal]:
        """That a line above is about the same somebody new."""
        if row.found or person.is_nameless:
            return
        for other, before in self.new.get(self.new_key(person), ()):
            phones = {key(r.cells.get("phone", "")) for r in (row, other)}
            emails = {p.email.lower() for p in (person, before)}
            if all(len(values - {""}) < 2 for values in (phones, emails)):
                words = _("Line %(line)d is about the same: %(name)s.")
                facts = {"line": other.line, "name": shortened(named(person))}
                yield self.resource.refusal("", words % facts)
                return

    def alteration(self, judged: JudgedRow[Delegate], known: Known) -> Alteration:
        now: Any = judged.instance
        before: Any = judged.found
        groups = (group_of(before), group_of(now))
        return Alteration(
            known,
            {c: str(now.__dict__[c] or "") for c in FACTS},
            {
                c: getattr(now, c)
                for c in ADDRESSES
                if getattr(now, c) != getattr(before, c)
            },
            groups if groups[0] != groups[1] else None,
            now.tagged_now if tags_of(now) != tags_of(before) else None,
        )

    # -- Who may be there already --------------------------------------------------

    def suspected(self, rows: Sequence["JudgedPerson"]) -> dict[int, Any]:
        """Of the new ones, by their place among all rows, whom they may be."""
        new = [row for row in rows if row.entry]
        people = [row.entry.signup for row in new if row.entry]
        found = duplicates.suspects(self.lookups, people)
        twice = duplicates.twice(self.lookups, people, [row.result for row in new])
        for place, line_before in twice.items():
            found[place] = [*found.get(place, ()), line_before]
        return {id(new[place]): those for place, those in found.items() if those}

    def settle(
        self, row: "JudgedPerson", suspected: Mapping[int, Any], found: ImportDraft
    ) -> RowResult:
        if row.alteration:
            found.alterations.append(row.alteration)
        if row.entry is None:
            return row.result
        if those := suspected.get(id(row)):
            result = replace(row.result, suspects=tuple(those))
            if not self.resource.choices.with_duplicates:
                return replace(result, status=RowStatus.DUPLICATE)
            found.entries.append(row.entry)
            return result
        found.entries.append(row.entry)
        return row.result

    def remarks_on_what_is_not_said(self, found: ImportDraft) -> Iterator[str]:
        """Once for all rows that are refused because staff have chosen nothing."""
        for column in ("category", "attendance"):
            rule = f"{column} {NOT_SAID}"
            if number := sum(row.breaks(rule) for row in found.rows):
                words = ngettext(
                    "%(column)s: %(number)d row says none. “Change the columns”, and "
                    "choose one for all rows.",
                    "%(column)s: %(number)d rows say none. “Change the columns”, and "
                    "choose one for all rows.",
                    number,
                )
                facts = {"column": self.resource.label(column), "number": number}
                yield words % facts

    # -- Places --------------------------------------------------------------------

    def remarks_on_places(self, found: ImportDraft) -> Iterator[str]:
        """How many would find no place, as things stand now."""
        ledger = Ledger([self.lookups.conference.pk])
        moves = [row.move for row in found.alterations if row.move]
        groups = [entry.signup.group for entry in found.entries]
        without = [group for old, group in moves if not ledger.take(group, old)]
        without += [group for group in groups if not ledger.take(group)]
        numbers = Counter(without)
        beyond = self.resource.choices.beyond
        for (_conference, category, attendance), number in numbers.items():
            words = (
                _("%(number)d of them get a place beyond the limit: %(group)s.")
                if beyond
                else _("%(number)d of them find no place and wait: %(group)s.")
            )
            ways = self.resource.cells["attendance"]
            name = f"{self.lookups.categories[category]}, {ways.write(attendance)}"
            yield words % {"number": number, "group": name}


@dataclass(frozen=True)
class JudgedPerson:
    """A row that was judged, and what is to be written of it."""

    result: RowResult
    person: Sought
    entry: Entry | None = None
    alteration: Alteration | None = None


def tags_of(delegate: Any) -> list[str]:
    return sorted(map(str, delegate.tagged_now))


def entry_of(instance: Any) -> Entry:
    # Past the descriptor of the country, which makes an object of each.
    names = (*FACTS, *ADDRESSES)
    columns: Any = {name: str(instance.__dict__[name] or "") for name in names}
    signup = SignUp(
        submission=uuid4(),
        conference_id=instance.conference_id,
        category_id=instance.category_id,
        attendance=str(instance.attendance),
        is_vouched_for=True,
        **columns,
    )
    return Entry(signup, instance.tagged_now)
