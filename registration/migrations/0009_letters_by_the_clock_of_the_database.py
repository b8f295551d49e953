"""Times of letters are the database's own, and crashes are counted apart from attempts.

A default that the database itself fills in rewrites no table, and a program that does not
know the new column yet leaves it out.
"""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("registration", "0008_fill_what_delegates_are_found_by")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="crashes",
            field=models.PositiveSmallIntegerField(db_default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="letter",
            name="due_at",
            field=models.DateTimeField(db_default=Now(), verbose_name="due"),
        ),
        migrations.AlterField(
            model_name="letter",
            name="queued_at",
            field=models.DateTimeField(db_default=Now(), verbose_name="queued"),
        ),
    ]
