"""Operations of migrations."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunPython

BATCH = 1000


class SingleStateOperations(Operation):
    """Several operations between which nothing is looked at: from here to there.

    One by one, each has Django make all models anew, which takes longer than the
    database does. An operation must not need what an earlier one of them has made in
    the models. There is no way back but a backup.
    """

    reduces_to_sql = True
    reversible = False

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        # The models are made when the first operation asks for them.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def written_anew(table: str, column: str) -> RunPython:
    """The trigger that keeps a column is fired for every row that is there already.

    So many at a time, in a migration that is not atomic, so that nobody waits for long.
    It may be run again.
    """
    batch = f"""
        WITH batch AS (
            SELECT id FROM {table} WHERE id > %s ORDER BY id LIMIT {BATCH}
            FOR NO KEY UPDATE
        ), written AS (
            UPDATE {table} SET {column} = '' WHERE id IN (SELECT id FROM batch)
            RETURNING id
        ) SELECT max(id) FROM written"""  # noqa: S608 - a migration names them

    def write(apps: Any, schema_editor: Any) -> None:
        last = 0
        with schema_editor.connection.cursor() as cursor:
            while last is not None:
                cursor.execute(batch, [last])
                [last] = cursor.fetchone()

    return RunPython(write, RunPython.noop)
