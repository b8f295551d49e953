"""What a row is found and sorted by: columns that a trigger keeps (sql.kept)."""

from django.db import models

# They say nothing that is not said already, so the history does without them.
KEPT = ["search_text", "name_key"]


class Findable(models.Model):
    """A row that people look for by name; the database itself writes both columns."""

    search_text = models.TextField(
        default="", db_default="", blank=True, editable=False
    )
    # Byte by byte: the key is made so that this is the order of names.
    name_key = models.TextField(
        default="", db_default="", blank=True, editable=False, db_collation="C"
    )

    class Meta:
        abstract = True
