"""The heartbeat of the worker under its usual name; one row, renamed in a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("confsite", "0001_staff")]

    operations = [migrations.RenameModel("Pulse", "Heartbeat")]
