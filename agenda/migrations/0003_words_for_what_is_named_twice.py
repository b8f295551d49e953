"""Words for a partner, and for a country or region, that a conference names twice.

Only what Django knows of the constraints changes; the database is not touched.
"""

from django.db import migrations, models

from confsite.operations import SingleStateOperations


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0002_what_is_signed_and_run'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='countryname',
            name='country_name_once_per_conference',
            constraint=models.UniqueConstraint(models.F('conference'), models.F('country'), name='country_name_once_per_conference', violation_error_message='This country or region has a name already.'),
        ),
        migrations.AlterConstraint(
            model_name='partner',
            name='partner_named_once',
            constraint=models.UniqueConstraint(models.F('conference'), models.F('organisation'), name='partner_named_once', violation_error_message='This organisation is a partner already.'),
        ),
    ]

    operations = [SingleStateOperations(operations)]
