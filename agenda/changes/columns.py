"""Where two states of one row differ, column by column.

What has no sentence of its own is told here by the name of its column, so that nothing
is left out: a column that joins the programme later is told at once.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries.fields import CountryField

from agenda.release.content import ConferenceFacts, Organisation, Party, Room
from confsite.bilingual import Bilingual, Pair, Text, suffix
from confsite.clocks import Moment
from confsite.countries import name_of
from confsite.differences import Difference, differences

TAGS = {"en": "en", "zh": "zh-Hans"}
# What the programme calls otherwise than the model.
COLUMNS = {
    "place": "room",
    "thread": "track",
    "ways_in": "join_options",
    "parties": "seats",
}
# Too long to repeat, or no words at all.
LONG = (models.TextField, models.URLField, models.ForeignKey, models.ForeignObjectRel)
CHANGED = gettext_lazy("%(name)s changed")
ADDED = gettext_lazy("%(name)s added")
TAKEN_OUT = gettext_lazy("%(name)s taken out")
REORDERED = gettext_lazy("%(name)s in another order")
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


class ColumnLabel(NamedTuple):
    """The name of a column, with the language of one half of a pair."""

    model: type[models.Model]
    column: str
    language: str = ""

    @property
    def field(self) -> Any:
        """The model's own; None for what is no column of it."""
        name = COLUMNS.get(self.column, self.column.removesuffix("_id"))
        known = {field.name: field for field in self.model._meta.get_fields()}
        return known.get(name) or known.get(f"{name}_en")

    def __str__(self) -> str:
        column = self.field
        if isinstance(column, models.ForeignObjectRel):
            return str(column.related_model._meta.verbose_name_plural)
        what = str(column.verbose_name) if column else self.column.replace("_", " ")
        words = {"en": _("%(what)s in English"), "zh": _("%(what)s in Chinese")}
        return words.get(self.language, "%(what)s") % {
            "what": what.removesuffix(" (English)")
        }


class When(NamedTuple):
    """A moment on both clocks, with or without the day on the first one."""

    moment: Moment
    has_day: bool = True

    def __str__(self) -> str:
        comma = "" if suffix() == "zh" else ", "
        day = f"{self.moment.date}{comma}" if self.has_day else ""
        return f"{day}{self.moment}"


class Names(NamedTuple):
    pairs: tuple[Pair, ...]

    def __str__(self) -> str:
        """A, B and C; A、B、C."""
        names = [pair.active.plain for pair in self.pairs]
        if suffix() == "zh" or len(names) < 2:
            return "、".join(names)
        return f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True)
class NamedValue:
    """Another row, or a choice: the same by its key, and shown by its name."""

    key: object
    name: Any = field(compare=False)


def compare_columns(
    model: type[models.Model],
    before: Any,
    after: Any,
    conference: ConferenceFacts,
    but: Collection[str] = (),
) -> Iterator[Difference]:
    """Every column that differs, but for some.

    The conference has the clocks, and its own names for countries and regions.
    """
    if before == after:
        return
    was, now = columns(before), columns(after)
    names = [name for name in now if name not in but and was[name] != now[name]]
    labels = {name: ColumnLabel(model, name) for name in names}
    states = (
        {name: shown(row[name], labels[name], conference) for name in names}
        for row in (was, now)
    )
    for difference in differences(labels, *states):
        yield from describe(difference)


def columns(row: Any) -> dict[str, Any]:
    """What a row says, each text in both languages at once."""
    found: dict[str, Any] = {}
    for column in fields(row):
        stem, _underscore, ending = column.name.rpartition("_")
        if ending in TAGS:
            found[stem] = Bilingual(stem).pair(row)
        else:
            found[column.name] = getattr(row, column.name)
    return found


def shown(value: Any, label: ColumnLabel, conference: ConferenceFacts) -> Any:
    """A value that can be compared, and shown in both languages."""
    match value:
        case None | "" | ():
            return ""
        case Pair():
            return value
        case Organisation() | Room():
            return NamedValue(value.id, Bilingual("name").pair(value))
        case Party(house, side):
            return NamedValue((house.id, side), Bilingual("name").pair(house))
        case tuple():
            return tuple(shown(one, label, conference) for one in value)
        case datetime():
            return When(Moment(value, *conference.clocks))
        case bool():
            return NamedValue(value, YES if value else NO)
    if isinstance(label.field, CountryField):
        # As the conference names it, in the language of whoever reads.
        name = lazy(name_of, Text)(value, conference.country_names)
        return NamedValue(value, name)
    choices = dict(getattr(label.field, "flatchoices", ()))
    return NamedValue(value, choices[value]) if value in choices else value


def describe(difference: Difference) -> Iterator[Difference]:
    """A text may have changed in one language alone, a list in its order as well."""
    label: Any = difference.name
    was: Any = difference.before
    now: Any = difference.after
    if isinstance(was, Pair):
        yield of_texts(label, was, now)
    elif is_list(was) or is_list(now):
        yield from of_lists(label, was or (), now or ())
    elif isinstance(was or now, NamedValue):
        yield worded(label, *(getattr(value, "name", "") for value in (was, now)))
    else:
        yield worded(label, was, now, is_long=isinstance(label.field, LONG))


def of_texts(label: ColumnLabel, before: Pair, after: Pair) -> Difference:
    is_long = isinstance(label.field, LONG)
    for language, other in (("en", "zh"), ("zh", "en")):
        if getattr(before, other) == getattr(after, other) != "":
            halves = (getattr(pair, language) for pair in (before, after))
            texts = (Text(half, TAGS[language]) for half in halves)
            return worded(label._replace(language=language), *texts, is_long=is_long)
    pairs = (pair if any(pair) else "" for pair in (before, after))
    return worded(label, *pairs, is_long=is_long)


def is_list(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(one, NamedValue) for one in value
    )


def of_lists(
    label: ColumnLabel, before: Sequence[NamedValue], after: Sequence[NamedValue]
) -> Iterator[Difference]:
    """Who is in it no longer and who is new; those who stay are not repeated."""
    gone = tuple(one.name for one in before if one not in after)
    new = tuple(one.name for one in after if one not in before)
    if gone or new:
        yield worded(label, *(Names(names) if names else "" for names in (gone, new)))
    if is_reordered(before, after):
        yield Difference(label, "", "", REORDERED)


def worded(
    label: ColumnLabel, before: object, after: object, *, is_long: bool = False
) -> Difference:
    """In full if that is short; another one of the same name has just changed."""
    if before != after and not is_long:
        return Difference(label, before, after)
    words = CHANGED if before and after else ADDED if after else TAKEN_OUT
    return Difference(label, "", "", words)


def is_reordered(before: Sequence[object], after: Sequence[object]) -> bool:
    """Whether what is in both stands in another order; new and gone move nothing."""
    stays = set(before) & set(after)
    was, now = ([one for one in rows if one in stays] for rows in (before, after))
    return was != now
