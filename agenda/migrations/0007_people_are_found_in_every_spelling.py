"""What speakers and organisations are found and sorted by, kept by triggers.

Columns with a constant default rewrite no table, and triggers are made in a moment. The
trigger of the history names its columns now, so that it keeps nothing twice.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0006_former_slugs_from_history'),
        ('confsite', '0003_folding'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['name_key', 'pk'], 'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
        migrations.AlterModelOptions(
            name='speaker',
            options={'ordering': ['precedence', 'name_key', 'pk'], 'verbose_name': 'speaker', 'verbose_name_plural': 'speakers'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='speaker',
            name='update_update',
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_key',
            field=models.TextField(blank=True, db_collation='C', db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='search_text',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='speaker',
            name='name_key',
            field=models.TextField(blank=True, db_collation='C', db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='speaker',
            name='search_text',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='found_in_every_spelling', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.search_text := confsite_folded(concat_ws(' ', NEW.name_en, NEW.name_zh, NEW.short_name_en, NEW.short_name_zh, NEW.aliases)); NEW.name_key := confsite_text_key(coalesce(nullif(NEW.name_en, ''), NEW.name_zh)); RETURN NEW;", hash='c2b2399d501e641aa90f6159b0d39a49bfe398f2', operation='INSERT OR UPDATE OF "name_en", "name_zh", "short_name_en", "short_name_zh", "aliases", "search_text", "name_key"', pgid='pgtrigger_found_in_every_spelling_6a732', table='agenda_organisation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."short_name_en" IS DISTINCT FROM (NEW."short_name_en") OR OLD."short_name_zh" IS DISTINCT FROM (NEW."short_name_zh"))', func='INSERT INTO "agenda_organisationevent" ("aliases", "country", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name_en", "short_name_zh") VALUES (NEW."aliases", NEW."country", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."short_name_en", NEW."short_name_zh"); RETURN NULL;', hash='e5e7e7869b98c68c8358cc28b43237288a1a3dc2', operation='UPDATE', pgid='pgtrigger_update_update_e8d58', table='agenda_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='found_in_every_spelling', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.name_key := confsite_name_key(NEW.family_name, NEW.given_name, NEW.native_name); NEW.search_text := concat_ws(' ', confsite_person(NEW.family_name, NEW.given_name, NEW.native_name, concat_ws(' ', NEW.native_title, NEW.title, NEW.post_nominals, NEW.position_en, NEW.position_zh, left(NEW.native_name, 1) || NEW.native_title, left(NEW.native_name, 2) || NEW.native_title, left(NEW.native_name, 300) || NEW.native_title)), NEW.name_key, replace(NEW.name_key, ' ', ''), ''); RETURN NEW;", hash='aca3093e67c05a65d296661c6834e5850e4a7714', operation='INSERT OR UPDATE OF "family_name", "given_name", "native_name", "native_title", "title", "post_nominals", "position_en", "position_zh", "name_key", "search_text"', pgid='pgtrigger_found_in_every_spelling_edd8f', table='agenda_speaker', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."biography_en" IS DISTINCT FROM (NEW."biography_en") OR OLD."biography_zh" IS DISTINCT FROM (NEW."biography_zh") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name_order" IS DISTINCT FROM (NEW."name_order") OR OLD."native_name" IS DISTINCT FROM (NEW."native_name") OR OLD."native_title" IS DISTINCT FROM (NEW."native_title") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."portrait_id" IS DISTINCT FROM (NEW."portrait_id") OR OLD."position_en" IS DISTINCT FROM (NEW."position_en") OR OLD."position_zh" IS DISTINCT FROM (NEW."position_zh") OR OLD."post_nominals" IS DISTINCT FROM (NEW."post_nominals") OR OLD."precedence" IS DISTINCT FROM (NEW."precedence") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "agenda_speakerevent" ("attendance", "biography_en", "biography_zh", "conference_id", "family_name", "given_name", "id", "name_order", "native_name", "native_title", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portrait_id", "position_en", "position_zh", "post_nominals", "precedence", "role", "slug", "title") VALUES (NEW."attendance", NEW."biography_en", NEW."biography_zh", NEW."conference_id", NEW."family_name", NEW."given_name", NEW."id", NEW."name_order", NEW."native_name", NEW."native_title", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."portrait_id", NEW."position_en", NEW."position_zh", NEW."post_nominals", NEW."precedence", NEW."role", NEW."slug", NEW."title"); RETURN NULL;', hash='bddc41668640406e414da4b7693de417ce068939', operation='UPDATE', pgid='pgtrigger_update_update_5d5d7', table='agenda_speaker', when='AFTER')),
        ),
    ]

    operations = [SingleStateOperations(operations)]
