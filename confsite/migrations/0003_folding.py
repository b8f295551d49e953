"""Functions that know names in every spelling (confsite/folding). They touch no table."""

from django.db import migrations

from confsite.folding import sql


def make(apps, schema_editor):
    for function in sql.functions():
        schema_editor.execute(function, params=None)


class Migration(migrations.Migration):
    dependencies = [("confsite", "0002_heartbeat")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
