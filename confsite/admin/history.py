"""What happened to a row, from the history that the database's triggers write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, Field, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from confsite.admin.columns import day_and_time
from confsite.models import User

LONGEST = 100  # changes on one page


@dataclass(frozen=True)
class Difference:
    """One column, before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One write to a row: when, by whom, and what it changed."""

    at: str
    what: str
    by: str
    differences: tuple[Difference, ...]


def in_words(moment: datetime | None) -> str:
    """A moment in the clock that is active."""
    return day_and_time(timezone.localtime(moment)) if moment else ""


def is_kept(model: type[Model]) -> bool:
    return hasattr(model, "pgh_event_models")


def changes(row: Model) -> list[Change]:
    """The latest changes of a row, newest first, in a constant number of statements."""
    events = apps.get_model("pghistory", "Events").objects.tracks(row)
    latest = list(events.order_by("-pgh_id")[:LONGEST])
    known = Known(row, latest)
    kinds = {"insert": _("Created"), "update": _("Changed"), "delete": _("Deleted")}
    return [
        Change(
            in_words(event.pgh_created_at),
            kinds.get(event.pgh_label, event.pgh_label),
            known.author(event),
            tuple(known.differences(event)),
        )
        for event in latest
        if event.pgh_label != "update" or event.pgh_diff
    ]


class Known:
    """The staff and the rows that changes speak of, read once for all of them."""

    def __init__(self, row: Model, events: list[Any]):
        self.model = type(row)
        authors = {(event.pgh_context or {}).get("user") for event in events}
        self.authors = User.objects.in_bulk([pk for pk in authors if pk])
        self.related: dict[str, dict[Any, Model]] = {}
        for field in self.model._meta.concrete_fields:
            pks = {
                pk
                for event in events
                for pk in (event.pgh_diff or {}).get(field.attname, ())
                if pk is not None
            }
            if field.is_relation and pks:
                other: Any = field.related_model
                self.related[field.attname] = other._default_manager.in_bulk(pks)

    def author(self, event: Any) -> str:
        """A member of staff; without one it was a visitor or work in the background."""
        pk = (event.pgh_context or {}).get("user")
        if pk is None:
            return _("The site itself")
        return str(self.authors.get(pk) or _("Somebody who is staff no longer"))

    def differences(self, event: Any) -> Iterable[Difference]:
        for column, (before, after) in sorted((event.pgh_diff or {}).items()):
            field = self.field(column)
            if field is not None:
                yield Difference(
                    str(field.verbose_name),
                    self.words(field, before),
                    self.words(field, after),
                )

    def field(self, column: str) -> Any:
        try:
            return self.model._meta.get_field(column.removesuffix("_id"))
        except FieldDoesNotExist:
            return None

    def words(self, field: Field, value: Any) -> Any:
        """A value as staff know it: a choice's label, a row's name, a moment."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if field.is_relation:
            return self.related[field.attname].get(value, value)
        if isinstance(field, DateTimeField):
            return in_words(parse_datetime(value))
        return dict(field.flatchoices).get(value, value)
