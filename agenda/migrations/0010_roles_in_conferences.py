"""Who has which role in which conference, and the history of that: new tables.

Nobody reads them before the next program; nothing waits for this one.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0009_editions_know_the_one_before'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='conference',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'export'), 'ordering': ['-starts_at'], 'verbose_name': 'conference', 'verbose_name_plural': 'conferences'},
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('registration', 'registration'), ('programme', 'programme'), ('letters', 'letters'), ('door', 'door'), ('viewer', 'viewer')], max_length=20, verbose_name='role')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_roles', to='agenda.conference', verbose_name='conference')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='conference_roles', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'verbose_name': 'role in a conference',
                'verbose_name_plural': 'roles in conferences',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('owner', 'owner'), ('registration', 'registration'), ('programme', 'programme'), ('letters', 'letters'), ('door', 'door'), ('viewer', 'viewer')], max_length=20, verbose_name='role')),
                ('conference', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='conference')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.roleassignment')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.UniqueConstraint(models.F('user'), models.F('conference'), models.F('role'), name='role_assigned_once_for_its_holder', violation_error_message='They have this role already.'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'registration', 'programme', 'letters', 'door', 'viewer'])), name='role_assigned_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roleassignmentevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='145be04edde5161064ae72bbad7c69e08b6d21ac', operation='INSERT', pgid='pgtrigger_insert_insert_e2e4f', table='agenda_roleassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_roleassignmentevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."conference_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='f3c453cbc33e339330ff7f6a7f6e45ae01abe151', operation='UPDATE', pgid='pgtrigger_update_update_e47a4', table='agenda_roleassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roleassignmentevent" ("conference_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."conference_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;', hash='5531767ae1f8ac3b22b52789b2713059a45a13f6', operation='DELETE', pgid='pgtrigger_delete_delete_e057c', table='agenda_roleassignment', when='AFTER')),
        ),
    ]
