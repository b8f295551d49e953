"""What a change is, and how it is told.

It is put into words when it is read, in the active language: what stands in its
placeholders speaks both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.release.content import Participation, Party
from confsite.bilingual import Pair, in_both
from confsite.clocks import day_in_words
from confsite.differences import marked_up

# Where the pages of rows are now, by type and id.
Addresses = Mapping[tuple[type, int | None], str]


class Subject(TextChoices):
    """What changes are about, in the order in which they are told."""

    CONFERENCE = "conference", gettext_lazy("The conference")
    SESSION = "session", gettext_lazy("Sessions")
    AGREEMENT = "agreement", gettext_lazy("Agreements and centres")
    SPEAKER = "speaker", gettext_lazy("Speakers")
    PLACE = "place", gettext_lazy("Rooms and tracks")
    ORGANISATION = "organisation", gettext_lazy("Organisations")


class Name(Pair):
    """What a row is called, and which row that is."""

    row: tuple[type, int | None]

    @classmethod
    def of(cls, row: Any) -> "Name":
        """A person by name, and an agreement without a title by its parties."""
        match row:
            case Participation():
                row = row.speaker
            case Party():
                row = row.organisation
        columns = ("display_name", "title", "name", "label")
        spoken = next(column for column in columns if hasattr(row, column))
        name = cls(*in_both(lambda: getattr(row, spoken)))
        name.row = type(row), getattr(row, "id", None)
        return name


@dataclass(frozen=True)
class Change:
    """One thing that is different, as a visitor would put it."""

    subject: Subject
    day: date | None  # of a session
    words: object
    placeholders: tuple[tuple[str, object], ...]
    # The words, of ngettext, by which many of its kind are counted.
    counted: Any = field(default=None, compare=False)

    def __str__(self) -> str:
        return str(self.words) % dict(self.placeholders)

    def html(self, addresses: Addresses = MappingProxyType({})) -> SafeString:
        """The change, its names marked with their language and leading to a page."""
        parts = dict(self.placeholders)
        for key, part in self.placeholders:
            if isinstance(part, Name) and (url := addresses.get(part.row)):
                parts[key] = format_html('<a href="{}">{}</a>', url, part)
        return marked_up(str(self.words), parts)

    @property
    def heading(self) -> object:
        """Under which it stands: its subject, or the day of the session."""
        day = self.day
        return in_both(lambda: day_in_words(day)) if day else self.subject.label


class Changes(tuple[Change, ...]):
    """All that differs, counted, or by subject and day."""

    @property
    def in_short(self) -> str:
        """12 changes: 3 sessions moved, 1 session cancelled, 8 others."""
        kinds: dict[str, list[Any]] = {}
        for words in (change.counted for change in self):
            kinds.setdefault(words % 1 if words else "", []).append(words)
        others = len(kinds.pop("", ()))
        parts = [
            of[0] % len(of) for of in sorted(kinds.values(), key=len, reverse=True)
        ]
        if parts and others:
            parts.append(ngettext("%d other", "%d others", others) % others)
        words = _("%(total)s: %(parts)s.") if parts else _("%(total)s.")
        total = ngettext("%d change", "%d changes", len(self)) % len(self)
        return words % {"total": total, "parts": _(", ").join(parts)}

    @property
    def groups(self) -> list[tuple[object, list[Change]]]:
        """Under their headings: the subjects in order, the sessions day by day."""
        order = list(Subject)
        ordered = sorted(
            self, key=lambda c: (order.index(c.subject), c.day or date.min)
        )
        return [
            (head, [*found]) for head, found in groupby(ordered, attrgetter("heading"))
        ]
