"""Files of people wait for their import, and what a head means is remembered.

New tables.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
        ('registration', '0022_staff_merge'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HeadMeaning',
            fields=[
                ('head', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('column', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'verbose_name': 'meaning of a head',
                'verbose_name_plural': 'meanings of heads',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DelegateFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('came_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('rows', models.PositiveIntegerField(default=0)),
                ('content', models.BinaryField()),
                ('choices', models.JSONField(default=dict)),
                ('result', models.BinaryField(null=True)),
                ('fingerprint', models.CharField(blank=True, default='', max_length=64)),
                ('job', models.BigIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agenda.conference')),
            ],
            options={
                'verbose_name': 'file of delegates',
                'verbose_name_plural': 'files of delegates',
                'default_permissions': (),
            },
        ),
    ]
