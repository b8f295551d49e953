"""Every column of every table is one that is wiped, or one that nobody is in."""

from collections import defaultdict

import pytest
from django.db import connection

from registration.privacy.columns import OF_OTHERS, OF_THE_HISTORY, STAYING
from registration.privacy.holdings import BY_KIND, HOLDINGS
from registration.states import KindOfData


def personal() -> dict[str, set[str]]:
    found = defaultdict(set)
    for holding in HOLDINGS:
        for table, columns in holding.columns.items():
            found[table] |= set(columns)
    return found


def columns_of_the_database() -> dict[str, set[str]]:
    """As the server has them: no table escapes because no model is of it."""
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN "
            "information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for table, column in cursor.fetchall():
            found[table].add(column)
    return found


def unknown(tables: dict[str, set[str]]) -> list[str]:
    wiped = personal()
    return [
        f"{table}.{column}"
        for table, columns in tables.items()
        if not {table, table.removesuffix("event")} & OF_OTHERS
        for column in columns - OF_THE_HISTORY
        if (column in wiped[table]) == (column in STAYING.get(table, ()))
    ]


def test_every_column_is_wiped_or_holds_nobody():
    assert unknown(columns_of_the_database()) == []


@pytest.mark.parametrize(
    "new",
    [
        {"registration_delegate": {"shoe_size"}},
        {"registration_delegateevent": {"shoe_size"}},
        {"registration_diet": {"id"}},
        {"registration_dietevent": {"food"}},
    ],
)
def test_a_new_column_or_table_is_found(new):
    assert len(unknown(new)) == 1


def test_no_list_knows_what_is_not_there():
    there = columns_of_the_database()
    listed = [*personal().items(), *STAYING.items()]

    assert {t: c - there[t] for t, c in listed if c - there[t]} == {}
    # Models without a table of their own have a history nevertheless.
    known = set(there) | {table.removesuffix("event") for table in there}
    assert known >= OF_OTHERS


def test_every_kind_has_its_holding_and_names_come_last():
    assert set(BY_KIND) == set(KindOfData)
    assert HOLDINGS[-1].kind == KindOfData.NAME
