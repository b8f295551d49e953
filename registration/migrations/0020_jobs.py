"""Long pieces of work are rows, with whom they are about and whom they refused.

New tables, and a column without a default: nobody waits for long.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
        ('registration', '0019_exports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DelegateSelection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'selection',
                'verbose_name_plural': 'selections',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='work')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', 'Simplified Chinese')], max_length=10)),
                ('arguments', models.JSONField(default=dict)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('tally', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', 'waiting for its turn'), ('running', 'under way'), ('done', 'done'), ('cancelled', 'cancelled'), ('failed', 'stopped by a fault')], default='queued', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='started')),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('cancel_requested_at', models.DateTimeField(null=True)),
                ('claim', models.UUIDField(null=True)),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('deaths', models.PositiveSmallIntegerField(default=0)),
                ('fault_en', models.CharField(blank=True, default='', max_length=500, verbose_name='reason (English)')),
                ('fault_zh', models.CharField(blank=True, default='', max_length=500, verbose_name='reason (中文)')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('cancelled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conference', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agenda.conference', verbose_name='conference')),
                ('selection', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='registration.delegateselection')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.AddField(
            model_name='staffaction',
            name='job',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='registration.job'),
        ),
        migrations.CreateModel(
            name='RefusedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delegate', models.BigIntegerField(null=True)),
                ('cells', models.JSONField(default=list)),
                ('reason_en', models.CharField(blank=True, default='', max_length=500, verbose_name='reason (English)')),
                ('reason_zh', models.CharField(blank=True, default='', max_length=500, verbose_name='reason (中文)')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_rows', to='registration.job')),
            ],
            options={
                'verbose_name': 'refused row',
                'verbose_name_plural': 'refused rows',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(models.F('due_at'), condition=models.Q(('state__in', ['queued', 'running'])), name='job_due'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'cancelled', 'failed'])), name='job_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('claim', None), ('state', 'running'), _connector='OR'), name='job_that_is_held_is_running'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ['queued', 'running'])), models.Q(models.Q(('state__in', ['queued', 'running']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='job_that_is_over_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('refused__lte', models.F('done'))), name='job_refuses_what_it_has_come_by'),
        ),
    ]
