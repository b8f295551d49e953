from django.conf import settings
from django.db import models


class ExportChoice(models.Model):
    """The columns that a member of staff took the last time."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="export_choice",
    )
    columns = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.columns)
