"""A conference may know the edition before it, to be compared with it.

An empty column of a table of a few rows; no release holds it.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_fill_what_people_are_found_by'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='conference',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='conference',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='conference',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='conference',
            name='previous',
            field=models.ForeignKey(blank=True, help_text='Its numbers stand beside those of this one on the first page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='next_editions', to='agenda.conference', verbose_name='edition before'),
        ),
        migrations.AddField(
            model_name='conferenceevent',
            name='previous',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Its numbers stand beside those of this one on the first page.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agenda.conference', verbose_name='edition before'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_conferenceevent" ("about_en", "about_zh", "accent", "address_en", "address_zh", "audience_en", "audience_zh", "city_en", "city_zh", "clock_en", "clock_zh", "contact_email", "country", "ends_at", "id", "languages_en", "languages_zh", "name_en", "name_zh", "note_en", "note_zh", "online_en", "online_zh", "organiser_en", "organiser_zh", "outcome_en", "outcome_zh", "part_of_en", "part_of_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "second_clock_en", "second_clock_zh", "second_time_zone", "short_name_en", "short_name_zh", "slug", "starts_at", "time_zone", "venue_en", "venue_zh", "video_url") VALUES (NEW."about_en", NEW."about_zh", NEW."accent", NEW."address_en", NEW."address_zh", NEW."audience_en", NEW."audience_zh", NEW."city_en", NEW."city_zh", NEW."clock_en", NEW."clock_zh", NEW."contact_email", NEW."country", NEW."ends_at", NEW."id", NEW."languages_en", NEW."languages_zh", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."online_en", NEW."online_zh", NEW."organiser_en", NEW."organiser_zh", NEW."outcome_en", NEW."outcome_zh", NEW."part_of_en", NEW."part_of_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."second_clock_en", NEW."second_clock_zh", NEW."second_time_zone", NEW."short_name_en", NEW."short_name_zh", NEW."slug", NEW."starts_at", NEW."time_zone", NEW."venue_en", NEW."venue_zh", NEW."video_url"); RETURN NULL;', hash='7bba0e0ceef674313a7c9b89446003bfa1355ca4', operation='INSERT', pgid='pgtrigger_insert_insert_a3358', table='agenda_conference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_conferenceevent" ("about_en", "about_zh", "accent", "address_en", "address_zh", "audience_en", "audience_zh", "city_en", "city_zh", "clock_en", "clock_zh", "contact_email", "country", "ends_at", "id", "languages_en", "languages_zh", "name_en", "name_zh", "note_en", "note_zh", "online_en", "online_zh", "organiser_en", "organiser_zh", "outcome_en", "outcome_zh", "part_of_en", "part_of_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "second_clock_en", "second_clock_zh", "second_time_zone", "short_name_en", "short_name_zh", "slug", "starts_at", "time_zone", "venue_en", "venue_zh", "video_url") VALUES (NEW."about_en", NEW."about_zh", NEW."accent", NEW."address_en", NEW."address_zh", NEW."audience_en", NEW."audience_zh", NEW."city_en", NEW."city_zh", NEW."clock_en", NEW."clock_zh", NEW."contact_email", NEW."country", NEW."ends_at", NEW."id", NEW."languages_en", NEW."languages_zh", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."online_en", NEW."online_zh", NEW."organiser_en", NEW."organiser_zh", NEW."outcome_en", NEW."outcome_zh", NEW."part_of_en", NEW."part_of_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."second_clock_en", NEW."second_clock_zh", NEW."second_time_zone", NEW."short_name_en", NEW."short_name_zh", NEW."slug", NEW."starts_at", NEW."time_zone", NEW."venue_en", NEW."venue_zh", NEW."video_url"); RETURN NULL;', hash='a65d20c09bd439a412e70bcc270ba57f17684e66', operation='UPDATE', pgid='pgtrigger_update_update_3b37d', table='agenda_conference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conference',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_conferenceevent" ("about_en", "about_zh", "accent", "address_en", "address_zh", "audience_en", "audience_zh", "city_en", "city_zh", "clock_en", "clock_zh", "contact_email", "country", "ends_at", "id", "languages_en", "languages_zh", "name_en", "name_zh", "note_en", "note_zh", "online_en", "online_zh", "organiser_en", "organiser_zh", "outcome_en", "outcome_zh", "part_of_en", "part_of_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "second_clock_en", "second_clock_zh", "second_time_zone", "short_name_en", "short_name_zh", "slug", "starts_at", "time_zone", "venue_en", "venue_zh", "video_url") VALUES (OLD."about_en", OLD."about_zh", OLD."accent", OLD."address_en", OLD."address_zh", OLD."audience_en", OLD."audience_zh", OLD."city_en", OLD."city_zh", OLD."clock_en", OLD."clock_zh", OLD."contact_email", OLD."country", OLD."ends_at", OLD."id", OLD."languages_en", OLD."languages_zh", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."online_en", OLD."online_zh", OLD."organiser_en", OLD."organiser_zh", OLD."outcome_en", OLD."outcome_zh", OLD."part_of_en", OLD."part_of_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."previous_id", OLD."second_clock_en", OLD."second_clock_zh", OLD."second_time_zone", OLD."short_name_en", OLD."short_name_zh", OLD."slug", OLD."starts_at", OLD."time_zone", OLD."venue_en", OLD."venue_zh", OLD."video_url"); RETURN NULL;', hash='bfba89f6b0835a4295b81917c3048cc7dd1b6239', operation='DELETE', pgid='pgtrigger_delete_delete_e09da', table='agenda_conference', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='conference',
            constraint=models.CheckConstraint(condition=models.Q(('previous', None), models.Q(('previous', models.F('pk')), _negated=True), _connector='OR'), name='conference_does_not_precede_itself', violation_error_message='A conference is no edition before itself.'),
        ),
    ]
