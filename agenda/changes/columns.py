"""One row in two programmes, column by column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy
from django_countries.fields import CountryField

from agenda.changes.change import Change, Name, Subject
from agenda.release import content
from agenda.release.programme import Programme
from confsite import countries
from confsite.bilingual import Bilingual, BilingualColumns, Pair, in_both
from confsite.clocks import Moment
from confsite.differences import Difference, readable

# What the programme calls otherwise than the model.
COLUMNS = {
    "place": "room",
    "thread": "track",
    "ways_in": "join_options",
    "parties": "seats",
}


@dataclass(frozen=True)
class ComparedRow:
    """A row of one sort in two programmes; None where it is not there.

    What a visitor acts on has a sentence: of a row that is new or gone, and of a column
    `x` for which there is a `tell_x`. Every other column is told by its name, before
    and after, so that nothing is left out: one that joins the programme later is told
    at once.
    """

    was: Any
    now: Any
    before: Programme
    after: Programme

    subject: ClassVar[Subject]
    model: ClassVar[type[Model]]
    rows: ClassVar[Any]  # of a programme
    unseen: ClassVar[set[str]] = set()  # columns
    is_ordered: ClassVar[bool] = False

    def changes(self) -> Iterable[Change]:
        if not self.was:
            return self.new()
        return self.between() if self.now else self.gone()

    def new(self) -> Iterable[Change]:
        return ()

    def gone(self) -> Iterable[Change]:
        return ()

    def between(self) -> Iterable[Change]:
        for column in self.columns():
            if self.differs(column):
                tell = getattr(self, f"tell_{column}", None)
                yield from tell() if tell else [self.column(column)]

    def columns(self) -> list[str]:
        """All that the public can see; a text is one column for both languages."""
        names = [field.name for field in fields(self.now) if field.name[-3:] != "_zh"]
        stems = [name.removesuffix("_en") for name in names]
        return [stem for stem in stems if stem not in self.unseen]

    def differs(self, column: str) -> bool:
        was, now = self.values(column)
        return key(was) != key(now)

    def values(self, column: str) -> list[Any]:
        if hasattr(self.now, f"{column}_en"):
            return [Bilingual(column).pair(row) for row in (self.was, self.now)]
        return [getattr(row, column, None) for row in (self.was, self.now)]

    def column(self, column: str) -> Change:
        """It before and after, by the name that the model has for it."""
        values = self.values(column)
        pair = getattr(self.model, column, None)
        if isinstance(pair, BilingualColumns):
            return self.row(pair.verbose_name, *values)
        field: Any = self.model._meta.get_field(COLUMNS.get(column, column))
        label = getattr(field, "verbose_name", None)
        was, now = (
            shown(value, field, programme)
            for value, programme in zip(values, (self.before, self.after), strict=True)
        )
        return self.row(
            label or field.related_model._meta.verbose_name_plural, was, now
        )

    def row(self, label: object, before: object, after: object) -> Change:
        """What has no sentence of its own: Opening remarks · Places: 200 → 150."""
        difference = Difference(label, before, after)
        return self.told("%(name)s · %(difference)s", difference=difference)

    def told(self, words: object, counted: Any = None, **others: object) -> Change:
        row = self.now or self.was
        is_row = not isinstance(row, content.ConferenceFacts)
        parts = {"name": Name.of(row) if is_row else Subject.CONFERENCE.label, **others}
        day = row.starts.local.date() if self.subject == Subject.SESSION else None
        return Change(self.subject, day, words, tuple(parts.items()), counted)

    def order(
        self, label: object, before: Mapping[Any, Any], after: Mapping[Any, Any]
    ) -> Iterable[Change]:
        """Of rows by what they are the same by: those that stay, if they have moved."""
        was = tuple(before[same] for same in before if same in after)
        now = tuple(after[same] for same in after if same in before)
        if key(was) != key(now):
            yield self.row(label, names(was), names(now))


def by_id(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.id: row for row in rows}


def key(value: Any) -> Any:
    """By which a value is the same, whatever it is called by now."""
    if hasattr(value, "id"):
        return value.id
    if is_dataclass(value):
        value = tuple(getattr(value, column.name) for column in fields(value))
    return tuple(map(key, value)) if isinstance(value, tuple) else value


def shown(value: Any, field: Any, programme: Programme) -> Any:
    """A value as whoever reads it knows it; nothing if there is nothing to read."""
    conference = programme.conference
    match value:
        case tuple():
            return names(row for row in value if is_dataclass(row))
        case datetime():
            return in_full(Moment(value, *conference.clocks))
        case content.Organisation() | content.Room():
            return Name.of(value)
    if isinstance(field, CountryField):
        return in_both(lambda: countries.name_of(value, conference.country_names))
    return "" if field.is_relation else readable(field, value)


def names(rows: Iterable[Any]) -> Pair:
    """A, B, C; A、B、C."""
    return joined(*map(Name.of, rows), between=gettext_lazy(", "))


def joined(*things: object, between: object = " · ") -> Pair:
    """Those that are not empty, in either language."""
    return in_both(lambda: str(between).join(filter(None, map(str, things))))


def in_full(moment: Moment) -> Pair:
    return in_both(lambda: moment.in_full)
