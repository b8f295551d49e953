"""The sequence of the calendar entry rises by itself with state and attendance.

A trigger: the table is locked for as long as it takes to name it, and not rewritten.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registration', '0004_actions_of_staff'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='delegate_calendar_sequence_rises', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='NEW.calendar_sequence = OLD.calendar_sequence + 1; RETURN NEW;', hash='5b0a5dbb7d6b6f9714a482cb049b159e7edd7bc1', operation='UPDATE OF "state", "attendance"', pgid='pgtrigger_delegate_calendar_sequence_rises_c1a32', table='registration_delegate', when='BEFORE')),
        ),
    ]
