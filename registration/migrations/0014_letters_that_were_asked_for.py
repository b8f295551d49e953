"""Which letters their readers asked for.

A column with a constant default: no table is rewritten, and a program that does not know
it yet leaves it out.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0013_letters_have_a_priority")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="asked",
            field=models.BooleanField(db_default=False, editable=False),
        ),
    ]
