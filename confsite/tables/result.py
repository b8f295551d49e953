"""What a file does to the programme, row by row, in words."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

LONGEST = 90  # letters of a value beside its row
LEAD = 20  # letters before the place where two long values part


class Word(models.TextChoices):
    """What becomes of a row; those that staff must look at come first."""

    REFUSED = "refused", pgettext_lazy("row of a file", "refused")
    CHANGED = "changed", pgettext_lazy("row of a file", "changed")
    NEW = "new", pgettext_lazy("row of a file", "new")
    UNCHANGED = "unchanged", pgettext_lazy("row of a file", "unchanged")


@dataclass(frozen=True)
class Change:
    """One column, before and after, as the file would write it."""

    column: str
    before: str
    after: str

    @property
    def shown_before(self) -> str:
        return self._shortened(self.before)

    @property
    def shown_after(self) -> str:
        return self._shortened(self.after)

    def _shortened(self, value: str) -> str:
        """A long text begins shortly before the first letter that has changed."""
        pairs = enumerate(zip(self.before, self.after, strict=False))
        same = next((n for n, (one, other) in pairs if one != other), 0)
        if same > LONGEST - LEAD < len(value):
            value = f"…{value[same - LEAD :]}"
        return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


@dataclass(frozen=True)
class Refusal:
    """Why a row cannot be taken, and at which column if at one."""

    column: str
    reason: str
    rule: str = ""


class Refused(Exception):
    """A row that cannot be taken as it is, with all its reasons."""

    def __init__(self, *refusals: Refusal):
        super().__init__(*refusals)
        self.refusals = refusals


@dataclass(frozen=True)
class Fate:
    """What becomes of one row of the file."""

    line: int
    word: Word
    name: str
    detail: str = ""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def shown_changes(self) -> tuple[Change, ...]:
        """Of a new row the name and the detail say enough."""
        return self.changes if self.word == Word.CHANGED else ()

    def breaks(self, rule: str) -> bool:
        return any(refusal.rule == rule for refusal in self.refusals)


@dataclass(frozen=True)
class Part:
    """What becomes of one table of the file."""

    kind: str
    title: str
    remarks: tuple[str, ...]
    fates: tuple[Fate, ...]

    @property
    def summary(self) -> str:
        return in_words(self.fates)

    @property
    def heading(self) -> str:
        """The kind, with the title of the sheet if that says something else."""
        if self.title in ("", self.kind):
            return self.kind
        return f"{self.kind} ({self.title})"

    @property
    def by_urgency(self) -> list[Fate]:
        """The refused rows first, each group in the order of the file."""
        order = list(Word)
        return sorted(self.fates, key=lambda fate: order.index(fate.word))


@dataclass(frozen=True)
class Outcome:
    """What becomes of a whole file."""

    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()

    @property
    def fates(self) -> list[Fate]:
        return [fate for part in self.parts for fate in part.fates]

    @property
    def refused(self) -> int:
        return sum(fate.word == Word.REFUSED for fate in self.fates)

    @property
    def to_write(self) -> int:
        return sum(fate.word in (Word.NEW, Word.CHANGED) for fate in self.fates)

    @property
    def summary(self) -> str:
        return in_words(self.fates)

    @property
    def fingerprint(self) -> str:
        """The same for the same outcome, to the last letter of every value."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def in_words(fates: Iterable[Fate]) -> str:
    """1 refused, 3 new."""
    counts = Counter(fate.word for fate in fates)
    words = [
        _("%(count)d %(word)s") % {"count": counts[word], "word": word.label}
        for word in Word
        if counts[word]
    ]
    return _(", ").join(words) or _("nothing")
