import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0018_fill_whom_actions_concern"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="delegate",
            options={
                "default_permissions": ("add", "change", "delete", "view", "export"),
                "ordering": ["-pk"],
                "verbose_name": "delegate",
                "verbose_name_plural": "delegates",
            },
        ),
        migrations.CreateModel(
            name="ExportChoice",
            fields=[
                (
                    "by",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="export_choice",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("columns", models.JSONField(default=list)),
            ],
            options={"default_permissions": ()},
        ),
    ]
