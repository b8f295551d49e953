"""One account for each address, however it is written.

A small table: nobody waits for long. Where two accounts differ in capitals alone it stops
and names the address; give one of them another before.
"""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("confsite", "0004_staff_are_written_down")]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("email"),
                name="staff_one_account_per_address",
                violation_error_message="Someone with this address is already staff.",
            ),
        ),
    ]
