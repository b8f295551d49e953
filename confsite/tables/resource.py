"""A table of one kind of rows: what its columns mean, and what becomes of each row."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from confsite.constraints import violated
from confsite.differences import Difference, differences
from confsite.tables.cells import (
    DASHES,
    ChoiceCell,
    CountryCell,
    ReferenceCell,
    TableCell,
    cell_of,
    shortened,
)
from confsite.tables.heads import TableHeads, TableRow
from confsite.tables.lookups import Lookups
from confsite.tables.names import M, NameIndex
from confsite.tables.result import Refusal, RowRefused, RowResult, RowStatus


@dataclass(frozen=True)
class JudgedRow(Generic[M]):
    """What is to become of one row, before anything is written."""

    row: TableRow
    result: RowResult
    instance: M | None = None
    found: M | None = None
    # What the row names and what does not exist yet.
    made: tuple[models.Model, ...] = ()

    @property
    def is_to_be_written(self) -> bool:
        return self.result.status in (RowStatus.NEW, RowStatus.CHANGED)


class TableResource(TableHeads, Generic[M]):
    """One kind of rows, on their way from a file into the database and back.

    A subclass says which columns there are, finds the instance that a row is about, and
    knows how to begin a new one.
    """

    def __init__(self, lookups: Lookups):
        self.lookups = lookups
        self.cells = self.make_cells()
        self.references = [
            column
            for column, cell in self.cells.items()
            if isinstance(cell, ReferenceCell)
        ]
        self.labels = {column: str(self.label(column)) for column in self.columns}
        self.done: dict[int, TableRow] = {}  # what each instance so far was about

    # -- What a subclass says ------------------------------------------------------

    @property
    def index(self) -> NameIndex[M]:
        raise NotImplementedError

    def get_instance(self, row: TableRow) -> M | None:
        """What a row is about, or None for something new. Raises RowRefused."""
        raise NotImplementedError

    def init_instance(self) -> M:
        """A new one, with nothing of a row in it yet."""
        raise NotImplementedError

    def get_queryset(self) -> models.QuerySet[M]:
        """What is exported, in the order in which staff look for it."""
        raise NotImplementedError

    def complete(self, instance: M) -> None:
        """Give a new one what its row does not say."""

    def make_cells(self) -> dict[str, TableCell]:
        return {
            column: self.cell(self.model._meta.get_field(column))
            for column in self.columns
            if column not in self.own_labels
        }

    def cell(self, field: Any) -> TableCell:
        if isinstance(field, CountryField):
            return CountryCell(self.lookups.country_names())
        if model := field.related_model:
            return ReferenceCell(
                self.lookups.index_of(model),
                partial(self.lookups.blank, model),
                may_make=model in self.lookups.may_add,
            )
        return cell_of(field)

    def detail(self, instance: M) -> str:
        """What makes one recognisable beside its name."""
        return ""

    def notes(self, instance: M, found: M | None) -> list[str]:
        """What staff should know about a row that is taken."""
        return []

    def look_over(self, rows: Iterable[TableRow]) -> None:
        """See all rows of the file before the first is read."""

    def fill_more(self, instance: M, row: TableRow, before: dict[str, str]) -> None:
        """Read the columns that are no fields. Raises ValidationError."""

    def save_more(self, instance: M, found: M | None) -> None:
        """Write what does not stand in the instance's own table."""

    # -- From the database to a file -----------------------------------------------

    def exported(self) -> list[M]:
        pks = self.get_queryset().values_list("pk", flat=True)
        return [self.index.rows[pk] for pk in pks]

    def texts(self, instance: M) -> dict[str, str]:
        """What the cells of a row say, by column."""
        return {
            column: cell.write(getattr(instance, column))
            for column, cell in self.cells.items()
        }

    def example_texts(self) -> dict[str, str]:
        """The example in the words of the active language."""
        return {
            column: (
                cell.write(cell.read(written))
                if written and isinstance(cell := self.cells.get(column), ChoiceCell)
                else written
            )
            for column, written in self.columns.items()
        }

    # -- From a row of a file to its result ----------------------------------------

    def import_rows(self, rows: Iterable[TableRow]) -> dict[int, RowResult]:
        """The results by line."""
        return {row.line: self.import_row(row) for row in rows}

    def import_row(self, row: TableRow) -> RowResult:
        """Write what a row says, or say why not. A refused row leaves no trace."""
        judged = self.judge(row)
        if judged.instance is None:
            return judged.result
        try:
            if judged.is_to_be_written:
                self.save(judged.instance, judged.found, judged.made)
        except RowRefused as refused:
            return self.refused(row, judged.instance, refused).result
        self.done[judged.instance.pk] = row
        return judged.result

    def judge(self, row: TableRow) -> JudgedRow[M]:
        """Say what is to become of a row; nothing is written."""
        instance = None
        try:
            found = self.get_instance(row)
            self.refuse_second(row, found)
            instance = copy(found) if found else self.init_instance()
            before = self.texts(found) if found else {}
            self.fill(instance, row, before)
            changes = self.changes(before, self.texts(instance))
            made = self.made_along(instance)
            notes = [note_on(other) for other in made] + self.notes(instance, found)
        except RowRefused as refused:
            return self.refused(row, instance, refused)
        status = RowStatus.CHANGED if found else RowStatus.NEW
        result = RowResult(
            row.line,
            status if changes or not found else RowStatus.UNCHANGED,
            shortened(str(instance)),
            self.detail(instance),
            changes,
            tuple(notes),
        )
        return JudgedRow(row, result, instance, found, tuple(made))

    def refused(
        self, row: TableRow, instance: M | None, refused: RowRefused
    ) -> JudgedRow[M]:
        names = [str(instance or ""), *map(row.cells.get, self.naming), "–"]
        name = shortened(next(filter(None, names)))
        result = RowResult(row.line, RowStatus.REFUSED, name, refusals=refused.refusals)
        return JudgedRow(row, result)

    def only(self, found: list[M], sentence: str, names: Iterable[str]) -> M | None:
        """The one that was found, if any. Raises RowRefused where there are several."""
        if len(found) > 1:
            reason = sentence % _(", ").join(names)
            raise RowRefused(self.refusal(self.key_column, reason))
        return found[0] if found else None

    def refuse_second(self, row: TableRow, found: M | None) -> None:
        other = self.done.get(found.pk, row) if found else row
        if other is not row:
            raise RowRefused(
                self.refusal(
                    "",
                    _("Line %(line)d is about the same: %(name)s.")
                    % {"line": other.line, "name": shortened(str(found))},
                )
            )

    def fill(self, instance: M, row: TableRow, before: dict[str, str]) -> None:
        """Read the cells into the instance. Raises RowRefused with all its reasons."""
        refusals = []
        for column, written in row.cells.items():
            # What stands there already is fine, whatever it is.
            if column not in self.cells or written == before.get(column):
                continue
            try:
                setattr(instance, column, self.read(column, written))
            except ValidationError as error:
                refusals += [self.refusal(column, message) for message in error]
        try:
            self.fill_more(instance, row, before)
        except ValidationError as error:
            refusals += self.refusals(error, row)
        if refusals:
            raise RowRefused(*refusals)
        if instance.pk is None:
            self.complete(instance)
        self.validate(instance, row)

    def read(self, column: str, written: str) -> Any:
        if written.strip() not in DASHES:
            return self.cells[column].read(written)
        if column in self.own_labels:
            return self.cells[column].read("")
        field: Any = self.model._meta.get_field(column)
        if not field.blank:
            raise ValidationError(_("This cannot be emptied."))
        return None if field.null else ""

    def validate(self, instance: M, row: TableRow) -> None:
        """The rules of the model's own fields, and its clean()."""
        other = [
            field.name
            for field in instance._meta.fields
            if field.is_relation or field.name not in row.cells
        ]
        try:
            instance.clean_fields(exclude=other)
            instance.clean()
        except ValidationError as error:
            raise RowRefused(*self.refusals(error, row)) from error

    def changes(
        self, before: dict[str, str], after: dict[str, str]
    ) -> tuple[Difference, ...]:
        names = {c: label for c, label in self.labels.items() if c != self.identity}
        return differences(names, before, after)

    def made_along(self, instance: M) -> list[models.Model]:
        """What a row names and what does not exist yet."""
        named = [getattr(instance, column) for column in self.references]
        return [other for other in named if other is not None and other.pk is None]

    # -- Into the database ---------------------------------------------------------

    def save(self, instance: M, found: M | None, made: Iterable[models.Model]) -> None:
        try:
            with transaction.atomic():
                for other in made:
                    other.save(force_insert=True)
                for column in self.references:
                    # Again, now that what was made has a key.
                    setattr(instance, column, getattr(instance, column))
                self.save_instance(instance, found)
                self.save_more(instance, found)
        except (IntegrityError, DataError) as error:
            raise RowRefused(self.refused_by_database(instance, error)) from error
        self.index.put(instance)
        for other in made:
            self.lookups.index_of(type(other)).put(other)

    def save_instance(self, instance: M, found: M | None) -> None:
        if not found:
            instance.save(force_insert=True)
            return
        changed = [
            field.name
            for field in instance._meta.concrete_fields
            if getattr(found, field.attname) != getattr(instance, field.attname)
            or field.name in self.rewritten
        ]
        instance.save(update_fields=changed)

    def refused_by_database(self, instance: M, error: Exception) -> Refusal:
        rule = violated(error)
        sentence = sentences().get(rule) or _("The database does not take this row.")
        return self.refusal(rule, sentence, rule)

    def refusals(self, error: ValidationError, row: TableRow) -> list[Refusal]:
        """Each with what stands in the cell, where its words do not say that."""
        return [
            self.refusal(column, quoted(row.cells.get(column, ""), message))
            for column, errors in error.update_error_dict({}).items()
            for message in ValidationError(errors).messages
        ]

    def refusal(self, about: str, reason: object, rule: str = "") -> Refusal:
        """At the column that a field, a constraint or a rule is about."""
        column = self.column_of.get(about, about)
        is_known = column in self.labels or column in self.also
        return Refusal(self.label(column) if is_known else "", str(reason), rule)


@cache
def sentences() -> dict[str, Any]:
    """What the constraints of all models say when they are broken, by their names."""
    return {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


def quoted(written: str, message: str) -> str:
    """“x@y”: Enter an e-mail address; as it is where it names what was written."""
    written = shortened(written.strip())
    if not written or written in message:
        return message
    return _("“%(written)s”: %(message)s") % {"written": written, "message": message}


def note_on(made: models.Model) -> str:
    """That something is made because a row names it."""
    return _("New %(kind)s: %(name)s.") % {
        "kind": made._meta.verbose_name,
        "name": shortened(str(made)),
    }
