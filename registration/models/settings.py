import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from confsite.bilingual import Bilingual, words


@pghistory.track()
class Desk(models.Model):
    """The registration desk of one conference: its hours, and who signs its letters.

    A conference without a desk has nothing to sign up for.
    """

    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        related_name="desk",
        primary_key=True,
        verbose_name=_("conference"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    sender = models.EmailField(_("address that letters come from"))
    sender_name_en = words(_("name that letters come from"), "English", max_length=120)
    sender_name_zh = words(_("name that letters come from"), "中文", max_length=120)
    reply_to = models.EmailField(_("address that answers go to"), blank=True)

    sender_name = Bilingual("sender_name")

    class Meta:
        verbose_name = _("registration desk")
        verbose_name_plural = _("registration desks")
        constraints = [
            models.CheckConstraint(
                name="desk_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The desk closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.conference)
