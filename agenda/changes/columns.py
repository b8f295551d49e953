"""Differences between two states of one row, column by column.

What has no sentence of its own elsewhere is told here by the name of its column, so
that nothing is left out: a column that joins the programme later is told at once.
"""

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agenda.changes.change import CountryOrRegion, Label, Sentence, Words, say
from confsite.bilingual import Bilingual, Pair, Text
from confsite.countries import Overrides


class Forms(NamedTuple):
    """What is said of a column that had a value before, has one now, or both."""

    changed: str | Promise
    added: str | Promise
    removed: str | Promise


SHORT = Forms(
    _("%(name)s: %(what)s now “%(after)s” (was: “%(before)s”)."),
    _("%(name)s: %(what)s now “%(after)s”."),
    _("%(name)s: no %(what)s any more (was: “%(before)s”)."),
)
# Too long to repeat, or no words at all.
LONG = Forms(
    _("%(name)s: %(what)s changed."),
    _("%(name)s: %(what)s added."),
    _("%(name)s: %(what)s taken out."),
)
TAGS = {"en": "en", "zh": "zh-Hans"}
# What is one of these is not repeated either.
LONG_COLUMNS = (
    models.TextField,
    models.URLField,
    models.BooleanField,
    models.DateTimeField,
    models.ForeignKey,
)


def difference(
    name: Any, what: Any, before: Any, after: Any, forms: Forms = SHORT
) -> Sentence:
    """That something is another than before, or new, or gone; None is nothing.

    Another of the same name, as when a row was merged into its double, just changed.
    """
    if before == after:
        return say(LONG.changed, name=name, what=what)
    if before is None:
        return say(forms.added, name=name, what=what, after=after)
    if after is None:
        return say(forms.removed, name=name, what=what, before=before)
    return say(forms.changed, name=name, what=what, before=before, after=after)


def differences(
    name: Any,
    model: type[models.Model],
    before: Any,
    after: Any,
    *,
    but: Collection[str] = (),
    overrides: Overrides = (),
) -> Iterator[Sentence]:
    """A sentence for every column that differs, but for those that are told elsewhere.

    `overrides` is how the conference names countries and regions.
    """
    for field in fields(after):
        stem, _underscore, ending = field.name.rpartition("_")
        if ending == "zh":
            continue  # with its English twin
        column = stem if ending == "en" else field.name
        if column in but:
            continue
        if ending == "en":
            yield from of_texts(name, model, stem, before, after)
            continue
        was, now = getattr(before, column), getattr(after, column)
        if was != now:
            yield of_values(name, model, column, was, now, overrides)


def of_texts(
    name: Any, model: type[models.Model], stem: str, before: Any, after: Any
) -> Iterator[Sentence]:
    """A text that changed; if in one language alone, in which."""
    texts = Bilingual(stem)
    was, now = texts.pair(before), texts.pair(after)
    if was == now:
        return
    column = f"{stem}_en"
    forms = LONG if isinstance(column_of(model, column), models.TextField) else SHORT
    language = changed_alone(was, now)
    what = Label(model, column, language)
    if language:
        halves = (getattr(pair, language) for pair in (was, now))
        before, after = (Text(h, TAGS[language]) if h else None for h in halves)
    else:
        before, after = (Words(pair) if any(pair) else None for pair in (was, now))
    yield difference(name, what, before, after, forms)


def renamed(
    was: Any, name: Any, model: type[models.Model], stem: str, before: Any, after: Any
) -> Iterator[Sentence]:
    """That what was called `was` is called `name` now, or so in one language alone."""
    texts = Bilingual(stem)
    pairs = texts.pair(before), texts.pair(after)
    if pairs[0] == pairs[1]:
        return
    if changed_alone(*pairs):
        yield from of_texts(name, model, stem, before, after)
    else:
        yield say(_("%(before)s is called %(after)s now."), before=was, after=name)


def changed_alone(before: Pair, after: Pair) -> str:
    """The one language in which a text changed, if it stands in the other as well."""
    if before.en == after.en != "":
        return "zh"
    if before.zh == after.zh != "":
        return "en"
    return ""


def of_values(
    name: Any,
    model: type[models.Model],
    column: str,
    before: Any,
    after: Any,
    overrides: Overrides,
) -> Sentence:
    field = column_of(model, column)
    is_short = field is not None and not isinstance(field, LONG_COLUMNS)
    was, now = (
        None if value in (None, "", ()) else shown(field, value, overrides)
        for value in (before, after)
    )
    forms = SHORT if is_short else LONG
    return difference(name, Label(model, column), was, now, forms)


def shown(field: Any, value: Any, overrides: Overrides) -> Any:
    if isinstance(field, CountryField):
        return CountryOrRegion(value, overrides)
    choices = dict(getattr(field, "flatchoices", ()))
    return choices.get(value, value)


def column_of(model: type[models.Model], name: str) -> Any:
    """The column of that name; None for what is put together of other rows."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
