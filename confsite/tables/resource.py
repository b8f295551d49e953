"""A table of one kind of rows: what its columns mean, and what becomes of each row."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from agenda.imports.lookups import Known
from agenda.models import Organisation, Participation, Room, Session, Speaker, Track
from confsite.bilingual import LANGUAGES
from confsite.tables.cells import DASHES, Cell, Choice, cell_of, shortened
from confsite.tables.names import Register, key
from confsite.tables.result import Change, Fate, Refusal, Refused, Word


@dataclass(frozen=True)
class Line:
    """One row of a file: what stands in its cells, by the names of the columns."""

    number: int
    cells: dict[str, str]  # without the empty ones

    def first(self, *columns: str) -> str:
        return next((self.cells[c] for c in columns if c in self.cells), "")


class Sheet:
    """One kind of rows, on their way from a file into the database and back.

    A subclass says which columns there are, finds the row that a line is about, and
    knows how to begin a new one.
    """

    model: ClassVar[type[models.Model]]
    code: ClassVar[str]
    # Fields of the model, or words of its own with a label each.
    columns: ClassVar[tuple[str, ...]]
    own_labels: ClassVar[dict[str, Any]] = {}
    # The columns that say what a line is about.
    naming: ClassVar[tuple[str, ...]]
    # A column that says which row a line is about, and is never written.
    identity: ClassVar[str] = ""
    # Fields that are written with every change, whether they have changed or not.
    rewritten: ClassVar[tuple[str, ...]] = ()
    # Where to look when a field, a constraint or a rule complains.
    column_of: ClassVar[dict[str, str]] = {}
    # A row of invented people for the template, and the column by which it is known
    # again: it is left out of an import.
    example: ClassVar[dict[str, str]]
    example_is_known_by: ClassVar[str] = "slug"

    def __init__(self, known: Known):
        self.known = known
        self.cells = self.make_cells()
        self.labels = {column: str(self.label(column)) for column in self.columns}
        self.lines: dict[int, Line] = {}  # what each row that is done was about

    # -- What the columns are called -----------------------------------------------

    @classmethod
    def kind(cls) -> str:
        return capfirst(str(cls.model._meta.verbose_name_plural))

    @classmethod
    def label(cls, column: str) -> str:
        field: Any = cls.own_labels.get(column) or cls.model._meta.get_field(column)
        return capfirst(str(getattr(field, "verbose_name", field)))

    @classmethod
    @cache
    def heads(cls) -> dict[str, str]:
        """The column for each of its heads: its label in either language, its name."""
        heads = {key(column): column for column in cls.columns}
        for language in LANGUAGES:
            with translation.override(language):
                heads |= {key(cls.label(column)): column for column in cls.columns}
        return heads

    @classmethod
    def is_example(cls, line: Line) -> bool:
        mark = cls.example_is_known_by
        return line.cells.get(mark, "").strip() == cls.example[mark]

    # -- What a subclass says ------------------------------------------------------

    @property
    def register(self) -> Register[Any]:
        raise NotImplementedError

    def find(self, line: Line) -> Any | None:
        """The row that a line is about, or None for a new one. Raises Refused."""
        raise NotImplementedError

    def begin(self, line: Line) -> Any:
        """A new row, with nothing of the line in it yet."""
        raise NotImplementedError

    def complete(self, row: Any) -> None:
        """Give a new row what its line does not say."""

    def make_cells(self) -> dict[str, Cell]:
        return {
            column: self.cell(self.model._meta.get_field(column))
            for column in self.columns
            if column not in self.own_labels
        }

    def cell(self, field: Any) -> Cell:
        if isinstance(field, CountryField):
            return self.known.country
        if field.is_relation:
            return self.known.reference(field.related_model)
        return cell_of(field)

    def detail(self, row: Any) -> str:
        """What makes a row recognisable beside its name."""
        return ""

    def notes(self, row: Any, found: Any | None) -> list[str]:
        """What staff should know about a row that is taken."""
        return []

    def write_more(self, row: Any, found: Any | None) -> None:
        """Write what does not stand in the row's own table."""

    # -- From a row to a file ------------------------------------------------------

    def texts(self, row: Any) -> dict[str, str]:
        """What the cells of a row say, by column."""
        return {
            column: cell.write(getattr(row, column))
            for column, cell in self.cells.items()
        }

    def example_texts(self) -> dict[str, str]:
        """The example in the words of the active language."""
        return {
            column: (
                cell.write(cell.read(self.example[column]))
                if isinstance(cell := self.cells.get(column), Choice)
                else self.example[column]
            )
            for column in self.example
        }

    # -- From a line to its fate ---------------------------------------------------

    def settle_all(self, lines: Iterable[Line]) -> dict[int, Fate]:
        return {line.number: self.settle(line) for line in lines}

    def settle(self, line: Line) -> Fate:
        """Write what a line says, or say why not. A refused line leaves no trace."""
        draft = None
        try:
            found = self.find(line)
            self.refuse_second(line, found)
            draft = copy(found) if found else self.begin(line)
            before = self.texts(found) if found else {}
            self.fill(draft, line, before)
            changes = self.changes(before, self.texts(draft))
            made = self.made_along(draft)
            notes = [note_on(row) for row in made] + self.notes(draft, found)
            if changes or not found:
                self.save(draft, found, made)
        except Refused as refused:
            name = shortened(self.name(draft) or line.first(*self.naming))
            return Fate(
                line.number, Word.REFUSED, name or "–", refusals=refused.refusals
            )
        self.lines[draft.pk] = line
        word = Word.CHANGED if found else Word.NEW
        return Fate(
            line.number,
            word if changes or not found else Word.UNCHANGED,
            shortened(self.name(draft)),
            self.detail(draft),
            tuple(changes),
            tuple(notes),
        )

    def name(self, row: Any | None) -> str:
        return str(row) if row is not None else ""

    def refuse_second(self, line: Line, found: Any | None) -> None:
        other = self.lines.get(found.pk, line) if found else line
        if other is not line:
            raise Refused(
                self.refusal(
                    "",
                    _("Line %(line)d is about the same: %(name)s.")
                    % {"line": other.number, "name": shortened(str(found))},
                )
            )

    def fill(self, draft: Any, line: Line, before: dict[str, str]) -> None:
        """Read the cells into the row. Raises Refused with all that is wrong."""
        refusals = []
        for column, written in line.cells.items():
            # What stands there already is fine, whatever it is.
            if column not in self.cells or written == before.get(column):
                continue
            try:
                setattr(draft, column, self.read(column, written))
            except ValidationError as error:
                refusals += [self.refusal(column, message) for message in error]
        try:
            self.fill_more(draft, line, before)
        except ValidationError as error:
            refusals += self.refusals(error)
        if refusals:
            raise Refused(*refusals)
        if draft.pk is None:
            self.complete(draft)
        self.validate(draft, line)

    def fill_more(self, draft: Any, line: Line, before: dict[str, str]) -> None:
        """Read the columns that are no fields. Raises ValidationError."""

    def read(self, column: str, written: str) -> Any:
        if written.strip() not in DASHES:
            return self.cells[column].read(written)
        if column in self.own_labels:
            return self.cells[column].read("")
        field: Any = self.model._meta.get_field(column)
        if not field.blank:
            raise ValidationError(_("This cannot be emptied."))
        return None if field.null else ""

    def validate(self, draft: Any, line: Line) -> None:
        """The rules of the model's own fields, and its clean()."""
        other = [
            field.name
            for field in draft._meta.fields
            if field.is_relation or field.name not in line.cells
        ]
        try:
            draft.clean_fields(exclude=other)
            draft.clean()
        except ValidationError as error:
            raise Refused(*self.refusals(error)) from error

    def changes(self, before: dict[str, str], after: dict[str, str]) -> list[Change]:
        return [
            Change(self.labels[column], before.get(column, ""), after[column])
            for column in self.columns
            if column != self.identity and before.get(column, "") != after[column]
        ]

    def made_along(self, draft: Any) -> list[Any]:
        """The rows that a line names and that do not exist yet."""
        named = [getattr(draft, c) for c in self.columns if c in self.references()]
        return [row for row in named if row is not None and row.pk is None]

    @classmethod
    def references(cls) -> set[str]:
        return {f.name for f in cls.model._meta.fields if f.is_relation}

    # -- Into the database ---------------------------------------------------------

    def save(self, draft: Any, found: Any | None, made: list[Any]) -> None:
        try:
            with transaction.atomic():
                for row in made:
                    row.save(force_insert=True)
                for column in self.references():
                    # Again, now that what was made has a key.
                    setattr(draft, column, getattr(draft, column))
                self.save_row(draft, found)
                self.write_more(draft, found)
        except (IntegrityError, DataError) as error:
            raise Refused(self.refused_by_database(draft, error)) from error
        self.register.put(draft)
        for row in made:
            self.known.reference(type(row)).register.put(row)

    def save_row(self, draft: Any, found: Any | None) -> None:
        if not found:
            draft.save(force_insert=True)
            return
        changed = [
            field.name
            for field in draft._meta.concrete_fields
            if getattr(found, field.attname) != getattr(draft, field.attname)
            or field.name in self.rewritten
        ]
        draft.save(update_fields=changed)

    def refused_by_database(self, draft: Any, error: Exception) -> Refusal:
        diagnosis = getattr(error.__cause__, "diag", None)
        rule = getattr(diagnosis, "constraint_name", None) or ""
        sentence = sentences().get(rule) or _("The database does not take this row.")
        return self.refusal(rule, sentence, rule)

    def refusals(self, error: ValidationError) -> list[Refusal]:
        return [
            self.refusal(column, message)
            for column, errors in error.update_error_dict({}).items()
            for message in ValidationError(errors)
        ]

    def refusal(self, about: str, reason: Any, rule: str = "") -> Refusal:
        """At the column that a field, a constraint or a rule is about."""
        column = self.column_of.get(about, about)
        return Refusal(self.labels.get(column, ""), str(reason), rule)


@cache
def sentences() -> dict[str, Any]:
    """What the constraints of the programme say when they are broken."""
    return {
        constraint.name: constraint.violation_error_message
        for model in (Organisation, Participation, Room, Session, Speaker, Track)
        for constraint in model._meta.constraints
    }


def note_on(row: models.Model) -> str:
    """That a row is made because a line names it."""
    return _("New %(kind)s: %(name)s.") % {
        "kind": row._meta.verbose_name,
        "name": shortened(str(row)),
    }
