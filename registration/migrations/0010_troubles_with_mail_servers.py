"""Pauses of the mail server and of domains, and what became of a letter's attempts.

A new table, and columns with a constant default: no table is rewritten, and a program that
does not know them yet leaves them out.
"""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("registration", "0009_letters_by_the_clock_of_the_database")]

    operations = [
        migrations.CreateModel(
            name="MailTrouble",
            fields=[
                (
                    "domain",
                    models.CharField(
                        max_length=255, primary_key=True, serialize=False
                    ),
                ),
                ("until", models.DateTimeField(db_default=Now())),
                ("since", models.DateTimeField(db_default=Now())),
                ("failures", models.PositiveIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
                ("refused", models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name="letter",
            name="unclear_ends",
            field=models.PositiveSmallIntegerField(db_default=0, editable=False),
        ),
        migrations.AddField(
            model_name="letter",
            name="had_its_chance",
            field=models.BooleanField(db_default=False, editable=False),
        ),
        migrations.AddField(
            model_name="letter",
            name="refused_address",
            field=models.EmailField(
                blank=True, db_default="", editable=False, max_length=254
            ),
        ),
    ]
