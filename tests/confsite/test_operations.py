"""Several operations of a migration at once."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration, RunSQL
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState

from confsite.operations import SingleStateOperations

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
