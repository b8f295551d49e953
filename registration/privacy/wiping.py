"""The ways in which something of people is wiped; each says how many values it was."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

import pgtrigger
from django.db import connection, models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from registration.models import Delegate
from registration.models.delegate import new_reference
from registration.privacy.people import EVENTS, People

Wipe = Callable[[People], int]
# What writes the history of delegates.
NOTED = f"{Delegate._meta.label}:update_update"


def all_of(*wipes: Wipe) -> Wipe:
    return lambda people: sum(wipe(people) for wipe in wipes)


def emptied(model: type[models.Model], by: str, *columns: str, **also: Any) -> Wipe:
    """Text columns of the rows that point at them by a column become empty."""
    names = [model._meta.get_field(column).column for column in columns]  # type: ignore[union-attr]
    key: Any = model._meta.get_field(by)
    quoted = [f'"{name}"' for name in names]
    filled = " + ".join(f"({name} <> '')::int" for name in quoted)
    table = f'"{model._meta.db_table}"'
    of_them = f'WHERE "{key.column}" = ANY(%s)'
    count = f"SELECT coalesce(sum({filled}), 0) FROM {table} {of_them}"  # noqa: S608 - of models

    def wipe(people: People) -> int:
        with connection.cursor() as cursor:
            cursor.execute(count, [people.keys])
            [number] = cursor.fetchone()
        blank = dict.fromkeys(columns, "") | also
        rows = model._base_manager.filter(**{f"{key.name}__in": people.keys})
        has_any = Q()
        for column in columns:
            has_any |= ~Q(**{column: ""})
        (rows if also else rows.filter(has_any)).update(**blank)
        return int(number)

    return wipe


def of_the_delegate(*columns: str, **also: Any) -> Wipe:
    """Columns of the registration, and what they have been in its history.

    Of the wiping itself the history notes nothing: what else is still there would be
    copied into it once more.
    """
    wipe = all_of(
        emptied(Delegate, "id", *columns, **also),
        emptied(EVENTS.model, "pgh_obj", *columns),
    )

    def unnoted(people: People) -> int:
        with pgtrigger.ignore(NOTED):
            return wipe(people)

    return unnoted


def removed(model: type[models.Model], *by: str) -> Wipe:
    """Whole rows, by the columns that point at the delegate."""

    def wipe(people: People) -> int:
        pointing = Q()
        for column in by:
            pointing |= Q(**{f"{column}__in": people.keys})
        number, _tables = model._base_manager.filter(pointing).delete()
        return number

    return wipe


def blotted(model: type[models.Model], *columns: str) -> Wipe:
    """Their words in texts and JSON of rows that nothing but the words connects.

    Read are only the rows that the database says hold one of them.
    """
    return lambda people: sum(
        rewritten(row, columns, people.without_them)
        for row in named_in(model, columns, people)
    )


def emptied_where_named(model: type[models.Model], *columns: str) -> Wipe:
    """The same of columns that name one person each, titles and all."""
    return lambda people: sum(
        rewritten(row, columns, people.without_rows_of_them)
        for row in named_in(model, columns, people)
    )


def searches_blotted(model: type[models.Model], *columns: str) -> Wipe:
    """The same where staff looked for people, who seldom type a whole word."""
    return lambda people: sum(
        rewritten(row, columns, people.without_searches)
        for row in model._base_manager.only("pk", *columns).iterator()
    )


def rewritten(
    row: models.Model, columns: Iterable[str], without: Callable[[Any], Any]
) -> int:
    """Write down what is left of some columns of a row; in how many that is less."""
    left = {column: without(getattr(row, column)) for column in columns}
    changed = {c: value for c, value in left.items() if value != getattr(row, c)}
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return len(changed)


def named_in(
    model: type[models.Model], columns: Iterable[str], people: People
) -> models.QuerySet[Any]:
    """The rows one of whose columns holds one of their words, in any case."""
    rows = model._base_manager.all()
    if not people.words:
        return rows.none()
    found = Q()
    for column in columns:
        rows = rows.alias(**{f"{column}_text": Cast(column, TextField())})
        for like in people.looks_like:
            found |= Q(**{f"{column}_text__ilike": like})
    return rows.filter(found)


class ILike(models.Lookup):
    """With the pattern as it stands."""

    lookup_name = "ilike"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} ILIKE {right}", [*left_values, *right_values]


TextField.register_lookup(ILike)


def new_codes(people: People) -> int:
    """No letter, code or calendar that is out there leads to the row any more."""
    version = models.F("link_version") + 1
    for key in people.keys:
        codes = {
            "reference": new_reference(),
            "uid": uuid.uuid4(),
            "submission": uuid.uuid4(),
        }
        row = Delegate.with_tests.filter(pk=key)
        with pgtrigger.ignore(NOTED):
            row.update(**codes, network="", link_version=version)
        EVENTS.filter(pgh_obj=key).update(**codes)
    return 3 * len(people.keys)
