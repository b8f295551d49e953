"""What the columns of one kind of rows are called, here and elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from django.db import models
from django.utils import translation
from django.utils.text import capfirst

from confsite.bilingual import LANGUAGES
from confsite.tables.names import in_its_language, key


@dataclass(frozen=True)
class TableRow:
    """One row of a file: what stands in its cells, by the names of the columns."""

    line: int
    cells: dict[str, str]  # without the empty ones


class TableHeads:
    """The columns of a kind of rows, and the heads under which a file brings them."""

    model: ClassVar[type[models.Model]]
    code: ClassVar[str]
    # Fields of the model, or words of its own with a label each; with each what stands
    # in the template's row of invented people.
    columns: ClassVar[dict[str, str]]
    own_labels: ClassVar[dict[str, object]] = {}
    # What a file from elsewhere may have instead, with labels; it is never written.
    also: ClassVar[dict[str, object]] = {}
    # What columns are called elsewhere.
    other_heads: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Columns of other things that stand beside: they do not tell the kind.
    beside: ClassVar[frozenset[str]] = frozenset()
    # Columns that other lists have as well: where there are no more, somebody is asked.
    common: ClassVar[frozenset[str]] = frozenset()
    # The columns that say what a row is about.
    naming: ClassVar[tuple[str, ...]]
    # A column that says which instance a row is about, and is never written.
    identity: ClassVar[str] = ""
    # Fields that are written with every change, whether they have changed or not.
    rewritten: ClassVar[tuple[str, ...]] = ()
    # Where to look when a field, a constraint or a rule complains.
    column_of: ClassVar[dict[str, str]] = {}
    # The column that tells one from another: asked for where a row fits several. By it
    # the template's row is known again, and left out of an import.
    key_column: ClassVar[str] = "slug"

    @classmethod
    def name(cls) -> str:
        return capfirst(str(cls.model._meta.verbose_name_plural))

    @classmethod
    def label(cls, column: str) -> str:
        own = cls.own_labels.get(column) or cls.also.get(column)
        field = own or cls.model._meta.get_field(column)
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
    @cache
    def heads_elsewhere(cls) -> dict[str, str]:
        """The same for what files of other people and programs call it."""
        heads = {key(head): c for c, names in cls.other_heads.items() for head in names}
        for language in LANGUAGES:
            with translation.override(language):
                heads |= {key(cls.label(column)): column for column in cls.also}
        return heads

    @classmethod
    def in_own_columns(cls, cells: dict[str, str]) -> dict[str, str]:
        """What a file from elsewhere says, in the columns that are here.

        A text without a language stands in the column of the one that it is in.
        """
        for column in cls.also.keys() & cells.keys():
            if f"{column}_en" in cls.columns:
                pair = in_its_language(cells.pop(column))
                for half, text in zip(("en", "zh"), pair, strict=True):
                    if text:
                        cells.setdefault(f"{column}_{half}", text)
        return cells

    @classmethod
    def below_dividers(cls, rows: Iterable[TableRow]) -> Iterable[TableRow]:
        """The rows with what lines between them say of all that are below."""
        return rows

    @classmethod
    def is_example(cls, row: TableRow) -> bool:
        written = row.cells.get(cls.key_column, "")
        return written.strip() == cls.columns[cls.key_column]
