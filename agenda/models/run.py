import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.models.agreement import Agreement
from agenda.models.session import Session
from agenda.models.speaker import Speaker
from confsite.bilingual import either, long_text, short_text


@pghistory.track()
class RunItem(models.Model):
    """One line of a session's run sheet, so many minutes after the session begins.

    It is for the people behind the stage and is never published.
    """

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="run_items", verbose_name=_("session")
    )
    minute = models.PositiveSmallIntegerField(
        _("minute"), help_text=_("Counted from the beginning of the session.")
    )
    item = short_text(_("item"))
    cue = long_text(_("cue"), max_length=2000)
    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="run_items",
        null=True,
        blank=True,
        verbose_name=_("agreement"),
    )
    people = models.ManyToManyField(
        Speaker,
        related_name="run_items",
        blank=True,
        verbose_name=_("people"),
        help_text=_("Left empty: those of the agreement, or of the session."),
    )

    class Meta:
        verbose_name = _("item of the run sheet")
        verbose_name_plural = _("items of the run sheet")
        ordering = ["minute", "pk"]
        constraints = [
            models.CheckConstraint(
                name="run_item_has_words",
                condition=either("item") | models.Q(agreement__isnull=False),
                violation_error_message=_(
                    "Give the item in at least one language, or an agreement."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.item or str(self.agreement)
