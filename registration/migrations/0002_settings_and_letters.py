"""Registration settings and letters under the names by which everybody calls them.

Tables, columns, constraints and indexes get other names and nothing is written anew, so
it takes as long for a million letters as for none. Whoever serves with the code of
before finds its tables gone: stop it first.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from registration.letters import kinds


def renamed(model: str, table: str, old: str, constraint: models.CheckConstraint):
    """Another name for a constraint, without looking at the rows once more."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {constraint.name}",
                f"ALTER TABLE {table} RENAME CONSTRAINT {constraint.name} TO {old}",
            )
        ],
        state_operations=[
            migrations.RemoveConstraint(model, old),
            migrations.AddConstraint(model, constraint),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_rooms_go_with_their_conference"),
        ("registration", "0001_registration"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger("desk", "insert_insert"),
        pgtrigger.migrations.RemoveTrigger("desk", "update_update"),
        pgtrigger.migrations.RemoveTrigger("desk", "delete_delete"),
        migrations.RenameModel("Desk", "RegistrationSettings"),
        migrations.RenameModel("DeskEvent", "RegistrationSettingsEvent"),
        renamed(
            "registrationsettings",
            "registration_registrationsettings",
            "desk_closes_after_it_opens",
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message="Registration closes after it opens.",
            ),
        ),
        migrations.AlterModelOptions(
            "registrationsettings",
            options={
                "verbose_name": "registration settings",
                "verbose_name_plural": "registration settings",
            },
        ),
        migrations.AlterField(
            "registrationsettings",
            "conference",
            models.OneToOneField(
                on_delete=models.CASCADE,
                primary_key=True,
                related_name="registration",
                serialize=False,
                to="agenda.conference",
                verbose_name="conference",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='45621046454457b300902363a3f9113b353c413f', operation='INSERT', pgid='pgtrigger_insert_insert_af219', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (NEW."closes_at", NEW."conference_id", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."conference_id", NEW."reply_to", NEW."sender", NEW."sender_name_en", NEW."sender_name_zh"); RETURN NULL;', hash='c6ac62ed8228bfb8528d99e7ea10f102a9b96718', operation='UPDATE', pgid='pgtrigger_update_update_b11a2', table='registration_registrationsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registrationsettings',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registration_registrationsettingsevent" ("closes_at", "conference_id", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to", "sender", "sender_name_en", "sender_name_zh") VALUES (OLD."closes_at", OLD."conference_id", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."conference_id", OLD."reply_to", OLD."sender", OLD."sender_name_en", OLD."sender_name_zh"); RETURN NULL;', hash='5c2804234d96de8a268173e26bae35dbdd61e12f', operation='DELETE', pgid='pgtrigger_delete_delete_c55a8', table='registration_registrationsettings', when='AFTER')),
        ),
        migrations.RenameModel("Mail", "Letter"),
        migrations.RenameField("letter", "letter", "kind"),
        migrations.AlterField(
            "letter",
            "kind",
            models.CharField(
                choices=kinds.choices, max_length=30, verbose_name="letter"
            ),
        ),
        migrations.RenameIndex("letter", "letter_due", old_name="mail_due"),
        renamed(
            "letter",
            "registration_letter",
            "mail_state_is_known",
            models.CheckConstraint(
                name="letter_state_is_known",
                condition=models.Q(
                    state__in=["queued", "sending", "sent", "failed", "overtaken"]
                ),
            ),
        ),
        renamed(
            "letter",
            "registration_letter",
            "mail_being_sent_has_a_claim",
            models.CheckConstraint(
                name="letter_being_sent_has_a_claim",
                condition=models.Q(state="sending", claim__isnull=False)
                | models.Q(models.Q(state="sending", _negated=True), claim__isnull=True),
            ),
        ),
        renamed(
            "letter",
            "registration_letter",
            "mail_sent_has_a_time",
            models.CheckConstraint(
                name="letter_sent_has_a_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | models.Q(models.Q(state="sent", _negated=True), sent_at__isnull=True),
            ),
        ),
    ]
