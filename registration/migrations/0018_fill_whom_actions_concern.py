"""Whom earlier actions of staff concerned: so each is found from its delegates.

A few rows, and it may run twice.
"""

from django.db import migrations

FILL = """
UPDATE registration_staffaction AS action SET keys = concerned.keys
FROM (
    SELECT id, array_agg(DISTINCT key) AS keys FROM (
        SELECT id, (jsonb_array_elements(changes) ->> 0)::bigint AS key
        FROM registration_staffaction
        UNION SELECT action_id, delegate_id FROM registration_letter
        WHERE action_id IS NOT NULL
    ) AS each GROUP BY id
) AS concerned
WHERE action.id = concerned.id AND action.keys = '{}'
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0017_staff_look_after_one")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
