import json
import uuid
import zlib
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from confsite.models import User
from confsite.tables.spreadsheet import RawRow, Table

# So long a file waits for its import: it holds what people have told somebody.
LIFE = timedelta(hours=12)


class PackedJSON(models.BinaryField):
    """What JSON can hold, in a tenth of the room."""

    def deconstruct(self) -> Any:
        """For migrations, to which it is bytes."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def get_db_prep_value(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if value is not None and not isinstance(value, bytes | memoryview):
            value = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)
        return super().get_db_prep_value(value, *args, **kwargs)

    def from_db_value(self, value: Any, *_args: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))


class DelegateFileQuerySet(models.QuerySet["DelegateFile"]):
    def waiting(self) -> "DelegateFileQuerySet":
        """Those that still may be imported."""
        return self.filter(came_at__gt=Now() - LIFE)

    def over(self) -> "DelegateFileQuerySet":
        return self.filter(came_at__lte=Now() - LIFE)


class DelegateFile(models.Model):
    """A list of people between its arrival and its import; then it is gone.

    What would become of it was found out for `fingerprint`: an import that comes to
    anything else writes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    came_at = models.DateTimeField(db_default=Now())
    rows = models.PositiveIntegerField(default=0)
    content: Any = PackedJSON()
    # registration.imports.choices.ImportChoices; empty until somebody has chosen.
    choices = models.JSONField(default=dict)
    result: Any = PackedJSON(null=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    # The key of the job that looks into it or imports it.
    job = models.BigIntegerField(null=True)

    objects = DelegateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of delegates")
        verbose_name_plural = _("files of delegates")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def of(cls, tables: dict[str, Table], conference: Conference, by: User) -> Self:
        content = {title: list(table) for title, table in tables.items()}
        rows = sum(len(table.rows) for table in tables.values())
        return cls(conference=conference, by=by, content=content, rows=rows)

    @property
    def tables(self) -> dict[str, Table]:
        return {
            title: Table(
                tuple(header), tuple(RawRow(line, tuple(v)) for line, v in rows), *kind
            )
            for title, (header, rows, *kind) in self.content.items()
        }


class HeadMeaning(models.Model):
    """What staff said that a head means which nobody knew: for the next file."""

    # As confsite.tables.names.key() writes it.
    head = models.CharField(max_length=200, primary_key=True)
    # A column of registration.imports.resource; empty: it is left out.
    column = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("meaning of a head")
        verbose_name_plural = _("meanings of heads")
        default_permissions = ()

    def __str__(self) -> str:
        return self.head
