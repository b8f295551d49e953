"""What staff look after: letters now or later, contacts, notes, tags, and reasons.

Columns that are empty, or whose default the database itself fills in, rewrite no table, and a
program that does not know them yet leaves them out. The table of delegates is locked while one
check reads it once. The number on the waiting list loses a check and stays what it was.
"""
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('registration', '0016_hold_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DelegateTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DelegateTagEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(blank=True, default='', max_length=60, verbose_name='name (English)')),
                ('name_zh', models.CharField(blank=True, default='', max_length=60, verbose_name='name (中文)')),
                ('colour', models.CharField(choices=[('grey', 'grey'), ('red', 'red'), ('orange', 'orange'), ('green', 'green'), ('blue', 'blue'), ('purple', 'purple')], default='grey', max_length=10, verbose_name='colour')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name_en', 'name_zh', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TagEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_en', models.CharField(blank=True, default='', max_length=60, verbose_name='name (English)')),
                ('name_zh', models.CharField(blank=True, default='', max_length=60, verbose_name='name (中文)')),
                ('colour', models.CharField(choices=[('grey', 'grey'), ('red', 'red'), ('orange', 'orange'), ('green', 'green'), ('blue', 'blue'), ('purple', 'purple')], default='grey', max_length=10, verbose_name='colour')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='delegate',
            name='found_in_every_spelling',
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
        migrations.RemoveConstraint(
            model_name='staffaction',
            name='staff_action_is_known',
        ),
        migrations.AddField(
            model_name='delegate',
            name='contact_email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254, verbose_name='email address of the contact'),
        ),
        migrations.AddField(
            model_name='delegate',
            name='contact_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='contact'),
        ),
        migrations.AddField(
            model_name='delegate',
            name='mailing',
            field=models.CharField(choices=[('now', 'now'), ('later', 'later, once staff send the first'), ('never', 'none')], db_default='now', default='now', max_length=10, verbose_name='letters'),
        ),
        migrations.AddField(
            model_name='delegate',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='note for colleagues'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='contact_email',
            field=models.EmailField(blank=True, db_default='', default='', max_length=254, verbose_name='email address of the contact'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='contact_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='contact'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='mailing',
            field=models.CharField(choices=[('now', 'now'), ('later', 'later, once staff send the first'), ('never', 'none')], db_default='now', default='now', max_length=10, verbose_name='letters'),
        ),
        migrations.AddField(
            model_name='delegateevent',
            name='note',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='note for colleagues'),
        ),
        migrations.AddField(
            model_name='staffaction',
            name='keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='staffaction',
            name='reason',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='staffaction',
            name='told_en',
            field=models.CharField(blank=True, db_default='', default='', max_length=1000),
        ),
        migrations.AddField(
            model_name='staffaction',
            name='told_zh',
            field=models.CharField(blank=True, db_default='', default='', max_length=1000),
        ),
        migrations.AlterField(
            model_name='delegate',
            name='waiting_number',
            field=models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='waiting number'),
        ),
        migrations.AlterField(
            model_name='delegateevent',
            name='waiting_number',
            field=models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='waiting number'),
        ),
        migrations.AlterField(
            model_name='staffaction',
            name='verb',
            field=models.CharField(choices=[('approved', 'Approved'), ('declined', 'Declined'), ('cancelled', 'Cancelled'), ('restored', 'Restored'), ('kept', 'Place kept'), ('sent_again', 'Sent again'), ('entered', 'Entered'), ('moved', 'Moved'), ('seated', 'Place beyond the limit'), ('advanced', 'Up the waiting list')], max_length=20, verbose_name='action'),
        ),
        migrations.AddIndex(
            model_name='staffaction',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='staff_action_keys'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='found_in_every_spelling', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.name_key := confsite_name_key(NEW.family_name, NEW.given_name, NEW.native_name); NEW.search_text := concat_ws(' ', confsite_person(NEW.family_name, NEW.given_name, NEW.native_name, concat_ws(' ', NEW.title, NEW.position, NEW.organisation, NEW.email, NEW.reference, NEW.contact_name, NEW.contact_email, NEW.note, left(NEW.native_name, 1) || NEW.title, left(NEW.native_name, 2) || NEW.title, left(NEW.native_name, 300) || NEW.title)), NEW.name_key, replace(NEW.name_key, ' ', ''), regexp_replace(NEW.phone, '\\D', '', 'g')); RETURN NEW;", hash='ec6def2d8b9279cfe55fdc4d7aec5794f9f9252b', operation='INSERT OR UPDATE OF "family_name", "given_name", "native_name", "title", "position", "organisation", "email", "reference", "contact_name", "contact_email", "note", "phone", "name_key", "search_text"', pgid='pgtrigger_found_in_every_spelling_e7c3f', table='registration_delegate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."contact_email", NEW."contact_name", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."language", NEW."link_version", NEW."mailing", NEW."name_order", NEW."native_name", NEW."note", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='89ce9054b3f36c86eafb7580e9782d03f8064f33', operation='INSERT', pgid='pgtrigger_insert_insert_5b0c2', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."calendar_sequence" IS DISTINCT FROM (NEW."calendar_sequence") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."held_until" IS DISTINCT FROM (NEW."held_until") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."link_version" IS DISTINCT FROM (NEW."link_version") OR OLD."mailing" IS DISTINCT FROM (NEW."mailing") OR OLD."name_order" IS DISTINCT FROM (NEW."name_order") OR OLD."native_name" IS DISTINCT FROM (NEW."native_name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."proved_at" IS DISTINCT FROM (NEW."proved_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."signed_up_at" IS DISTINCT FROM (NEW."signed_up_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission" IS DISTINCT FROM (NEW."submission") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."waiting_number" IS DISTINCT FROM (NEW."waiting_number"))', func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."contact_email", NEW."contact_name", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."held_until", NEW."id", NEW."language", NEW."link_version", NEW."mailing", NEW."name_order", NEW."native_name", NEW."note", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."proved_at", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='391bb74982b33a02f4e0d3c7707d235cf8240b7e', operation='UPDATE', pgid='pgtrigger_update_update_bf0ed', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "contact_email", "contact_name", "country", "email", "family_name", "given_name", "held_until", "id", "language", "link_version", "mailing", "name_order", "native_name", "note", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "proved_at", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (OLD."attendance", OLD."calendar_sequence", OLD."category_id", OLD."conference_id", OLD."contact_email", OLD."contact_name", OLD."country", OLD."email", OLD."family_name", OLD."given_name", OLD."held_until", OLD."id", OLD."language", OLD."link_version", OLD."mailing", OLD."name_order", OLD."native_name", OLD."note", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."proved_at", OLD."reference", OLD."signed_up_at", OLD."state", OLD."submission", OLD."title", OLD."uid", OLD."waiting_number"); RETURN NULL;', hash='d1190982804385810972b9aeb1581a6f0bcf4d21', operation='DELETE', pgid='pgtrigger_delete_delete_e0004', table='registration_delegate', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='staffaction',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['approved', 'declined', 'cancelled', 'restored', 'kept', 'sent_again', 'entered', 'moved', 'seated', 'advanced'])), name='staff_action_is_known'),
        ),
        migrations.AddField(
            model_name='delegatetag',
            name='delegate',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='registration.delegate', verbose_name='delegate'),
        ),
        migrations.AddField(
            model_name='delegatetagevent',
            name='delegate',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registration.delegate', verbose_name='delegate'),
        ),
        migrations.AddField(
            model_name='delegatetagevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='delegatetagevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.delegatetag'),
        ),
        migrations.AddField(
            model_name='tag',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='agenda.conference', verbose_name='conference'),
        ),
        migrations.AddField(
            model_name='delegatetagevent',
            name='tag',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registration.tag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='delegatetag',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='registration.tag', verbose_name='tag'),
        ),
        migrations.AddField(
            model_name='delegate',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='delegates', through='registration.DelegateTag', to='registration.tag', verbose_name='tags'),
        ),
        migrations.AddConstraint(
            model_name='delegate',
            constraint=models.CheckConstraint(condition=models.Q(('mailing__in', ['now', 'later', 'never'])), name='delegate_mailing_is_known'),
        ),
        migrations.AddField(
            model_name='tagevent',
            name='conference',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='conference'),
        ),
        migrations.AddField(
            model_name='tagevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='tagevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.tag'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('name_en', ''), ('name_zh', ''), _negated=True), name='tag_has_a_name', violation_error_message='Give the name in at least one language.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(models.F('conference'), django.db.models.functions.text.Lower('name_en'), condition=models.Q(('name_en', ''), _negated=True), name='tag_name_en_once_per_conference', violation_error_message='There is a tag of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(models.F('conference'), django.db.models.functions.text.Lower('name_zh'), condition=models.Q(('name_zh', ''), _negated=True), name='tag_name_zh_once_per_conference', violation_error_message='There is a tag of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('colour__in', ['grey', 'red', 'orange', 'green', 'blue', 'purple'])), name='tag_colour_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_tagevent" ("colour", "conference_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."colour", NEW."conference_id", NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='55201b7e2e62c034a39e06a7b78268c648d1e9ea', operation='INSERT', pgid='pgtrigger_insert_insert_25c8a', table='registration_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_tagevent" ("colour", "conference_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."colour", NEW."conference_id", NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='7a0c5ab81a717ea544c312cc2bb4a71ad1c0e9bf', operation='UPDATE', pgid='pgtrigger_update_update_638cf', table='registration_tag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_tagevent" ("colour", "conference_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."colour", OLD."conference_id", OLD."id", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='66854f5b6842785a41d0144b5db4a96868b97e68', operation='DELETE', pgid='pgtrigger_delete_delete_04c53', table='registration_tag', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='delegatetag',
            constraint=models.UniqueConstraint(fields=('delegate', 'tag'), name='delegate_has_a_tag_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegatetag',
            trigger=pgtrigger.compiler.Trigger(name='tag_is_of_the_conference_of_the_delegate', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF NOT EXISTS (SELECT FROM registration_delegate delegate JOIN registration_tag tag ON tag.conference_id = delegate.conference_id WHERE delegate.id = NEW.delegate_id AND tag.id = NEW.tag_id) THEN RAISE EXCEPTION \'violates rule "tag_is_of_the_conference_of_the_delegate"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'tag_is_of_the_conference_of_the_delegate\'; END IF; RETURN NULL;', hash='6d4debaf1463f46f673f3c0cc6f6c254da62a01d', operation='INSERT OR UPDATE OF "delegate_id", "tag_id"', pgid='pgtrigger_tag_is_of_the_conference_of_the_delegate_7d822', table='registration_delegatetag', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegatetag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegatetagevent" ("delegate_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tag_id") VALUES (NEW."delegate_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."tag_id"); RETURN NULL;', hash='a06db0e810d664e0575e80ced92359e7f7a4e57e', operation='INSERT', pgid='pgtrigger_insert_insert_02284', table='registration_delegatetag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegatetag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_delegatetagevent" ("delegate_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tag_id") VALUES (NEW."delegate_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."tag_id"); RETURN NULL;', hash='a577bf4ff875533e7d491fb36d81fd82c118374f', operation='UPDATE', pgid='pgtrigger_update_update_ed0ef', table='registration_delegatetag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegatetag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegatetagevent" ("delegate_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tag_id") VALUES (OLD."delegate_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."tag_id"); RETURN NULL;', hash='d733dc99838deb9b5c24fd6dc5796068a58ac45b', operation='DELETE', pgid='pgtrigger_delete_delete_37168', table='registration_delegatetag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='tag_in_use_keeps_its_conference', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF NEW.conference_id <> OLD.conference_id AND EXISTS (SELECT FROM registration_delegatetag WHERE tag_id = NEW.id) THEN RAISE EXCEPTION \'violates rule "tag_is_of_the_conference_of_the_delegate"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'tag_is_of_the_conference_of_the_delegate\'; END IF; RETURN NULL;', hash='34542a576b84877a63da90cbed80e8ccd337bba0', operation='UPDATE OF "conference_id"', pgid='pgtrigger_tag_in_use_keeps_its_conference_7b4f2', table='registration_tag', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
    ]
