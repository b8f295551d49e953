"""Addresses that conferences had, and a trigger that writes them down.

A new table and a trigger: the table of the conferences is locked for a moment.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0004_rooms_go_with_their_conference'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, verbose_name='address')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'ordering': ['-pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='conference_remembers_its_addresses', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."slug" IS DISTINCT FROM (NEW."slug"))', func='\n        DELETE FROM agenda_formerslug\n        WHERE conference_id = NEW.id AND slug IN (OLD.slug, NEW.slug);\n        INSERT INTO agenda_formerslug (conference_id, slug) VALUES (NEW.id, OLD.slug);\n        RETURN NULL;\n    ', hash='a1a3e1afff309dfe61454cc7c4a4dc7e3e04098b', operation='UPDATE OF "slug"', pgid='pgtrigger_conference_remembers_its_addresses_3c603', table='agenda_conference', when='AFTER')),
        ),
        migrations.AddField(
            model_name='formerslug',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='agenda.conference', verbose_name='conference'),
        ),
        migrations.AddConstraint(
            model_name='formerslug',
            constraint=models.UniqueConstraint(models.F('conference'), models.F('slug'), name='former_slug_once_per_conference'),
        ),
    ]
