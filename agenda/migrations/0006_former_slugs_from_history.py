"""The addresses that conferences had before, from the history of their rows.

Some rows, whatever else the site does. May run twice: what is there stays.
"""

from django.db import migrations

FILL = """
INSERT INTO agenda_formerslug (conference_id, slug)
SELECT conference.id, event.slug
FROM agenda_conferenceevent event JOIN agenda_conference conference
  ON conference.id = event.pgh_obj_id
WHERE event.slug <> conference.slug
GROUP BY conference.id, event.slug
ORDER BY max(event.pgh_id)
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0005_former_slugs")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
