"""A row that may be there already: to write it is to find out."""

from functools import lru_cache

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def insert_if_new(row: models.Model) -> bool:
    """Insert the row and say so, or find that a unique rule has one of its kind.

    One statement, and no error where there is one: that would end the transaction. The
    other may be in a transaction that has not ended; then this waits for it.
    """
    given = [
        (field, value)
        for field in row._meta.concrete_fields
        if not field.primary_key
        and not isinstance(value := field.pre_save(row, add=True), DatabaseDefault)
    ]
    columns = tuple(field.column for field, _value in given)
    with connection.cursor() as cursor:
        cursor.execute(
            statement(row._meta.db_table, columns),
            [field.get_db_prep_save(value, connection) for field, value in given],
        )
        inserted = cursor.fetchone()
    if inserted:
        [row.pk] = inserted
        row._state.adding = False
        row._state.db = connection.alias
    return inserted is not None


@lru_cache
def statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(["%s"] * len(columns))
    return (
        f'INSERT INTO "{table}" ({names}) VALUES ({values}) '  # noqa: S608 - of models
        "ON CONFLICT DO NOTHING RETURNING id"
    )
