"""How many forms come from one network: a new table, for which nothing waits."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0005_calendar_sequence_rises'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormCount',
            fields=[
                ('key', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('period', models.BigIntegerField(db_index=True)),
                ('forms', models.PositiveIntegerField()),
            ],
        ),
        # What a crash may lose costs no wait for the disk.
        migrations.RunSQL(
            'ALTER TABLE registration_formcount SET UNLOGGED',
            'ALTER TABLE registration_formcount SET LOGGED',
        ),
    ]
