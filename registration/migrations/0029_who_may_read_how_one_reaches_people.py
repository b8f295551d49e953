"""A right of its own to read how one reaches people: words alone, no table changes."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0028_consents'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='delegate',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'reach', 'export'), 'ordering': ['-pk'], 'verbose_name': 'delegate', 'verbose_name_plural': 'delegates'},
        ),
    ]
