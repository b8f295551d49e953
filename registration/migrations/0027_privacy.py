"""Details that people correct until a date; who was erased, and the receipt.

Columns that are empty rewrite no table, and a program that does not know them yet leaves them out. The
table of delegates is locked while two checks read it once.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0009_editions_know_the_one_before'),
        ('registration', '0026_what_staff_did'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked')),
                ('done_at', models.DateTimeField(null=True, verbose_name='erased')),
                ('removed', models.JSONField(default=dict, verbose_name='removed')),
                ('registrations', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-asked_at'],
                'default_permissions': ('view',),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registrationsettings',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registrationsettings',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registrationsettings',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='delegate',
            name='delegate_has_a_name',
        ),
        migrations.AddField(
            model_name='delegate',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='registrationsettings',
            name='corrections_until',
            field=models.DateTimeField(blank=True, help_text='On their own page. Empty: until the conference begins. Choose the day on which badges are printed and lists are handed out.', null=True, verbose_name='people correct their details until'),
        ),
        migrations.AddField(
            model_name='registrationsettingsevent',
            name='corrections_until',
            field=models.DateTimeField(blank=True, help_text='On their own page. Empty: until the conference begins. Choose the day on which badges are printed and lists are handed out.', null=True, verbose_name='people correct their details until'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "corrections_until", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (NEW."closes_at", NEW."conference_id", NEW."corrections_until", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh", NEW."tried_at"); RETURN NULL;', hash='fe793e0fe7222302fe009931215c474bb511640d', operation='INSERT', pgid='pgtrigger_insert_insert_af219', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "corrections_until", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (NEW."closes_at", NEW."conference_id", NEW."corrections_until", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh", NEW."tried_at"); RETURN NULL;', hash='d085b2c60e91aadbdcbdff7245173b5fec26940d', operation='UPDATE', pgid='pgtrigger_update_update_b11a2', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "corrections_until", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (OLD."closes_at", OLD."conference_id", OLD."corrections_until", OLD."holding", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."conference_id", OLD."reply_to", OLD."sender", OLD."sender_name_en", OLD."sender_name_zh", OLD."tried_at"); RETURN NULL;', hash='3d8582f5c86a4aafbe9dedee3de3eee1ef37c1c6', operation='DELETE', pgid='pgtrigger_delete_delete_c55a8', table='registration_registrationsettings', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('family_name', ''), ('given_name', ''), ('native_name', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='delegate_has_a_name', violation_error_message='Give the name in at least one script.'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('contact_email', ''), ('contact_name', ''), ('email', ''), ('family_name', ''), ('given_name', ''), ('native_name', ''), ('network', ''), ('note', ''), ('organisation', ''), ('phone', ''), ('position', ''), ('title', '')), _connector='OR'), name='delegate_erased_holds_nothing', violation_error_message='The data of this person has been erased.'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='asked_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasures', to='agenda.conference', verbose_name='conference'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='delegate',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='erasures', to='registration.delegate', verbose_name='delegate'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='done_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='erased by'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('delegate',), name='erasure_asked_for_once'),
        ),
    ]
