"""Forms that the worker settles, and what was taken of each quota some minutes ago.

Columns with a constant default and one that may be empty from now on: no table is rewritten,
and a program that does not know them yet leaves them out. A quota has a few rows.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0010_troubles_with_mail_servers"),
    ]

    operations = [
        migrations.AddField(
            model_name="quota",
            name="moved_in",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="quota",
            name="taken_before",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="refusedsignup",
            name="email",
            field=models.EmailField(
                db_default="", editable=False, max_length=254, verbose_name="email address"
            ),
        ),
        migrations.AlterField(
            model_name="refusedsignup",
            name="delegate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="refused_sign_ups",
                to="registration.delegate",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quota",
            trigger=pgtrigger.compiler.Trigger(
                name="quota_remembers_what_was_taken",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE period bigint := floor(extract(epoch FROM clock_timestamp()) / 600)::bigint;",
                    func="IF NEW.taken <> OLD.taken AND OLD.moved_in < period THEN NEW.taken_before = OLD.taken; NEW.moved_in = period; ELSE NEW.taken_before = OLD.taken_before; NEW.moved_in = OLD.moved_in; END IF; RETURN NEW;",
                    hash="7b15e6305718d3de5131aba49310655bef5a1d6a",
                    operation='UPDATE OF "taken", "taken_before", "moved_in"',
                    pgid="pgtrigger_quota_remembers_what_was_taken_551e9",
                    table="registration_quota",
                    when="BEFORE",
                ),
            ),
        ),
    ]
