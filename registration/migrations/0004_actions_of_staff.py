"""What staff do can be undone for a minute; forms that were not taken are kept.

New tables, nullable columns, one with a default that the database fills in, and two
partial indexes that hold few rows or none: each lock lasts for one look at the table.
"""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0004_rooms_go_with_their_conference'),
        ('registration', '0003_permissions_follow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RefusedSignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                ('typed', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'form that was not taken',
                'verbose_name_plural': 'forms that were not taken',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StaffAction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verb', models.CharField(choices=[('approved', 'Approved'), ('declined', 'Declined'), ('cancelled', 'Cancelled'), ('restored', 'Restored'), ('sent_again', 'Sent again')], max_length=20, verbose_name='action')),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('number', models.PositiveIntegerField(default=0)),
                ('changes', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'action of staff',
                'verbose_name_plural': 'actions of staff',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='quota',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='quota',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='quota',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='quota',
            name='quota_never_overbooked',
        ),
        migrations.AddField(
            model_name='quota',
            name='beyond',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='beyond the limit'),
        ),
        migrations.AddField(
            model_name='quotaevent',
            name='beyond',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='beyond the limit'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='reason',
            field=models.TextField(blank=True, verbose_name='reason'),
        ),
        migrations.AddIndex(
            model_name='delegate',
            index=models.Index(django.db.models.functions.text.Lower('email'), models.F('conference'), condition=models.Q(('state__in', ['declined', 'cancelled'])), name='delegate_over_by_address'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_quotaevent" ("attendance", "beyond", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (NEW."attendance", NEW."beyond", NEW."category_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."taken"); RETURN NULL;', hash='70a497135448c64e0263f46157962c6e16f40a73', operation='INSERT', pgid='pgtrigger_insert_insert_08875', table='registration_quota', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."size" IS DISTINCT FROM (NEW."size"))', func='INSERT INTO "registration_quotaevent" ("attendance", "beyond", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (NEW."attendance", NEW."beyond", NEW."category_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."taken"); RETURN NULL;', hash='6a7b353000f99a1fc94c44f5c4a9c16b2c40b59f', operation='UPDATE', pgid='pgtrigger_update_update_894dc', table='registration_quota', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_quotaevent" ("attendance", "beyond", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (OLD."attendance", OLD."beyond", OLD."category_id", OLD."conference_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size", OLD."taken"); RETURN NULL;', hash='78bd67f727ffe5781f043a141935022dc427be4c', operation='DELETE', pgid='pgtrigger_delete_delete_fddd0', table='registration_quota', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='settings_stay_while_there_are_delegates', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF EXISTS (SELECT FROM registration_delegate WHERE conference_id = OLD.conference_id) THEN RAISE EXCEPTION \'violates rule "settings_stay_while_there_are_delegates"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'settings_stay_while_there_are_delegates\'; END IF; RETURN NULL;', hash='f51d8b573e22d4617f7f4b8ff57eb8725f17703a', operation='DELETE', pgid='pgtrigger_settings_stay_while_there_are_delegates_62607', table='registration_registrationsettings', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.CheckConstraint(condition=models.Q(('size', None), ('taken__lte', django.db.models.expressions.CombinedExpression(models.F('size'), '+', models.F('beyond'))), _connector='OR'), name='quota_never_overbooked', violation_error_message='More places than that are taken already.'),
        ),
        migrations.AddField(
            model_name='refusedsignup',
            name='delegate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_sign_ups', to='registration.delegate'),
        ),
        migrations.AddField(
            model_name='staffaction',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='action',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='registration.staffaction'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(models.F('action'), condition=models.Q(('action__isnull', False)), name='letter_of_an_action'),
        ),
        migrations.AddConstraint(
            model_name='staffaction',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['approved', 'declined', 'cancelled', 'restored', 'sent_again'])), name='staff_action_is_known'),
        ),
    ]
