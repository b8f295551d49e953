"""The outbox knows for which database its letters have been released.

A database that is made, or brought up to date, is no copy. A new table, on which nobody
waits.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from registration.models.outbox import Here


def release(apps, schema_editor):
    outbox = apps.get_model("registration", "Outbox").objects
    outbox.create(released_for=Here(), released_at=Now())


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('registration', '0014_letters_that_were_asked_for'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('released_for', models.TextField(editable=False)),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('copy', models.TextField(blank=True, editable=False)),
                ('copy_since', models.DateTimeField(blank=True, null=True)),
                ('released_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
            ],
            options={
                'verbose_name': 'outbox',
                'verbose_name_plural': 'outbox',
                'default_permissions': ('view', 'release'),
            },
        ),
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                ('released_for', models.TextField(editable=False)),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('copy', models.TextField(blank=True, editable=False)),
                ('copy_since', models.DateTimeField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.outbox')),
                ('released_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='outbox',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='outbox_is_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outbox',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_outboxevent" ("copy", "copy_since", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "released_for") VALUES (NEW."copy", NEW."copy_since", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."released_for"); RETURN NULL;', hash='e184c33a62054275a067b1ebc3f891d3db76f267', operation='INSERT', pgid='pgtrigger_insert_insert_2777d', table='registration_outbox', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outbox',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_outboxevent" ("copy", "copy_since", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "released_for") VALUES (NEW."copy", NEW."copy_since", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."released_at", NEW."released_by_id", NEW."released_for"); RETURN NULL;', hash='959887bf55c37e10fb2e4a2a232398923c4aeaed', operation='UPDATE', pgid='pgtrigger_update_update_72da1', table='registration_outbox', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outbox',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_outboxevent" ("copy", "copy_since", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released_at", "released_by_id", "released_for") VALUES (OLD."copy", OLD."copy_since", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."released_at", OLD."released_by_id", OLD."released_for"); RETURN NULL;', hash='a07cf23b7de59464b6e4b6fb0b4070678f1d56fd', operation='DELETE', pgid='pgtrigger_delete_delete_a6901', table='registration_outbox', when='AFTER')),
        ),
        migrations.RunPython(release, migrations.RunPython.noop),
    ]
