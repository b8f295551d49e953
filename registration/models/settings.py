from datetime import datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.rules import rule
from confsite.bilingual import short_text
from registration.models.quota import Quota
from registration.states import Holding, ParticipantsList

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
    holding = models.CharField(
        _("places are held"),
        max_length=10,
        choices=Holding,
        default=Holding.BY_SIZE,
        db_default=Holding.BY_SIZE,
        help_text=_(
            "A place is held for a day, or for two hours when hardly any are left, "
            "until its person presses the button in our letter. Then it goes to "
            "whoever waits. So nobody takes all places with addresses that they do "
            "not own."
        ),
    )
    corrections_until = models.DateTimeField(
        _("people correct their details until"),
        null=True,
        blank=True,
        help_text=_(
            "On their own page. Empty: until the conference begins. Choose the day on "
            "which badges are printed and lists are handed out."
        ),
    )
    participants_list = models.CharField(
        _("who may read the list of participants"),
        max_length=10,
        choices=ParticipantsList,
        default=ParticipantsList.OFF,
        db_default=ParticipantsList.OFF,
        help_text=_(
            "It shows who has a place and agreed to be listed, so it needs the consent "
            "“being listed among the participants”. If more people than before are to "
            "read it, change the text of that consent first."
        ),
    )
    tried_at = models.DateTimeField(_("tried"), null=True, blank=True, editable=False)

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
            models.CheckConstraint(
                name="registration_holding_is_known",
                condition=Q(holding__in=Holding.values),
            ),
            models.CheckConstraint(
                name="registration_participants_list_is_known",
                condition=Q(participants_list__in=ParticipantsList.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.conference)

    @property
    def holds_places(self) -> bool:
        quotas = Quota.objects.filter(conference=self.conference_id)
        places = quotas.aggregate(sum=Sum("size"))["sum"] or 0
        return Holding(self.holding).applies_to(places)

    @property
    def is_open(self) -> bool:
        """Whether one can sign up now."""
        end = min(self.closes_at, self.conference.ends_at)
        return self.opens_at <= timezone.now() < end

    @property
    def corrections_end(self) -> datetime:
        """Until when people correct their details themselves."""
        return self.corrections_until or self.conference.starts_at
