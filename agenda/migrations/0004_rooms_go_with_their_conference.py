"""A room in use stays, unless its conference is deleted with all that it has.

Only what Django looks at before it deletes changes; the database is not touched.
"""

import django.db.models.deletion
from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0003_words_for_what_is_named_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='session',
            name='room',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='sessions', to='agenda.room', verbose_name='room'),
        ),
    ]

    operations = [SingleStateOperations(operations)]
