import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.rules import rule
from confsite.bilingual import short_text

# Without them no letter could be written to those who have signed up.
SETTINGS_STAY = "settings_stay_while_there_are_delegates"


@pghistory.track()
class RegistrationSettings(models.Model):
    """What only registration needs to know of a conference: its hours, and who signs.

    A conference without them has nothing to sign up for.
    """

    conference = models.OneToOneField(
        Conference,
        models.CASCADE,
        related_name="registration",
        primary_key=True,
        verbose_name=_("conference"),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    sender = models.EmailField(_("address that letters come from"))
    sender_name = short_text(_("name that letters come from"), max_length=120)
    reply_to = models.EmailField(_("address that answers go to"), blank=True)

    class Meta:
        verbose_name = _("registration settings")
        verbose_name_plural = _("registration settings")
        triggers = [
            rule(
                SETTINGS_STAY,
                pgtrigger.Delete,
                (
                    SETTINGS_STAY,
                    "EXISTS (SELECT FROM registration_delegate "
                    "WHERE conference_id = OLD.conference_id)",
                ),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Registration closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.conference)
