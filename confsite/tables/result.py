"""What becomes of a file, row by row, in words."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from confsite.differences import Difference
from confsite.words import in_brackets


class RowStatus(models.TextChoices):
    """What becomes of a row; those that staff must look at come first."""

    REFUSED = "refused", pgettext_lazy("row of a file", "refused")
    DUPLICATE = "duplicate", pgettext_lazy("row of a file", "possible duplicate")
    CHANGED = "changed", pgettext_lazy("row of a file", "changed")
    NEW = "new", pgettext_lazy("row of a file", "new")
    UNCHANGED = "unchanged", pgettext_lazy("row of a file", "unchanged")


@dataclass(frozen=True)
class Refusal:
    """Why a row cannot be taken, and at which column if at one."""

    column: str
    reason: str
    rule: str = ""


class RowRefused(Exception):
    """A row that cannot be taken as it is, with all its reasons."""

    def __init__(self, *refusals: Refusal):
        super().__init__(*refusals)
        self.refusals = refusals


class Suspect(NamedTuple):
    """What a row may be about already, though nothing says so for certain."""

    pk: int
    name: str
    why: str


@dataclass(frozen=True)
class RowResult:
    """What becomes of one row of the file."""

    line: int
    status: RowStatus
    name: str
    detail: str = ""
    changes: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    suspects: tuple[Suspect, ...] = ()

    @property
    def shown_changes(self) -> tuple[Difference, ...]:
        """Of a new row the name and the detail say enough."""
        return self.changes if self.status == RowStatus.CHANGED else ()

    def breaks(self, rule: str) -> bool:
        return any(refusal.rule == rule for refusal in self.refusals)


@dataclass(frozen=True)
class TableResult:
    """What becomes of one table of the file."""

    kind: str
    title: str
    remarks: tuple[str, ...]
    rows: tuple[RowResult, ...]

    @property
    def summary(self) -> str:
        return in_words(Counter(row.status for row in self.rows))

    @property
    def heading(self) -> str:
        """The kind, with the title of the sheet if that says something else."""
        if self.title in ("", self.kind):
            return self.kind
        return in_brackets(self.kind, self.title)

    @property
    def by_urgency(self) -> list[RowResult]:
        """The refused rows first, each group in the order of the file."""
        return sorted(self.rows, key=lambda row: list(RowStatus).index(row.status))


@dataclass(frozen=True)
class ImportResult:
    """What becomes of a whole file."""

    tables: tuple[TableResult, ...]
    remarks: tuple[str, ...] = ()

    @property
    def rows(self) -> list[RowResult]:
        return [row for table in self.tables for row in table.rows]

    @property
    def refused(self) -> int:
        return sum(row.status == RowStatus.REFUSED for row in self.rows)

    @property
    def to_write(self) -> int:
        return sum(
            row.status in (RowStatus.NEW, RowStatus.CHANGED) for row in self.rows
        )

    @property
    def summary(self) -> str:
        return in_words(Counter(row.status for row in self.rows))

    @property
    def fingerprint(self) -> str:
        """The same for the same result, to the last letter of every value."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def in_words(counts: Mapping[RowStatus, int]) -> str:
    """1 refused, 3 new."""
    words = [
        _("%(count)d %(word)s") % {"count": counts[status], "word": status.label}
        for status in RowStatus
        if counts.get(status)
    ]
    return _(", ").join(words) or _("nothing")
