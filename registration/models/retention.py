"""How long a conference keeps what it knows of people, and what was wiped by that."""

from datetime import datetime, timedelta

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Conference
from registration.models.settings import RegistrationSettings
from registration.states import KindOfData, Retained

MOST_DAYS = 3650
# A rule does nothing sooner after it was set: whoever has mistyped has time.
GRACE = timedelta(days=1)


@pghistory.track(exclude=["changed_at", "looked_at"])
class RetentionRule(models.Model):
    """One kind of data is wiped so many days after the conference has ended."""

    conference_path = "registration__conference"

    registration = models.ForeignKey(
        RegistrationSettings,
        models.CASCADE,
        related_name="retention_rules",
        # The unique constraint begins with it.
        db_index=False,
        verbose_name=_("registration settings"),
    )
    kind = models.CharField(
        pgettext_lazy("retention", "what"), max_length=10, choices=Retained
    )
    days = models.PositiveIntegerField(
        _("days after the end"), validators=[MaxValueValidator(MOST_DAYS)]
    )
    changed_at = models.DateTimeField(
        _("changed"), db_default=Now(), auto_now=True, editable=False
    )

    # When it was last looked whether there is anything to wipe.
    looked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("time for which data are kept")
        verbose_name_plural = _("how long data are kept")
        ordering = ["days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                name="retention_is_ruled_once_for_a_kind",
                violation_error_message=_("There is a time for this already."),
            ),
            models.CheckConstraint(
                name="retention_kind_is_known", condition=Q(kind__in=Retained.values)
            ),
            models.CheckConstraint(
                name="retention_is_ten_years_at_most",
                condition=Q(days__lte=MOST_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def due_at(self) -> datetime:
        ends = self.registration.conference.ends_at + timedelta(days=self.days)
        return max(ends, self.changed_at + GRACE)


class RetentionReport(models.Model):
    """What a rule has wiped, and how much of it was left. It tells of nobody.

    Open while people are left to be looked at; it knows how far it has come.
    """

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="retention_reports",
        verbose_name=_("conference"),
    )
    kind = models.CharField(
        pgettext_lazy("retention", "what"), max_length=10, choices=Retained
    )
    days = models.PositiveIntegerField(_("days after the end"))
    begun_at = models.DateTimeField(_("begun"), db_default=Now())
    finished_at = models.DateTimeField(_("finished"), null=True)
    # The key of the last delegate who was looked at.
    reached = models.BigIntegerField(default=0)
    # How many values of which kind, by KindOfData of registration.states, or Retained.
    removed = models.JSONField(_("removed"), default=dict)
    left = models.PositiveIntegerField(_("values left"), null=True)

    class Meta:
        verbose_name = _("report of what was wiped")
        verbose_name_plural = _("reports of what was wiped")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind"],
                condition=Q(finished_at=None),
                name="retention_wipes_a_kind_once_at_a_time",
            ),
            models.CheckConstraint(
                name="retention_report_kind_is_known",
                condition=Q(kind__in=Retained.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def values(self) -> int:
        return sum(self.removed.values())

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Of which kind how many values were removed, in words."""
        kinds = [*KindOfData, Retained.HISTORY]
        found = [(str(kind.label), self.removed.get(kind, 0)) for kind in kinds]
        return [(label, number) for label, number in found if number]
