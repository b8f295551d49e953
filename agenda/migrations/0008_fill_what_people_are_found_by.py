"""The new columns of speakers and organisations that are there already.

A thousand rows at a time, each batch committed by itself; it may be run again. Until it
is through, an old row is found by nothing and stands first in its list.
"""

from django.db import migrations

from confsite.operations import written_anew


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("agenda", "0007_people_are_found_in_every_spelling")]

    operations = [
        written_anew("agenda_organisation", "search_text"),
        written_anew("agenda_speaker", "search_text"),
    ]
