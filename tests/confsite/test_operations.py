"""Several operations of a migration at once, and old rows written anew."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration, RunSQL
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState

from confsite import operations
from confsite.operations import SingleStateOperations
from registration.models import Delegate
from tests.factories import make_delegate

pytestmark = [pytest.mark.django_db, pytest.mark.server]


class Somewhere(Migration):
    operations = [
        SingleStateOperations(
            [
                CreateModel("Lamp", [("id", models.BigAutoField(primary_key=True))]),
                RunSQL("ALTER TABLE confsite_lamp ADD watts int"),
            ]
        )
    ]


def columns() -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, "confsite_lamp")
        return [column.name for column in found]


def test_they_are_done_in_their_order():
    migration = Somewhere("0001_somewhere", "confsite")

    with connection.schema_editor(atomic=False) as editor:
        after = migration.apply(ProjectState(), editor)

    assert columns() == ["id", "watts"]
    assert ("confsite", "lamp") in after.models


def test_there_is_no_way_back():
    migration = Somewhere("0001_somewhere", "confsite")

    with (
        connection.schema_editor(atomic=False) as editor,
        pytest.raises(IrreversibleError),
    ):
        migration.unapply(ProjectState(), editor)


def test_old_rows_are_written_anew_batch_by_batch(monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 2)
    delegates = [make_delegate(family_name=f"Łi{n}") for n in range(5)]
    table = "registration_delegate"
    with connection.cursor() as cursor:
        # No trigger is fired, as none was when these rows were written.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET name_key = ''")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    operation = operations.written_anew(table, "search_text")
    with connection.schema_editor() as editor:
        operation.database_forwards("registration", editor, *[ProjectState()] * 2)

    keys = Delegate.objects.order_by("pk").values_list("name_key", flat=True)
    assert list(keys) == [f"li{n} ada" for n in range(len(delegates))]
