"""Organisations that turn out to be one and the same."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Count, Model, QuerySet
from pghistory.models import Event

from agenda.choices import OrganisationKind
from agenda.errors import NothingToMerge, OrganisationGone, OrganisationsInUse
from agenda.models import Organisation
from confsite.tables import dry_run

NAMES = ("name_en", "name_zh", "short_name_en", "short_name_zh")
# PostgreSQL, appendix A
UNIQUE_VIOLATION, LOCK_NOT_AVAILABLE = "23505", "55P03"
# How long others are let finish: this often, so many seconds.
TRIES, PAUSE = 100, 0.05
# What a column holds about which nobody has said anything yet.
NOT_SAID = ("", None, OrganisationKind.OTHER)


class Reference(NamedTuple):
    """A column in which rows of some table name an organisation."""

    model: type[Model]
    column: str

    def rows(self, organisations: Iterable[Organisation]) -> QuerySet[Any]:
        named = {f"{self.column}__in": [o.pk for o in organisations]}
        return self.model._base_manager.filter(**named)


# Of rows that name an organisation those that somebody sees.
Seen = Callable[[QuerySet[Any]], QuerySet[Any]]


def everything(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


class SaidTwice(Exception):
    """A unique rule forbids a row to name the organisation that stays."""


class Merged(NamedTuple):
    """What a merge did to the rows that named an organisation which is gone."""

    moved: int
    doubles: int


def references() -> Iterator[Reference]:
    """All there are, in whatever app, but for the history, which stays as it was."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        is_pointed_at = relation.auto_created and not relation.concrete
        if not is_pointed_at or relation.many_to_many:
            continue  # of many to many, the table in between is here by itself
        model: Any = relation.related_model
        if not issubclass(model, Event):
            yield Reference(model, relation.field.name)  # type: ignore[union-attr]


def named_by(
    organisations: Iterable[Organisation], seen: Seen = everything
) -> dict[int, Counter[type[Model]]]:
    """How many rows of each model name each of these organisations, of those seen."""
    found = {organisation.pk: Counter[type[Model]]() for organisation in organisations}
    for reference in references():
        counted = (
            seen(reference.rows(organisations))
            .order_by()
            .values_list(reference.column)
            .annotate(rows=Count("pk"))
        )
        for pk, rows in counted:
            found[pk][reference.model] += rows
    return found


@transaction.atomic
def merge(keep: Organisation, others: Iterable[Organisation]) -> Merged:
    """Let one organisation stand for the others, which go.

    Whatever names one of the others names it afterwards; where that would be a second
    time, the double goes. It takes over what it did not say of itself, and the other
    names as its aliases.
    """
    pks = {other.pk for other in others} - {keep.pk}
    if not pks:
        raise NothingToMerge
    dry_run.wait_for_others()
    rows = locked([keep.pk, *pks])
    if len(rows) <= len(pks):
        raise OrganisationGone
    keep = rows.pop(keep.pk)
    gone = list(rows.values())
    moved = doubles = 0
    for reference in references():
        named = reference.rows(gone).count()
        count = move(reference, gone, keep)
        moved += count
        doubles += named - count
    take_over(keep, gone)
    keep.save()
    Organisation.objects.filter(pk__in=pks).delete()
    return Merged(moved, doubles)


def locked(pks: Iterable[int]) -> dict[int, Organisation]:
    """These organisations, and every row that names one, held until the commit.

    Whoever is about to name one of those that go waits, and then finds that it is gone.
    Nobody is waited for with a lock in hand, or they might wait for us: if somebody
    writes one of the rows, all are let go and tried again. Raises OrganisationsInUse.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return hold(pks)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                raise
        pause()
    raise OrganisationsInUse


def hold(pks: Iterable[int]) -> dict[int, Organisation]:
    free = Organisation.objects.select_for_update(nowait=True).filter(pk__in=pks)
    rows = {row.pk: row for row in free.order_by("pk")}
    for reference in references():
        named = reference.rows(rows.values()).order_by("pk")
        list(named.select_for_update(nowait=True, no_key=True).values_list("pk"))
    return rows


def pause() -> None:
    time.sleep(PAUSE)


def move(reference: Reference, gone: list[Organisation], keep: Organisation) -> int:
    """Make rows name the one that stays, or delete those that would say it twice."""
    try:
        return repoint(reference.rows(gone), reference.column, keep)
    except SaidTwice:
        # One by one, since one of them may take the place that another wants.
        count = 0
        for row in reference.rows(gone).order_by("pk"):
            try:
                itself = reference.model._base_manager.filter(pk=row.pk)
                count += repoint(itself, reference.column, keep)
            except SaidTwice:
                row.delete()
        return count


def repoint(rows: QuerySet[Any], column: str, keep: Organisation) -> int:
    try:
        with transaction.atomic():
            return rows.update(**{column: keep})
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", "") == UNIQUE_VIOLATION:
            raise SaidTwice from error
        raise


def take_over(keep: Organisation, gone: list[Organisation]) -> None:
    """Fill what is empty from those that go, and keep their names as aliases."""
    for field in keep._meta.concrete_fields:
        if field.name != "aliases" and getattr(keep, field.attname) in NOT_SAID:
            said = (getattr(other, field.attname) for other in gone)
            value = next((v for v in said if v not in NOT_SAID), None)
            if value is not None:
                setattr(keep, field.attname, value)
    names = dict.fromkeys(keep.aliases.splitlines())
    for other in gone:
        names |= dict.fromkeys(getattr(other, name) for name in NAMES)
        names |= dict.fromkeys(other.aliases.splitlines())
    for known in ("", *(getattr(keep, name) for name in NAMES)):
        names.pop(known, None)
    keep.aliases = "\n".join(names)
