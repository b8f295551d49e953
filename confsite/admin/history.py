"""What happened to a row and those below it: what the database's triggers saw."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pghistory.core import event_models

from confsite.admin.columns import day_and_time
from confsite.differences import Difference, readable
from confsite.models import User
from confsite.words import headed

LONGEST = 100  # changes on one page
# Models of rows below a row, each with the columns that a reader may see.
Below = Mapping[type[Model], Collection[str]]


@dataclass(frozen=True)
class HistoryEntry:
    """One write: when, by whom, what it changed, and the row below if it was one."""

    moment: datetime
    what: str
    subject: str
    by: str
    differences: tuple[Difference, ...]

    @property
    def at(self) -> str:
        return in_words(self.moment)


def in_words(moment: datetime | None) -> str:
    """A moment in the clock that is active."""
    return day_and_time(timezone.localtime(moment)) if moment else ""


def is_kept(model: type[Model]) -> bool:
    return bool(event_models(tracks_model=model))


def kept_as(model: type[Model]) -> type[Model]:
    """The model whose history it is: of a table of Django's own a proxy has it."""
    return kept_in(model).pgh_tracked_model


def kept_in(model: type[Model]) -> Any:
    return event_models(tracks_model=model)[0]


def changes(
    row: Model, below: Below, is_seen: Callable[[Any], bool] | None = None
) -> list[HistoryEntry]:
    """The latest writes, newest first, in statements whose number is constant.

    Without those that a reader may not see.
    """
    events = [*filter(is_seen, latest(row, below))]
    authors = authors_of(events)
    kinds = {
        "insert": _("Created"),
        "update": _("Changed"),
        "delete": _("Deleted"),
        "password": _("New password"),
        "sign_in": _("Signed in"),
    }
    known: dict[str, HistoryRows] = {}
    for model in (kept_as(type(row)), *below):
        label = model._meta.label
        own = [event for event in events if event.pgh_obj_model == label]
        known[label] = HistoryRows(model, row, own, below.get(model))
    found = []
    created = {moment(event) for event in events if event.pgh_label == "insert"}
    for event in events:
        rows = known[event.pgh_obj_model]
        differences = tuple(rows.differences(event))
        # What staff wrote to a new row at once is a part of how it came to be.
        is_new = event.pgh_context_id and moment(event) in created
        if event.pgh_label == "update" and (is_new or not differences):
            continue
        what = kinds.get(event.pgh_label, event.pgh_label)
        author = author_of(event, authors)
        entry = HistoryEntry(
            event.pgh_created_at, what, rows.subject(event), author, differences
        )
        found.append(entry)
    return found


def latest(row: Model, below: Below) -> list[Any]:
    """Events of a row, and of those that belonged below it when they happened."""
    newest = apps.get_model("pghistory", "Events").objects.order_by(
        "-pgh_created_at", "-pgh_id"
    )
    events: list[Any] = []
    tables = {
        table
        for model in below
        for table in model.pgh_event_models.values()  # type: ignore[attr-defined]
    }
    if tables:
        events += newest.references(row).across(*tables)[:LONGEST]
    events += newest.tracks(row)[:LONGEST]
    # What is written at once has one time: a row comes into being before those below.
    events.sort(key=lambda event: event.pgh_created_at, reverse=True)
    return events[:LONGEST]


def moment(event: Any) -> tuple[Any, ...]:
    """A row, and the transaction in which something was done with it."""
    row = (event.pgh_obj_model, event.pgh_obj_id)
    return *row, event.pgh_created_at, event.pgh_context_id


def authors_of(events: Iterable[Any]) -> dict[Any, str]:
    """Names; of who is staff no longer the address under which they were."""
    pks = {(event.pgh_context or {}).get("user") for event in events} - {None}
    known = {pk: str(user) for pk, user in User.objects.in_bulk(pks).items()}
    gone = pks - set(known)
    if gone:
        last = kept_in(User).objects.filter(pgh_obj__in=gone).order_by("pgh_id")
        for pk, email in last.values_list("pgh_obj", "email"):
            known[pk] = _("%s, who is staff no longer") % email
    return known


def author_of(event: Any, authors: Mapping[Any, str]) -> str:
    """A member of staff; without one it was a visitor or work in the background."""
    pk = (event.pgh_context or {}).get("user")
    if pk is None:
        return _("The site itself")
    return authors.get(pk) or _("Somebody who is staff no longer")


class HistoryRows:
    """The rows that entries of one model speak of, read once for all of them."""

    def __init__(
        self,
        model: type[Model],
        owner: Model,
        events: list[Any],
        columns: Collection[str] | None,
    ):
        self.model = model
        self.owner = owner
        self.is_below = columns is not None
        self.fields: dict[str, Any] = {
            field.attname: field
            for field in model._meta.concrete_fields
            if (columns is None or field.name in columns)
            # What has no name in words is bookkeeping, and no news for staff; but a
            # table that only links two rows is nothing else.
            and (isinstance(field.verbose_name, Promise) or links_rows(model))
        }
        self.related: dict[str, dict[Any, Model]] = {}
        for attname, field in self.fields.items():
            pks = {pk for event in events for pk in self.values(event, attname) if pk}
            if field.is_relation and pks:
                other: Any = field.related_model
                self.related[attname] = other._default_manager.in_bulk(pks)

    def values(self, event: Any, column: str) -> list[Any]:
        """What an event names: before and after, and what a row below is called by."""
        values = list((event.pgh_diff or {}).get(column, ()))
        return [*values, event.pgh_data.get(column)] if self.is_below else values

    def subject(self, event: Any) -> str:
        """Which row below it was: participant: Chen Wei, speaker."""
        if not self.is_below:
            return ""
        kind = str(self.model._meta.verbose_name)
        row = self.model()
        for column in self.model._meta.concrete_fields:
            value = event.pgh_data.get(column.attname)
            if not column.is_relation or value is None:
                setattr(row, column.attname, value)
            elif column.related_model is type(self.owner) and value == self.owner.pk:
                setattr(row, column.name, self.owner)
            elif other := self.related.get(column.attname, {}).get(value):
                setattr(row, column.name, other)
            else:
                return kind  # named by what is gone, or not for this reader
        return headed(kind, row)

    def differences(self, event: Any) -> Iterable[Difference]:
        for column, (before, after) in sorted((event.pgh_diff or {}).items()):
            if field := self.fields.get(column):
                yield Difference(
                    str(field.verbose_name),
                    self.words(field, before),
                    self.words(field, after),
                )

    def words(self, field: Field, value: Any) -> Any:
        if value is not None and field.is_relation:
            value = self.related[field.attname].get(value, value)
        return words(field, value)


def links_rows(model: type[Model]) -> bool:
    return bool((model._meta.concrete_model or model)._meta.auto_created)


def words(field: Field, value: Any) -> Any:
    """A value as staff know it: a choice's label, a row's name, a moment."""
    if value is None or value == "":
        return ""
    if isinstance(field, DateTimeField):
        return in_words(parse_datetime(value))
    if field.is_relation:
        return value
    # As a word: a number that is 0 must not look as if there were none.
    return str(readable(field, value))
