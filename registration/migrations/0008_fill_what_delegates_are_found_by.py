"""What delegates who are there already are found by, in every spelling.

A thousand rows at a time, each batch committed by itself: a batch holds its rows for a
fraction of a second, and nothing but these rows. It may be run again. Until it is
through, an old row is found as it was before.
"""

from django.db import migrations

from confsite.operations import written_anew


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registration", "0007_people_are_found_in_every_spelling")]

    operations = [written_anew("registration_delegate", "search_text")]
