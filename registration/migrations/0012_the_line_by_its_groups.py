"""An index of the waiting list: a place given back finds who comes next without reading it.

Made while people sign up: it locks nothing that they write to.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registration", "0011_kept_forms_and_public_numbers")]

    operations = [
        AddIndexConcurrently(
            model_name="delegate",
            index=models.Index(
                "conference",
                "category",
                "attendance",
                "waiting_number",
                name="delegate_in_line",
                condition=models.Q(state="waiting"),
            ),
        ),
    ]
