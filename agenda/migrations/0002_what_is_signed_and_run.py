"""Agreements, ways to join, run sheets, portraits, and rules between tables.

Safe on a live table: new tables, and new columns whose default PostgreSQL keeps in its
catalogue without writing a row. The rules are looked at with the next write of a row.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0001_programme'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Portrait',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='digest')),
                ('image', models.BinaryField(verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'photograph',
                'verbose_name_plural': 'photographs',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='session',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='session',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='session',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='speaker',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='speaker',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='speaker',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='organisation',
            name='aliases',
            field=models.TextField(blank=True, help_text='One on each line: former names, abbreviations. Searches and imports know them; nobody else sees them.', max_length=5000, verbose_name='other names'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='short_name_en',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='short name (English)'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='short_name_zh',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='short name (中文)'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='aliases',
            field=models.TextField(blank=True, help_text='One on each line: former names, abbreviations. Searches and imports know them; nobody else sees them.', max_length=5000, verbose_name='other names'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='short_name_en',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='short name (English)'),
        ),
        migrations.AddField(
            model_name='organisationevent',
            name='short_name_zh',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='short name (中文)'),
        ),
        migrations.AddField(
            model_name='session',
            name='places',
            field=models.PositiveIntegerField(blank=True, help_text='Only if the session must be booked.', null=True, verbose_name='places'),
        ),
        migrations.AddField(
            model_name='session',
            name='recording_url',
            field=models.URLField(blank=True, verbose_name='recording'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='places',
            field=models.PositiveIntegerField(blank=True, help_text='Only if the session must be booked.', null=True, verbose_name='places'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='recording_url',
            field=models.URLField(blank=True, verbose_name='recording'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='role',
            field=models.CharField(blank=True, choices=[('honorary_chair', 'Honorary chair'), ('chair', 'Chair'), ('host', 'Host'), ('guest_of_honour', 'Guest of honour'), ('head_of_delegation', 'Head of delegation'), ('adviser', 'Adviser')], max_length=20, verbose_name='role in the conference'),
        ),
        migrations.AddField(
            model_name='speakerevent',
            name='role',
            field=models.CharField(blank=True, choices=[('honorary_chair', 'Honorary chair'), ('chair', 'Chair'), ('host', 'Host'), ('guest_of_honour', 'Guest of honour'), ('head_of_delegation', 'Head of delegation'), ('adviser', 'Adviser')], max_length=20, verbose_name='role in the conference'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='portrait',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='agenda.portrait', verbose_name='photograph'),
        ),
        migrations.AddField(
            model_name='speakerevent',
            name='portrait',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.portrait', verbose_name='photograph'),
        ),
        migrations.CreateModel(
            name='JoinOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label_en', models.CharField(blank=True, default='', max_length=60, verbose_name='label (English)')),
                ('label_zh', models.CharField(blank=True, default='', max_length=60, verbose_name='label (中文)')),
                ('url', models.URLField(max_length=500, verbose_name='address for joining')),
                ('region', models.CharField(blank=True, choices=[('', 'Anywhere'), ('cn', 'Mainland China'), ('world', 'Outside mainland China')], max_length=10, verbose_name='works best from')),
                ('channel', models.CharField(blank=True, choices=[('', 'The speakers themselves'), ('en', 'English channel'), ('zh', 'Chinese channel')], max_length=10, verbose_name='language channel')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_options', to='agenda.room', verbose_name='room')),
            ],
            options={
                'verbose_name': 'way to join online',
                'verbose_name_plural': 'ways to join online',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('label_en', ''), ('label_zh', ''), _negated=True), name='join_option_has_a_label', violation_error_message='Give the label in at least one language.')],
            },
        ),
        migrations.CreateModel(
            name='JoinOptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('label_en', models.CharField(blank=True, default='', max_length=60, verbose_name='label (English)')),
                ('label_zh', models.CharField(blank=True, default='', max_length=60, verbose_name='label (中文)')),
                ('url', models.URLField(max_length=500, verbose_name='address for joining')),
                ('region', models.CharField(blank=True, choices=[('', 'Anywhere'), ('cn', 'Mainland China'), ('world', 'Outside mainland China')], max_length=10, verbose_name='works best from')),
                ('channel', models.CharField(blank=True, choices=[('', 'The speakers themselves'), ('en', 'English channel'), ('zh', 'Chinese channel')], max_length=10, verbose_name='language channel')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.joinoption')),
                ('room', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.room', verbose_name='room')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_en', models.CharField(blank=True, default='', max_length=300, verbose_name='title (English)')),
                ('title_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='title (中文)')),
                ('field', models.CharField(choices=[('university', 'Cooperation with universities'), ('research', 'Research and development institutions'), ('talent', 'International talent'), ('capital', 'International capital'), ('industry', 'Industry and technology'), ('centre', 'Innovation centres'), ('other', 'Other')], max_length=20, verbose_name='field')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed'), ('ready', 'Ready to sign'), ('signed', 'Signed'), ('published', 'Published')], default='draft', max_length=10, verbose_name='status')),
                ('embargo_until', models.DateTimeField(blank=True, null=True, verbose_name='embargo until')),
                ('url', models.URLField(blank=True, verbose_name='announcement')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='agenda.session', verbose_name='session')),
                ('parties', models.ManyToManyField(related_name='agreements', through='agenda.AgreementParty', to='agenda.organisation')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title_en', models.CharField(blank=True, default='', max_length=300, verbose_name='title (English)')),
                ('title_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='title (中文)')),
                ('field', models.CharField(choices=[('university', 'Cooperation with universities'), ('research', 'Research and development institutions'), ('talent', 'International talent'), ('capital', 'International capital'), ('industry', 'Industry and technology'), ('centre', 'Innovation centres'), ('other', 'Other')], max_length=20, verbose_name='field')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed'), ('ready', 'Ready to sign'), ('signed', 'Signed'), ('published', 'Published')], default='draft', max_length=10, verbose_name='status')),
                ('embargo_until', models.DateTimeField(blank=True, null=True, verbose_name='embargo until')),
                ('url', models.URLField(blank=True, verbose_name='announcement')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.agreement')),
                ('session', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.session', verbose_name='session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('a', 'Party A'), ('b', 'Party B')], default='a', max_length=1, verbose_name='side')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='agenda.agreement', verbose_name='agreement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='agenda.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'party',
                'verbose_name_plural': 'parties',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('agreement'), models.F('organisation'), name='party_named_once_per_agreement', violation_error_message='This organisation is a party already.')],
            },
        ),
        migrations.CreateModel(
            name='AgreementPartyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('side', models.CharField(choices=[('a', 'Party A'), ('b', 'Party B')], default='a', max_length=1, verbose_name='side')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('agreement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.agreement', verbose_name='agreement')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.organisation', verbose_name='organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.agreementparty')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('signatory', 'Signatory'), ('witness', 'Witness'), ('unveiler', 'Unveiler')], default='signatory', max_length=20, verbose_name='role')),
                ('side', models.CharField(blank=True, choices=[('a', 'Party A'), ('b', 'Party B')], max_length=1, verbose_name='side')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='agenda.agreement', verbose_name='agreement')),
                ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='agenda.speaker', verbose_name='speaker')),
            ],
            options={
                'verbose_name': 'signatory or witness',
                'verbose_name_plural': 'signatories and witnesses',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('agreement'), models.F('speaker'), models.F('role'), name='signature_named_once_per_role', violation_error_message='This person has this role already.')],
            },
        ),
        migrations.CreateModel(
            name='SignatureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('signatory', 'Signatory'), ('witness', 'Witness'), ('unveiler', 'Unveiler')], default='signatory', max_length=20, verbose_name='role')),
                ('side', models.CharField(blank=True, choices=[('a', 'Party A'), ('b', 'Party B')], max_length=1, verbose_name='side')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('agreement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.agreement', verbose_name='agreement')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.signature')),
                ('speaker', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.speaker', verbose_name='speaker')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RunItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minute', models.PositiveSmallIntegerField(help_text='Counted from the beginning of the session.', verbose_name='minute')),
                ('item_en', models.CharField(blank=True, default='', max_length=300, verbose_name='item (English)')),
                ('item_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='item (中文)')),
                ('cue_en', models.TextField(blank=True, default='', max_length=2000, verbose_name='cue (English)')),
                ('cue_zh', models.TextField(blank=True, default='', max_length=2000, verbose_name='cue (中文)')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='run_items', to='agenda.agreement', verbose_name='agreement')),
                ('people', models.ManyToManyField(blank=True, help_text='Left empty: those of the agreement, or of the session.', related_name='run_items', to='agenda.speaker', verbose_name='people')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='run_items', to='agenda.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'item of the run sheet',
                'verbose_name_plural': 'items of the run sheet',
                'ordering': ['minute', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('item_en', ''), ('item_zh', ''), _negated=True), ('agreement__isnull', False), _connector='OR'), name='run_item_has_words', violation_error_message='Give the item in at least one language, or an agreement.')],
            },
        ),
        migrations.CreateModel(
            name='RunItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('minute', models.PositiveSmallIntegerField(help_text='Counted from the beginning of the session.', verbose_name='minute')),
                ('item_en', models.CharField(blank=True, default='', max_length=300, verbose_name='item (English)')),
                ('item_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='item (中文)')),
                ('cue_en', models.TextField(blank=True, default='', max_length=2000, verbose_name='cue (English)')),
                ('cue_zh', models.TextField(blank=True, default='', max_length=2000, verbose_name='cue (中文)')),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.agreement', verbose_name='agreement')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.runitem')),
                ('session', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.session', verbose_name='session')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='conference_holds_its_sessions', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF EXISTS (SELECT FROM agenda_session WHERE conference_id = NEW.id AND (starts_at < NEW.starts_at OR ends_at > NEW.ends_at)) THEN RAISE EXCEPTION \'violates rule "session_lies_within_its_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'session_lies_within_its_conference\'; END IF; RETURN NULL;', hash='23ad56673e08876a2369a62fc289cf5b4a052970', operation='UPDATE OF "starts_at", "ends_at"', pgid='pgtrigger_conference_holds_its_sessions_259cc', table='agenda_conference', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_organisationevent" ("aliases", "country", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name_en", "short_name_zh") VALUES (NEW."aliases", NEW."country", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."short_name_en", NEW."short_name_zh"); RETURN NULL;', hash='0c5d3131c434bc184a1f6830ff145fbdd0af430b', operation='INSERT', pgid='pgtrigger_insert_insert_52aa9', table='agenda_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_organisationevent" ("aliases", "country", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name_en", "short_name_zh") VALUES (NEW."aliases", NEW."country", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."short_name_en", NEW."short_name_zh"); RETURN NULL;', hash='a4dd1f94979d8acd0a04a56695179876bf53c8f1', operation='UPDATE', pgid='pgtrigger_update_update_e8d58', table='agenda_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_organisationevent" ("aliases", "country", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name_en", "short_name_zh") VALUES (OLD."aliases", OLD."country", OLD."id", OLD."kind", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."short_name_en", OLD."short_name_zh"); RETURN NULL;', hash='33aa7d0a080556f234485a3d8bba4cfc8bcc2887', operation='DELETE', pgid='pgtrigger_delete_delete_dda58', table='agenda_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='participation_is_of_one_conference', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF NOT EXISTS (SELECT FROM agenda_session session JOIN agenda_speaker speaker ON speaker.conference_id = session.conference_id WHERE session.id = NEW.session_id AND speaker.id = NEW.speaker_id) THEN RAISE EXCEPTION \'violates rule "participation_is_of_one_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'participation_is_of_one_conference\'; END IF; RETURN NULL;', hash='bd9cd805230986f224f6062615a728fc0e0e8883', operation='INSERT OR UPDATE OF "session_id", "speaker_id"', pgid='pgtrigger_participation_is_of_one_conference_d57fe', table='agenda_participation', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='session_keeps_to_its_conference', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF NOT EXISTS (SELECT FROM agenda_conference WHERE id = NEW.conference_id AND starts_at <= NEW.starts_at AND NEW.ends_at <= ends_at FOR SHARE) THEN RAISE EXCEPTION \'violates rule "session_lies_within_its_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'session_lies_within_its_conference\'; END IF;\nIF NEW.room_id IS NOT NULL AND NOT EXISTS (SELECT FROM agenda_room WHERE id = NEW.room_id AND conference_id = NEW.conference_id) THEN RAISE EXCEPTION \'violates rule "session_has_room_of_its_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'session_has_room_of_its_conference\'; END IF;\nIF NEW.track_id IS NOT NULL AND NOT EXISTS (SELECT FROM agenda_track WHERE id = NEW.track_id AND conference_id = NEW.conference_id) THEN RAISE EXCEPTION \'violates rule "session_has_track_of_its_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'session_has_track_of_its_conference\'; END IF; RETURN NULL;', hash='614a03fb7e8e68550009f018eb73a1ed459721cf', operation='INSERT OR UPDATE OF "starts_at", "ends_at", "conference_id", "room_id", "track_id"', pgid='pgtrigger_session_keeps_to_its_conference_4621e', table='agenda_session', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_sessionevent" ("abstract_en", "abstract_zh", "attendance", "conference_id", "ends_at", "id", "is_cancelled", "is_interpreted", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "recording_url", "room_id", "slug", "starts_at", "title_en", "title_zh", "track_id", "uid") VALUES (NEW."abstract_en", NEW."abstract_zh", NEW."attendance", NEW."conference_id", NEW."ends_at", NEW."id", NEW."is_cancelled", NEW."is_interpreted", NEW."kind", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."recording_url", NEW."room_id", NEW."slug", NEW."starts_at", NEW."title_en", NEW."title_zh", NEW."track_id", NEW."uid"); RETURN NULL;', hash='eae284d94a4c0ef43a476a13ce24272f8237a305', operation='INSERT', pgid='pgtrigger_insert_insert_8a3a2', table='agenda_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_sessionevent" ("abstract_en", "abstract_zh", "attendance", "conference_id", "ends_at", "id", "is_cancelled", "is_interpreted", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "recording_url", "room_id", "slug", "starts_at", "title_en", "title_zh", "track_id", "uid") VALUES (NEW."abstract_en", NEW."abstract_zh", NEW."attendance", NEW."conference_id", NEW."ends_at", NEW."id", NEW."is_cancelled", NEW."is_interpreted", NEW."kind", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."recording_url", NEW."room_id", NEW."slug", NEW."starts_at", NEW."title_en", NEW."title_zh", NEW."track_id", NEW."uid"); RETURN NULL;', hash='af504a672bbf2c1218debba07e5c00e0ef1a5ae6', operation='UPDATE', pgid='pgtrigger_update_update_80e54', table='agenda_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_sessionevent" ("abstract_en", "abstract_zh", "attendance", "conference_id", "ends_at", "id", "is_cancelled", "is_interpreted", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "recording_url", "room_id", "slug", "starts_at", "title_en", "title_zh", "track_id", "uid") VALUES (OLD."abstract_en", OLD."abstract_zh", OLD."attendance", OLD."conference_id", OLD."ends_at", OLD."id", OLD."is_cancelled", OLD."is_interpreted", OLD."kind", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."recording_url", OLD."room_id", OLD."slug", OLD."starts_at", OLD."title_en", OLD."title_zh", OLD."track_id", OLD."uid"); RETURN NULL;', hash='80777e0c03b36881b68c15f0f3837a44540a9aa6', operation='DELETE', pgid='pgtrigger_delete_delete_19abc', table='agenda_session', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_speakerevent" ("attendance", "biography_en", "biography_zh", "conference_id", "family_name", "given_name", "id", "name_order", "native_name", "native_title", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait_id", "position_en", "position_zh", "post_nominals", "precedence", "role", "slug", "title") VALUES (NEW."attendance", NEW."biography_en", NEW."biography_zh", NEW."conference_id", NEW."family_name", NEW."given_name", NEW."id", NEW."name_order", NEW."native_name", NEW."native_title", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."portrait_id", NEW."position_en", NEW."position_zh", NEW."post_nominals", NEW."precedence", NEW."role", NEW."slug", NEW."title"); RETURN NULL;', hash='5f6ccceef85b86f211f8e0cc5f0f9b1d41ce75d2', operation='INSERT', pgid='pgtrigger_insert_insert_743d5', table='agenda_speaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_speakerevent" ("attendance", "biography_en", "biography_zh", "conference_id", "family_name", "given_name", "id", "name_order", "native_name", "native_title", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait_id", "position_en", "position_zh", "post_nominals", "precedence", "role", "slug", "title") VALUES (NEW."attendance", NEW."biography_en", NEW."biography_zh", NEW."conference_id", NEW."family_name", NEW."given_name", NEW."id", NEW."name_order", NEW."native_name", NEW."native_title", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."portrait_id", NEW."position_en", NEW."position_zh", NEW."post_nominals", NEW."precedence", NEW."role", NEW."slug", NEW."title"); RETURN NULL;', hash='9285acab914daabb061ff52a52f283a530a7cb31', operation='UPDATE', pgid='pgtrigger_update_update_5d5d7', table='agenda_speaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_speakerevent" ("attendance", "biography_en", "biography_zh", "conference_id", "family_name", "given_name", "id", "name_order", "native_name", "native_title", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait_id", "position_en", "position_zh", "post_nominals", "precedence", "role", "slug", "title") VALUES (OLD."attendance", OLD."biography_en", OLD."biography_zh", OLD."conference_id", OLD."family_name", OLD."given_name", OLD."id", OLD."name_order", OLD."native_name", OLD."native_title", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."portrait_id", OLD."position_en", OLD."position_zh", OLD."post_nominals", OLD."precedence", OLD."role", OLD."slug", OLD."title"); RETURN NULL;', hash='caa8d65953a4a0073a939ba127b374935d5160a5', operation='DELETE', pgid='pgtrigger_delete_delete_cd005', table='agenda_speaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (NEW."agreement_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."side"); RETURN NULL;', hash='55905ecb0d6b971f9918e8bb4fcf93cdd1cac642', operation='INSERT', pgid='pgtrigger_insert_insert_2eb3a', table='agenda_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (NEW."agreement_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."side"); RETURN NULL;', hash='767af1e316b3e86003c1fe082d089a5c191d41f4', operation='UPDATE', pgid='pgtrigger_update_update_b00cb', table='agenda_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agreementpartyevent" ("agreement_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "side") VALUES (OLD."agreement_id", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."side"); RETURN NULL;', hash='c8bcc1f2ec9e29072c7069fa92328c578fa44074', operation='DELETE', pgid='pgtrigger_delete_delete_dae9c', table='agenda_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agreementevent" ("embargo_until", "field", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "status", "title_en", "title_zh", "uid", "url") VALUES (NEW."embargo_until", NEW."field", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."session_id", NEW."status", NEW."title_en", NEW."title_zh", NEW."uid", NEW."url"); RETURN NULL;', hash='f5d2c85f83069d13af09c035aa56153d02452e8e', operation='INSERT', pgid='pgtrigger_insert_insert_3c29f', table='agenda_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_agreementevent" ("embargo_until", "field", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "status", "title_en", "title_zh", "uid", "url") VALUES (NEW."embargo_until", NEW."field", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."session_id", NEW."status", NEW."title_en", NEW."title_zh", NEW."uid", NEW."url"); RETURN NULL;', hash='bdc92b111167bb931ce5d0515c571959ce6be25e', operation='UPDATE', pgid='pgtrigger_update_update_4a8b8', table='agenda_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agreementevent" ("embargo_until", "field", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "status", "title_en", "title_zh", "uid", "url") VALUES (OLD."embargo_until", OLD."field", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."session_id", OLD."status", OLD."title_en", OLD."title_zh", OLD."uid", OLD."url"); RETURN NULL;', hash='a2d259d6905cd6569ac8247c3e0ca59f4aeb26ce', operation='DELETE', pgid='pgtrigger_delete_delete_361db', table='agenda_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joinoption',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_joinoptionevent" ("channel", "id", "label_en", "label_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region", "room_id", "url") VALUES (NEW."channel", NEW."id", NEW."label_en", NEW."label_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."region", NEW."room_id", NEW."url"); RETURN NULL;', hash='122eaa272394d170bbc9fd400d004a4c29f8b680', operation='INSERT', pgid='pgtrigger_insert_insert_a2a8b', table='agenda_joinoption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joinoption',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_joinoptionevent" ("channel", "id", "label_en", "label_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region", "room_id", "url") VALUES (NEW."channel", NEW."id", NEW."label_en", NEW."label_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."region", NEW."room_id", NEW."url"); RETURN NULL;', hash='96de2454ce8c37917dffbe2dc3b422cf4009861d', operation='UPDATE', pgid='pgtrigger_update_update_a40fe', table='agenda_joinoption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joinoption',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_joinoptionevent" ("channel", "id", "label_en", "label_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region", "room_id", "url") VALUES (OLD."channel", OLD."id", OLD."label_en", OLD."label_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."region", OLD."room_id", OLD."url"); RETURN NULL;', hash='27b28f7aef39950c2e902af30343010eb55bf099', operation='DELETE', pgid='pgtrigger_delete_delete_8d3f8', table='agenda_joinoption', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='runitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_runitemevent" ("agreement_id", "cue_en", "cue_zh", "id", "item_en", "item_zh", "minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (NEW."agreement_id", NEW."cue_en", NEW."cue_zh", NEW."id", NEW."item_en", NEW."item_zh", NEW."minute", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id"); RETURN NULL;', hash='93405bf4de71b8cffd7f809ecd92452a9d5f7714', operation='INSERT', pgid='pgtrigger_insert_insert_50beb', table='agenda_runitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='runitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_runitemevent" ("agreement_id", "cue_en", "cue_zh", "id", "item_en", "item_zh", "minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (NEW."agreement_id", NEW."cue_en", NEW."cue_zh", NEW."id", NEW."item_en", NEW."item_zh", NEW."minute", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id"); RETURN NULL;', hash='e38eb916bc9692c04df05b7a1e80334d34bb1b22', operation='UPDATE', pgid='pgtrigger_update_update_8915a', table='agenda_runitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='runitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_runitemevent" ("agreement_id", "cue_en", "cue_zh", "id", "item_en", "item_zh", "minute", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (OLD."agreement_id", OLD."cue_en", OLD."cue_zh", OLD."id", OLD."item_en", OLD."item_zh", OLD."minute", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id"); RETURN NULL;', hash='b0d70f0c6c114b454b53f7e5b757cd595286c945', operation='DELETE', pgid='pgtrigger_delete_delete_1ca60', table='agenda_runitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='signature_is_of_one_conference', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='IF NOT EXISTS (SELECT FROM agenda_agreement agreement JOIN agenda_session session ON session.id = agreement.session_id JOIN agenda_speaker speaker ON speaker.conference_id = session.conference_id WHERE agreement.id = NEW.agreement_id AND speaker.id = NEW.speaker_id) THEN RAISE EXCEPTION \'violates rule "signature_is_of_one_conference"\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'signature_is_of_one_conference\'; END IF; RETURN NULL;', hash='2853ebf3bb850b59a873def574db58f21cf0e106', operation='INSERT OR UPDATE OF "agreement_id", "speaker_id"', pgid='pgtrigger_signature_is_of_one_conference_fdb61', table='agenda_signature', timing='DEFERRABLE INITIALLY IMMEDIATE', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_signatureevent" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role", "side", "speaker_id") VALUES (NEW."agreement_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."role", NEW."side", NEW."speaker_id"); RETURN NULL;', hash='3777c7e6541a39362225e06128bd8dc8136e76bc', operation='INSERT', pgid='pgtrigger_insert_insert_e7d5f', table='agenda_signature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_signatureevent" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role", "side", "speaker_id") VALUES (NEW."agreement_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."role", NEW."side", NEW."speaker_id"); RETURN NULL;', hash='5b41dfbca6431df22a4d76f8b931c6a174485559', operation='UPDATE', pgid='pgtrigger_update_update_e01af', table='agenda_signature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_signatureevent" ("agreement_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "role", "side", "speaker_id") VALUES (OLD."agreement_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."role", OLD."side", OLD."speaker_id"); RETURN NULL;', hash='b2a33614f94697acaeb39d90894855f05b7b77ae', operation='DELETE', pgid='pgtrigger_delete_delete_f8ec7', table='agenda_signature', when='AFTER')),
        ),
    ]

    operations = [SingleStateOperations(operations)]
