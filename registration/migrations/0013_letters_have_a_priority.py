"""How soon a letter leaves, and the index by which it is claimed.

A column with a constant default: no table is rewritten, and a program that does not know
it yet leaves it out. The index holds only letters that have not left.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0012_the_line_by_its_groups")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="priority",
            field=models.SmallIntegerField(db_default=2, editable=False),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(priority__in=[1, 2, 3]),
                name="letter_priority_is_known",
            ),
        ),
        migrations.RemoveIndex(model_name="letter", name="letter_due"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                "priority",
                "due_at",
                "id",
                condition=models.Q(state__in=["queued", "sending"]),
                name="letter_due",
            ),
        ),
    ]
