"""Which columns and by which selection a file was made, and whether it was finished."""

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F


def finished_at_once(apps, schema_editor):
    apps.get_model("confsite", "Export").objects.update(finished_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("confsite", "0006_saved_views")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="columns",
            field=models.JSONField(db_default=[], default=list, verbose_name="columns"),
        ),
        migrations.AddField(
            model_name="export",
            name="selection",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="selected by"
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="finished_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                null=True,
                verbose_name="finished",
            ),
        ),
        migrations.RunPython(finished_at_once, migrations.RunPython.noop),
    ]
