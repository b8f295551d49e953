"""The demo with every state of every enum: what the crawl of the site looks at."""

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_countries.fields import CountryField
from pghistory.models import Event

from agenda.models import Conference
from confsite.roles import StaffRole
from registration.consents import services as consents
from registration.models import (
    ConsentRequest,
    Delegate,
    PossibleDuplicate,
    RegistrationSettings,
)
from registration.states import ConsentWay, Likelihood, PairState, Retained, Sign
from tests.factories import make_colleague

OURS = ("agenda", "confsite", "registration")
# The columns that one state has and all the others lack.
OF_A_STATE: dict[str, tuple[set[str], Any]] = {
    "claim": ({"sending"}, uuid.uuid4()),
    "sent_at": ({"sent"}, timezone.now()),
    "waiting_number": ({"waiting"}, 1_000_000),
    "held_until": (set(), None),
    "ended_at": ({"done", "cancelled", "failed"}, timezone.now()),
}


def choices() -> Iterator[tuple[type[Model], Any]]:
    """Every column of our models whose values are told one by one."""
    for model in apps.get_models():
        # Settings of a conference are one row of it, whose form shows every choice.
        is_of_another = model._meta.pk.remote_field
        # Of a table that an installed app brings we keep the history, and show no row.
        table = model._meta.concrete_model or model
        if table._meta.app_label in OURS and not (
            is_of_another or issubclass(model, Event)
        ):
            for field in model._meta.fields:
                # Countries are no states: their names alone differ.
                if field.choices and not isinstance(field, CountryField):
                    yield model, field


def missing(model: type[Model], field: Any) -> set[str]:
    present = model._base_manager.values_list(field.name, flat=True)
    return {value for value, _label in field.flatchoices} - set(present)


def fill() -> None:
    """Give each value that is missing to a row that can spare its own, or a new one."""
    make_pairs()
    make_consents()
    make_times()
    for role in StaffRole:
        make_colleague(Conference.objects.earliest("pk"), role)
    for model, field in choices():
        rows = model._base_manager.order_by("-pk")
        for value in sorted(missing(model, field)):
            if not rows.exists():
                # What no demo has, as it lasts for a minute.
                model._base_manager.create(**{field.name: value})
                continue
            spare = duplicate(rows, field.name) or copy(rows[0])
            changes = beside(model, value) if field.name == "state" else {}
            rows.filter(pk=spare.pk).update(**{field.name: value}, **changes)
    # Of those who are live now: a pair is open as long as both are.
    PossibleDuplicate.objects.all().delete()
    make_pairs()


def make_times() -> None:
    """Of each kind of data a time for which it is kept, and a report."""
    settings = RegistrationSettings.objects.earliest("pk")
    for kind in Retained:
        settings.retention_rules.create(kind=kind, days=900)
        settings.conference.retention_reports.create(kind=kind, days=900)


def make_pairs() -> None:
    """Registrations that may be of one person: of the demo's none are."""
    first, *others = Delegate.objects.live().order_by("conference", "pk")[:4]
    for other, state, likelihood in zip(others, PairState, Likelihood, strict=True):
        PossibleDuplicate.objects.create(
            conference=first.conference,
            first=first,
            second=other,
            signs=[Sign.NAME],
            likelihood=likelihood,
            state=state,
            decided_at=None if state == PairState.OPEN else timezone.now(),
        )


def make_consents() -> None:
    """One given in each way: none is changed afterwards."""
    asked = ConsentRequest.objects.get(purpose="listed", is_asked=True)
    people = asked.conference.delegates.live().order_by("-pk")
    for delegate, way in zip(people, ConsentWay, strict=False):
        consents.withdraw(delegate, "listed")
        consents.give(delegate, {"listed": 1}, way)


def showing(model: type[Model]) -> set[Any]:
    """The keys of some rows that show every value together; of all if none is told."""
    names = [field.name for owner, field in choices() if owner is model]
    rows = model._base_manager.order_by("-pk")
    chosen, seen = set(), set()
    for key, *values in rows.values_list("pk", *names):
        shown = set(zip(names, values, strict=True))
        if not names or shown - seen:
            chosen.add(key)
            seen |= shown
    return chosen


def beside(model: type[Model], state: str) -> dict[str, Any]:
    names = {field.name for field in model._meta.fields}
    return {
        column: value if state in owners else None
        for column, (owners, value) in OF_A_STATE.items()
        if column in names
    }


def duplicate(rows: QuerySet[Any], name: str) -> Model | None:
    """The last row whose value others have as well."""
    ((common, count),) = Counter(rows.values_list(name, flat=True)).most_common(1)
    return rows.filter(**{name: common})[0] if count > 1 else None


def copy(row: Model) -> Model:
    for field in row._meta.fields:
        if field.unique:
            setattr(row, field.attname, field.get_default())
    row._state.adding = True
    row.save()
    return row
