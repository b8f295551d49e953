"""Of which conference a file was taken, and in whose list a view was made.

Empty columns of small tables; a program that does not know them leaves them empty.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('confsite', '0008_second_factors'),
    ]

    operations = [
        migrations.AddField(
            model_name='export',
            name='conference_id',
            field=models.BigIntegerField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='savedview',
            name='conference_id',
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
    ]
