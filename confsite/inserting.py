"""frozen: measured. One row, written as cheaply as can be; it may be there already."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import InsertQuery

from confsite import prepared


def insert(row: models.Model) -> bool:
    """Insert the row and say so, or find that a unique rule has one of its kind.

    One statement, and no error where there is one: that would end the transaction. The
    other may be in a transaction that has not ended; then this waits for it. Model.save
    takes twice as long to say the same.
    """
    columns, values, parameters = [], [], []
    for field in row._meta.concrete_fields:
        value = field.pre_save(row, add=True)
        if field.primary_key or isinstance(value, DatabaseDefault):
            continue
        sql, given = compiled(row, field, value)
        columns.append(field.column)
        values.append(sql)
        parameters += given
    with connection.cursor() as cursor:
        insert = statement(row._meta.db_table, tuple(columns), tuple(values))
        prepared.execute(cursor, (insert, parameters))
        inserted = cursor.fetchone()
    if inserted:
        [row.pk] = inserted
        row._state.adding = False
        row._state.db = connection.alias
    return inserted is not None


def insert_all(rows: Sequence[models.Model]) -> None:
    """The same for many rows in one statement, without their keys.

    An expression that one of them has in a column all of them have there. bulk_create
    compiles each value of each row.
    """
    if not rows:
        return
    columns, template, fields = [], [], []
    for field in rows[0]._meta.concrete_fields:
        value = field.pre_save(rows[0], add=True)
        if field.primary_key or isinstance(value, DatabaseDefault):
            continue
        sql, _given = compiled(rows[0], field, value)
        columns.append(f'"{field.column}"')
        template.append(sql)
        if sql == "%s":
            fields.append(field)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    one = f"({', '.join(template)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{rows[0]._meta.db_table}" ({", ".join(columns)}) '  # noqa: S608 - of models
            f"VALUES {', '.join([one] * len(rows))} ON CONFLICT DO NOTHING",
            values,
        )


# Of exactly these types no field makes anything else, but for one of JSON.
AS_THEY_ARE = {str, int, bool, type(None)}


def compiled(row: models.Model, field: Any, value: Any) -> tuple[str, list[Any]]:
    """A value, or an expression such as Now(), as SQL and its parameters."""
    if type(value) in AS_THEY_ARE and not isinstance(field, models.JSONField):
        return "%s", [value]
    if not hasattr(value, "resolve_expression"):
        return "%s", [field.get_db_prep_save(value, connection)]
    query = InsertQuery(type(row))
    expression = value.resolve_expression(query, allow_joins=False, for_save=True)
    sql, parameters = query.get_compiler(connection=connection).compile(expression)
    return sql, list(parameters)


@lru_cache
def statement(table: str, columns: tuple[str, ...], values: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(values)}) '  # noqa: S608 - of models
        "ON CONFLICT DO NOTHING RETURNING id"
    )
