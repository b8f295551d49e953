"""A place may be held until a press shows that its letter has arrived.

Columns that are empty, or whose default the database itself fills in, rewrite no table, and a
program that does not know them yet leaves them out. The table is locked while two indexes of
rows that are not there yet and a check read it once: a fraction of a second for 200,000.
"""
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
        ('registration', '0015_a_copy_sends_nothing'),
    ]

    operations = [
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
        migrations.RemoveConstraint(
            model_name='staffaction',
            name='staff_action_is_known',
        ),
        migrations.AddField(
            model_name='delegate',
            name='held_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='held until'),
        ),
        migrations.AddField(
            model_name='delegate',
            name='network',
            field=models.CharField(blank=True, db_default='', editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name='delegate',
            name='proved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='address proved'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='held_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='held until'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='proved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='address proved'),
        ),
        migrations.AddField(
            model_name='registrationsettings',
            name='holding',
            field=models.CharField(choices=[('by_size', 'if there are more than 50 places'), ('always', 'always'), ('never', 'never')], db_default='by_size', default='by_size', help_text='A place is held for a day, or for two hours when hardly any are left, until its person presses the button in our letter. Then it goes to whoever waits. So nobody takes all places with addresses that they do not own.', max_length=10, verbose_name='places are held'),
        ),
        migrations.AddField(
            model_name='registrationsettingsevent',
            name='holding',
            field=models.CharField(choices=[('by_size', 'if there are more than 50 places'), ('always', 'always'), ('never', 'never')], db_default='by_size', default='by_size', help_text='A place is held for a day, or for two hours when hardly any are left, until its person presses the button in our letter. Then it goes to whoever waits. So nobody takes all places with addresses that they do not own.', max_length=10, verbose_name='places are held'),
        ),
        migrations.AlterField(
            model_name='staffaction',
            name='verb',
            field=models.CharField(choices=[('approved', 'Approved'), ('declined', 'Declined'), ('cancelled', 'Cancelled'), ('restored', 'Restored'), ('kept', 'Place kept'), ('sent_again', 'Sent again')], max_length=20, verbose_name='action'),
        ),
        migrations.AddIndex(
            model_name='delegate',
            index=models.Index(models.F('held_until'), condition=models.Q(('held_until__isnull', False), ('state__in', ['pending', 'confirmed', 'offered'])), name='delegate_held'),
        ),
        migrations.AddIndex(
            model_name='delegate',
            index=models.Index(models.F('signed_up_at'), condition=models.Q(('network', ''), _negated=True), name='delegate_with_network'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."language", NEW."link_version", NEW."name_order", NEW."native_name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='563b47a454552584dc5cdc6299f69663b3c3b97a', operation='INSERT', pgid='pgtrigger_insert_insert_5b0c2', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."calendar_sequence" IS DISTINCT FROM (NEW."calendar_sequence") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."held_until" IS DISTINCT FROM (NEW."held_until") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."link_version" IS DISTINCT FROM (NEW."link_version") OR OLD."name_order" IS DISTINCT FROM (NEW."name_order") OR OLD."native_name" IS DISTINCT FROM (NEW."native_name") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proved_at" IS DISTINCT FROM (NEW."proved_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."signed_up_at" IS DISTINCT FROM (NEW."signed_up_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission" IS DISTINCT FROM (NEW."submission") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."waiting_number" IS DISTINCT FROM (NEW."waiting_number"))', func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."language", NEW."link_version", NEW."name_order", NEW."native_name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='ced0ab351299dfb4e56809ab5f13f74206fa064f', operation='UPDATE', pgid='pgtrigger_update_update_bf0ed', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (OLD."attendance", OLD."calendar_sequence", OLD."category_id", OLD."conference_id", OLD."country", OLD."email", OLD."family_name", OLD."given_name", OLD."held_until", OLD."id", OLD."language", OLD."link_version", OLD."name_order", OLD."native_name", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."proved_at", OLD."reference", OLD."signed_up_at", OLD."state", OLD."submission", OLD."title", OLD."uid", OLD."waiting_number"); RETURN NULL;', hash='8afe330607d418f6322c2dd05c85ebb5de9f9e0e', operation='DELETE', pgid='pgtrigger_delete_delete_e0004', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='45c6a2fdb9d49e61d114a20d5df3f644cd913949', operation='INSERT', pgid='pgtrigger_insert_insert_af219', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."holding", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='6cd0a3dc4884883c0fbe55e00b596300c2d4a29c', operation='UPDATE', pgid='pgtrigger_update_update_b11a2', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "holding", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (OLD."closes_at", OLD."conference_id", OLD."holding", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."conference_id", OLD."reply_to", OLD."sender", OLD."sender_name_en", OLD."sender_name_zh"); RETURN NULL;', hash='c58bb86bef4b9100952e7fe656f919459cd76a36', operation='DELETE', pgid='pgtrigger_delete_delete_c55a8', table='registration_registrationsettings', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('held_until', None), models.Q(('proved_at', None), ('state__in', ['pending', 'confirmed', 'offered', 'cancelled'])), _connector='OR'), name='delegate_held_place_is_not_proved'),
        ),
        migrations.AddConstraint(
            model_name='registrationsettings',
            constraint=models.CheckConstraint(condition=models.Q(('holding__in', ['by_size', 'always', 'never'])), name='registration_holding_is_known'),
        ),
        migrations.AddConstraint(
            model_name='staffaction',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['approved', 'declined', 'cancelled', 'restored', 'kept', 'sent_again'])), name='staff_action_is_known'),
        ),
    ]
