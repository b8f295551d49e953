"""What delegates are found and sorted by, kept by a trigger; longer telephone numbers.

The column that was generated stays with what it holds: only its expression goes. A column
with a constant default, a longer limit and a trigger rewrite no table either; that no row
lacks a value is read once, in a fraction of a second for 200,000.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    dependencies = [
        ('confsite', '0003_folding'),
        ('registration', '0006_forms_are_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='delegate',
            name='name_key',
            field=models.TextField(blank=True, db_collation='C', db_default='', default='', editable=False),
        ),
        migrations.AlterField(
            model_name='delegate',
            name='phone',
            field=models.CharField(blank=True, max_length=41, verbose_name='telephone'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE registration_delegate "
                    "ALTER search_text DROP EXPRESSION, "
                    "ALTER search_text SET DEFAULT '', "
                    "ALTER search_text SET NOT NULL"
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='delegate',
                    name='search_text',
                    field=models.TextField(blank=True, db_default='', default='', editable=False),
                )
            ],
        ),
        migrations.AlterField(
            model_name='delegateevent',
            name='phone',
            field=models.CharField(blank=True, max_length=41, verbose_name='telephone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegate',
            trigger=pgtrigger.compiler.Trigger(name='found_in_every_spelling', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.name_key := confsite_name_key(NEW.family_name, NEW.given_name, NEW.native_name); NEW.search_text := concat_ws(' ', confsite_person(NEW.family_name, NEW.given_name, NEW.native_name, concat_ws(' ', NEW.title, NEW.position, NEW.organisation, NEW.email, NEW.reference, left(NEW.native_name, 1) || NEW.title, left(NEW.native_name, 2) || NEW.title, left(NEW.native_name, 300) || NEW.title)), NEW.name_key, replace(NEW.name_key, ' ', ''), regexp_replace(NEW.phone, '\\D', '', 'g')); RETURN NEW;", hash='f421e05ac8e789abb88755c75b39ef07df1cb0c1', operation='INSERT OR UPDATE OF "family_name", "given_name", "native_name", "title", "position", "organisation", "email", "reference", "phone", "name_key", "search_text"', pgid='pgtrigger_found_in_every_spelling_e7c3f', table='registration_delegate', when='BEFORE')),
        ),
    ]

    operations = [SingleStateOperations(operations)]
