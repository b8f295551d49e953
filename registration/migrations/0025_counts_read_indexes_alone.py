"""Counting delegates reads an index alone, also where tests are left out.

Each index is made beside the sign-ups, which wait for nothing; then the one goes that
another has replaced.
"""

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registration", "0024_staff_try_the_form")]

    operations = [
        AddIndexConcurrently(
            model_name='delegate',
            index=models.Index(fields=['conference', 'state'], include=('is_test',), name='delegate_by_state'),
        ),
        AddIndexConcurrently(
            model_name='delegate',
            index=models.Index(models.F('conference'), condition=models.Q(('is_test', True)), name='delegate_test'),
        ),
        AddIndexConcurrently(
            model_name='letter',
            index=models.Index(models.F('delegate'), condition=models.Q(('state', 'failed')), name='letter_set_aside'),
        ),
        RemoveIndexConcurrently(
            model_name='delegate',
            name='delegate_state',
        ),
    ]
