import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.conference import Conference


class Release(models.Model):
    """The whole programme as it stood when staff pressed Publish; it never changes.

    The public sees the latest. Made by agenda.publishing.publish alone.
    """

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="releases",
        verbose_name=_("conference"),
    )
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(_("note"), blank=True)
    snapshot = models.JSONField(_("snapshot"))
    made_at = models.DateTimeField(_("published"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        get_latest_by = "number"
        triggers = [
            # All but made_by, which goes when the member of staff does.
            pgtrigger.Protect(
                name="release_never_changes",
                operation=pgtrigger.UpdateOf(
                    "conference_id", "number", "note", "snapshot"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "conference", "number", name="release_number_once_per_conference"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference} · {self.number}"
