"""Delegates, places and letters; the first tables, so nothing can be in the way."""

import confsite.names
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import django_countries.fields
import pgtrigger.compiler
import pgtrigger.migrations
import registration.models.delegate
import uuid
from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agenda', '0001_programme'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(blank=True, default='', max_length=120, verbose_name='name (English)')),
                ('name_zh', models.CharField(blank=True, default='', max_length=120, verbose_name='name (中文)')),
                ('description_en', models.CharField(blank=True, default='', max_length=300, verbose_name='what it includes (English)')),
                ('description_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='what it includes (中文)')),
                ('needs_approval', models.BooleanField(default=False, verbose_name='needs approval')),
                ('allows_onsite', models.BooleanField(default=True, verbose_name='on site')),
                ('allows_online', models.BooleanField(default=True, verbose_name='online')),
                ('is_open', models.BooleanField(default=True, verbose_name='open for sign-up')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='agenda.conference', verbose_name='conference')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_en', ''), ('name_zh', ''), _negated=True), name='category_has_a_name', violation_error_message='Give the name in at least one language.'), models.CheckConstraint(condition=models.Q(('allows_onsite', True), ('allows_online', True), _connector='OR'), name='category_can_be_attended', violation_error_message='Allow at least one way of attending.')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('attendance', models.CharField(blank=True, choices=[('onsite', 'On site'), ('online', 'Online')], help_text='Empty: on site and online.', max_length=10, verbose_name='attendance')),
                ('size', models.PositiveIntegerField(blank=True, help_text='Empty: without limit.', null=True, verbose_name='places')),
                ('taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='taken')),
                ('category', models.ForeignKey(blank=True, help_text='Empty: all categories.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='registration.category', verbose_name='category')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='agenda.conference', verbose_name='conference')),
            ],
            options={
                'verbose_name': 'quota',
                'verbose_name_plural': 'quotas',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size', None), ('taken__lte', models.F('size')), _connector='OR'), name='quota_never_overbooked', violation_error_message='More places than that are taken already.'), models.UniqueConstraint(models.F('conference'), django.db.models.functions.comparison.Coalesce('category', 0), models.F('attendance'), name='quota_counts_a_group_once', violation_error_message='These people are counted already.')],
            },
        ),
        migrations.CreateModel(
            name='Delegate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='title')),
                ('family_name', models.CharField(blank=True, max_length=300, verbose_name='family name')),
                ('given_name', models.CharField(blank=True, max_length=300, verbose_name='given name')),
                ('native_name', models.CharField(blank=True, max_length=300, verbose_name='姓名 (name in Chinese)')),
                ('name_order', models.CharField(choices=[('auto', 'as is usual for the name'), ('family', 'family name first'), ('given', 'given name first')], default='auto', max_length=10, verbose_name='order of the Latin name')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('submission', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(default=registration.models.delegate.new_reference, editable=False, max_length=8, verbose_name='reference')),
                ('attendance', models.CharField(choices=[('onsite', 'On site'), ('online', 'Online')], max_length=10, verbose_name='attendance')),
                ('state', models.CharField(choices=[('pending', 'awaiting approval'), ('confirmed', 'confirmed'), ('waiting', 'on the waiting list'), ('offered', 'offered a place'), ('declined', 'declined'), ('cancelled', 'cancelled')], editable=False, max_length=10, verbose_name='state')),
                ('waiting_number', models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='number on the waiting list')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='organisation')),
                ('position', models.CharField(blank=True, max_length=300, verbose_name='position')),
                ('country', django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='country/region')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10, verbose_name='language of letters')),
                ('link_version', models.PositiveIntegerField(default=1, editable=False)),
                ('calendar_sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('signed_up_at', models.DateTimeField(auto_now_add=True, verbose_name='signed up')),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(django.db.models.functions.text.Concat('family_name', models.Value(' '), 'given_name', models.Value(' '), 'family_name', models.Value(' '), 'native_name', models.Value(' '), 'email', models.Value(' '), 'organisation', models.Value(' '), 'reference', output_field=models.TextField())), output_field=models.TextField())),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='registration.category', verbose_name='category')),
                ('conference', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='delegates', to='agenda.conference', verbose_name='conference')),
            ],
            options={
                'verbose_name': 'delegate',
                'verbose_name_plural': 'delegates',
                'ordering': ['-pk'],
                'indexes': [models.Index(models.F('conference'), models.F('state'), name='delegate_state')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('conference'), condition=models.Q(('state__in', ['pending', 'confirmed', 'offered', 'waiting']), models.Q(('email', ''), _negated=True)), name='delegate_one_live_registration_per_address', violation_error_message='This address is registered already.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), ('waiting_number__isnull', False)), models.Q(models.Q(('state', 'waiting'), _negated=True), ('waiting_number__isnull', True)), _connector='OR'), name='delegate_waiting_has_a_number'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'confirmed', 'waiting', 'offered', 'declined', 'cancelled'])), name='delegate_state_is_known'), models.CheckConstraint(condition=models.Q(('attendance__in', ['onsite', 'online'])), name='delegate_attendance_is_known'), models.CheckConstraint(condition=models.Q(('family_name', ''), ('given_name', ''), ('native_name', ''), _negated=True), name='delegate_has_a_name', violation_error_message='Give the name in at least one script.'), models.UniqueConstraint(models.F('reference'), name='delegate_reference_once'), models.UniqueConstraint(condition=models.Q(('waiting_number__isnull', False)), fields=('conference', 'waiting_number'), name='delegate_waiting_number_once_per_conference')],
            },
            bases=(confsite.names.NameInTwoScripts, models.Model),
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('letter', models.CharField(choices=[('confirmed', 'Confirmation'), ('pending', 'Awaiting approval'), ('waiting', 'On the waiting list'), ('moved_up', 'A place from the waiting list'), ('approved', 'Approved'), ('declined', 'Declined'), ('cancelled', 'Cancelled'), ('already_registered', 'Already registered')], max_length=30, verbose_name='letter')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('queued', 'on its way'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'set aside'), ('overtaken', 'overtaken by a newer one')], default='queued', max_length=10, verbose_name='state')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='queued')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('recipient', models.EmailField(blank=True, max_length=254, verbose_name='sent to')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('reason', models.TextField(blank=True, verbose_name='what the mail server said')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='registration.delegate', verbose_name='delegate')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-pk'],
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['queued', 'sending'])), name='mail_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed', 'overtaken'])), name='mail_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('claim__isnull', True)), _connector='OR'), name='mail_being_sent_has_a_claim'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='mail_sent_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('conference', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk', serialize=False, to='agenda.conference', verbose_name='conference')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(verbose_name='closes')),
                ('sender', models.EmailField(max_length=254, verbose_name='address that letters come from')),
                ('sender_name_en', models.CharField(blank=True, default='', max_length=120, verbose_name='name that letters come from (English)')),
                ('sender_name_zh', models.CharField(blank=True, default='', max_length=120, verbose_name='name that letters come from (中文)')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='address that answers go to')),
            ],
            options={
                'verbose_name': 'registration desk',
                'verbose_name_plural': 'registration desks',
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='desk_closes_after_it_opens', violation_error_message='The desk closes after it opens.')],
            },
        ),
        migrations.CreateModel(
            name='DeskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(verbose_name='closes')),
                ('sender', models.EmailField(max_length=254, verbose_name='address that letters come from')),
                ('sender_name_en', models.CharField(blank=True, default='', max_length=120, verbose_name='name that letters come from (English)')),
                ('sender_name_zh', models.CharField(blank=True, default='', max_length=120, verbose_name='name that letters come from (中文)')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='address that answers go to')),
                ('conference', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='agenda.conference', verbose_name='conference')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.desk')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuotaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('attendance', models.CharField(blank=True, choices=[('onsite', 'On site'), ('online', 'Online')], help_text='Empty: on site and online.', max_length=10, verbose_name='attendance')),
                ('size', models.PositiveIntegerField(blank=True, help_text='Empty: without limit.', null=True, verbose_name='places')),
                ('taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='taken')),
                ('category', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Empty: all categories.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registration.category', verbose_name='category')),
                ('conference', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='conference')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.quota')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CategoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_en', models.CharField(blank=True, default='', max_length=120, verbose_name='name (English)')),
                ('name_zh', models.CharField(blank=True, default='', max_length=120, verbose_name='name (中文)')),
                ('description_en', models.CharField(blank=True, default='', max_length=300, verbose_name='what it includes (English)')),
                ('description_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='what it includes (中文)')),
                ('needs_approval', models.BooleanField(default=False, verbose_name='needs approval')),
                ('allows_onsite', models.BooleanField(default=True, verbose_name='on site')),
                ('allows_online', models.BooleanField(default=True, verbose_name='online')),
                ('is_open', models.BooleanField(default=True, verbose_name='open for sign-up')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('conference', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='conference')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.category')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DelegateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='title')),
                ('family_name', models.CharField(blank=True, max_length=300, verbose_name='family name')),
                ('given_name', models.CharField(blank=True, max_length=300, verbose_name='given name')),
                ('native_name', models.CharField(blank=True, max_length=300, verbose_name='姓名 (name in Chinese)')),
                ('name_order', models.CharField(choices=[('auto', 'as is usual for the name'), ('family', 'family name first'), ('given', 'given name first')], default='auto', max_length=10, verbose_name='order of the Latin name')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('submission', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('reference', models.CharField(default=registration.models.delegate.new_reference, editable=False, max_length=8, verbose_name='reference')),
                ('attendance', models.CharField(choices=[('onsite', 'On site'), ('online', 'Online')], max_length=10, verbose_name='attendance')),
                ('state', models.CharField(choices=[('pending', 'awaiting approval'), ('confirmed', 'confirmed'), ('waiting', 'on the waiting list'), ('offered', 'offered a place'), ('declined', 'declined'), ('cancelled', 'cancelled')], editable=False, max_length=10, verbose_name='state')),
                ('waiting_number', models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='number on the waiting list')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='organisation')),
                ('position', models.CharField(blank=True, max_length=300, verbose_name='position')),
                ('country', django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='country/region')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10, verbose_name='language of letters')),
                ('link_version', models.PositiveIntegerField(default=1, editable=False)),
                ('calendar_sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('signed_up_at', models.DateTimeField(auto_now_add=True, verbose_name='signed up')),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registration.category', verbose_name='category')),
                ('conference', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='conference')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registration.delegate')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='desk',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_deskevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='102d0c65ca673c25d95c7ebc6b7d7095ffd16bf3', operation='INSERT', pgid='pgtrigger_insert_insert_a9e98', table='registration_desk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='desk',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_deskevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='150facca10da35295653b0c0dc219c93012259a5', operation='UPDATE', pgid='pgtrigger_update_update_3bae7', table='registration_desk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='desk',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_deskevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (OLD."closes_at", OLD."conference_id", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."conference_id", OLD."reply_to", OLD."sender", OLD."sender_name_en", OLD."sender_name_zh"); RETURN NULL;', hash='d8651de93424cbd09256c3194247a4f446968bd0', operation='DELETE', pgid='pgtrigger_delete_delete_e68d4', table='registration_desk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_categoryevent" ("allows_online", "allows_onsite", "conference_id", "description_en", "description_zh", "id", "is_open", "name_en", "name_zh", "needs_approval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."allows_online", NEW."allows_onsite", NEW."conference_id", NEW."description_en", NEW."description_zh", NEW."id", NEW."is_open", NEW."name_en", NEW."name_zh", NEW."needs_approval", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='66cd5d7a926c08dde60ff8947a9974dc7fc8d4ab', operation='INSERT', pgid='pgtrigger_insert_insert_26ec5', table='registration_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_categoryevent" ("allows_online", "allows_onsite", "conference_id", "description_en", "description_zh", "id", "is_open", "name_en", "name_zh", "needs_approval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."allows_online", NEW."allows_onsite", NEW."conference_id", NEW."description_en", NEW."description_zh", NEW."id", NEW."is_open", NEW."name_en", NEW."name_zh", NEW."needs_approval", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='d41e447efb839fa78e23c68f140cdd4d535831e2', operation='UPDATE', pgid='pgtrigger_update_update_6b571', table='registration_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_categoryevent" ("allows_online", "allows_onsite", "conference_id", "description_en", "description_zh", "id", "is_open", "name_en", "name_zh", "needs_approval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."allows_online", OLD."allows_onsite", OLD."conference_id", OLD."description_en", OLD."description_zh", OLD."id", OLD."is_open", OLD."name_en", OLD."name_zh", OLD."needs_approval", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='12a20561d25f6c255b227802c81bcc53da59fdeb', operation='DELETE', pgid='pgtrigger_delete_delete_4dd97', table='registration_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."language", NEW."link_version", NEW."name_order", NEW."native_name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='f89436e8f7214d98ec6cca1970f3a8d8d9cb9ca8', operation='INSERT', pgid='pgtrigger_insert_insert_5b0c2', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."calendar_sequence" IS DISTINCT FROM (NEW."calendar_sequence") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."link_version" IS DISTINCT FROM (NEW."link_version") OR OLD."name_order" IS DISTINCT FROM (NEW."name_order") OR OLD."native_name" IS DISTINCT FROM (NEW."native_name") OR OLD."organisation" IS DISTINCT FROM (NEW."organisation") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."signed_up_at" IS DISTINCT FROM (NEW."signed_up_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submission" IS DISTINCT FROM (NEW."submission") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."waiting_number" IS DISTINCT FROM (NEW."waiting_number"))', func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (NEW."attendance", NEW."calendar_sequence", NEW."category_id", NEW."conference_id", NEW."country", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."language", NEW."link_version", NEW."name_order", NEW."native_name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."reference", NEW."signed_up_at", NEW."state", NEW."submission", NEW."title", NEW."uid", NEW."waiting_number"); RETURN NULL;', hash='4f0bf888e242011b1e1a1ed262a292b1dbb05f29', operation='UPDATE', pgid='pgtrigger_update_update_bf0ed', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_delegateevent" ("attendance", "calendar_sequence", "category_id", "conference_id", "country", "email", "family_name", "given_name", "id", "language", "link_version", "name_order", "native_name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reference", "signed_up_at", "state", "submission", "title", "uid", "waiting_number") VALUES (OLD."attendance", OLD."calendar_sequence", OLD."category_id", OLD."conference_id", OLD."country", OLD."email", OLD."family_name", OLD."given_name", OLD."id", OLD."language", OLD."link_version", OLD."name_order", OLD."native_name", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."reference", OLD."signed_up_at", OLD."state", OLD."submission", OLD."title", OLD."uid", OLD."waiting_number"); RETURN NULL;', hash='72a061325d92cf41f98a82fec7f303b6d678bc1d', operation='DELETE', pgid='pgtrigger_delete_delete_e0004', table='registration_delegate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_quotaevent" ("attendance", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (NEW."attendance", NEW."category_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."size", NEW."taken"); RETURN NULL;', hash='3e2ad042f3bfa1cdaad7aced8f57b6f03fb728ae', operation='INSERT', pgid='pgtrigger_insert_insert_08875', table='registration_quota', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."size" IS DISTINCT FROM (NEW."size"))', func='INSERT INTO "registration_quotaevent" ("attendance", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (NEW."attendance", NEW."category_id", NEW."conference_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."size", NEW."taken"); RETURN NULL;', hash='c3232e9ae77185b9e3330254efe1e00925ccfae7', operation='UPDATE', pgid='pgtrigger_update_update_894dc', table='registration_quota', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_quotaevent" ("attendance", "category_id", "conference_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "size", "taken") VALUES (OLD."attendance", OLD."category_id", OLD."conference_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."size", OLD."taken"); RETURN NULL;', hash='70a54c95a75d1927b611b1eca033dfabdfbf1764', operation='DELETE', pgid='pgtrigger_delete_delete_fddd0', table='registration_quota', when='AFTER')),
        ),
    ]

    operations = [SingleStateOperations(operations)]
