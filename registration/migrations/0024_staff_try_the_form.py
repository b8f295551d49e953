"""Staff try the form: such a registration is marked, and stands in no list and no number.

Columns that are empty or whose default the database fills in, and a new table: nothing is
rewritten, and a program that does not know them yet leaves them out. A check reads the
delegates once: a fraction of a second for 200,000.
"""
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
        ('registration', '0023_files_of_delegates'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegistrationNumbers',
            fields=[
                ('conference', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='numbers', serialize=False, to='agenda.conference')),
                ('counted_at', models.DateTimeField()),
                ('counts', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='TrialSignUp',
            fields=[
            ],
            options={
                'verbose_name': 'test sign-up',
                'verbose_name_plural': 'test sign-ups',
                'ordering': ['-pk'],
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('registration.delegate',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='delegate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='delegate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='delegate',
            name='delete_delete',
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
        migrations.AddField(
            model_name='delegate',
            name='is_test',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='test'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='is_test',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='test'),
        ),
        migrations.AddField(
            model_name='registrationsettings',
            name='tried_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='tried'),
        ),
        migrations.AddField(
            model_name='registrationsettingsevent',
            name='tried_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='tried'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "is_test", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."contact_email", NEW."contact_name", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."is_test", NEW."language", NEW."link_version", NEW."mailing", NEW."name_order", NEW."native_name", NEW."note", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='d9dcbda692faabf1aa900086adf7d4038109735f', operation='INSERT', pgid='pgtrigger_insert_insert_5b0c2', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."calendar_sequence" IS DISTINCT FROM (NEW."calendar_sequence") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."held_until" IS DISTINCT FROM (NEW."held_until") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_test" IS DISTINCT FROM (NEW."is_test") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."link_version" IS DISTINCT FROM (NEW."link_version") OR OLD."mailing" IS DISTINCT FROM (NEW."mailing") OR OLD."name_order" IS DISTINCT FROM (NEW."name_order") OR OLD."native_name" IS DISTINCT FROM (NEW."native_name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proved_at" IS DISTINCT FROM (NEW."proved_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."signed_up_at" IS DISTINCT FROM (NEW."signed_up_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission" IS DISTINCT FROM (NEW."submission") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."waiting_number" IS DISTINCT FROM (NEW."waiting_number"))', func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "is_test", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."contact_email", NEW."contact_name", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."is_test", NEW."language", NEW."link_version", NEW."mailing", NEW."name_order", NEW."native_name", NEW."note", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='bacaf547ae75db4c9fa2a3d207f90c50832961f2', operation='UPDATE', pgid='pgtrigger_update_update_bf0ed', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "is_test", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (OLD."attendance", OLD."calendar_sequence", OLD."category_id", OLD."conference_id", OLD."contact_email", OLD."contact_name", OLD."country", OLD."email", OLD."family_name", OLD."given_name", OLD."held_until", OLD."id", OLD."is_test", OLD."language", OLD."link_version", OLD."mailing", OLD."name_order", OLD."native_name", OLD."note", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."proved_at", OLD."reference", OLD."signed_up_at", OLD."state", OLD."submission", OLD."title", OLD."uid", OLD."waiting_number"); RETURN NULL;', hash='f01d4cb20f0f42cc72a19398eccaa09c2c4662c5', operation='DELETE', pgid='pgtrigger_delete_delete_e0004', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (NEW."closes_at", NEW."conference_id", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh", NEW."tried_at"); RETURN NULL;', hash='a2ce62620f04746920727c814f6ed059464cc2a6', operation='INSERT', pgid='pgtrigger_insert_insert_af219', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (NEW."closes_at", NEW."conference_id", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh", NEW."tried_at"); RETURN NULL;', hash='50f7ac6ab227a9c0e0a34ba80ef48fffb77c7d73', operation='UPDATE', pgid='pgtrigger_update_update_b11a2', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh", "tried_at") VALUES (OLD."closes_at", OLD."conference_id", OLD."holding", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."conference_id", OLD."reply_to", OLD."sender", OLD."sender_name_en", OLD."sender_name_zh", OLD."tried_at"); RETURN NULL;', hash='d12cebc10d4581ebd2d70939f6c27ebf55dbc40c', operation='DELETE', pgid='pgtrigger_delete_delete_c55a8', table='registration_registrationsettings', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('is_test', False), models.Q(('email', ''), ('waiting_number', None)), _connector='OR'), name='delegate_test_takes_no_part'),
        ),
    ]
