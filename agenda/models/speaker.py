import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.choices import ConferenceRole, SessionAttendance
from agenda.models.conference import Conference
from agenda.models.organisation import Organisation
from agenda.models.portrait import Portrait
from confsite.bilingual import long_text, short_text
from confsite.fields import SlugColumn
from confsite.folding.columns import KEPT
from confsite.folding.sql import person_is_found
from confsite.names import PersonName


@pghistory.track(exclude=KEPT)
class Speaker(PersonName):
    """A person in the programme of one conference."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="speakers",
        verbose_name=_("conference"),
    )
    slug = SlugColumn(_("address"), max_length=80)
    post_nominals = models.CharField(
        _("letters after the name"), max_length=60, blank=True
    )
    native_title = models.CharField(
        _("title in Chinese, after the name"), max_length=60, blank=True
    )
    position = short_text(_("position"))
    biography = long_text(_("biography"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="speakers",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    attendance = models.CharField(
        _("attendance"),
        max_length=10,
        choices=[
            choice
            for choice in SessionAttendance.choices
            if choice[0] != SessionAttendance.HYBRID
        ],
        default=SessionAttendance.ONSITE,
    )
    role = models.CharField(
        _("role in the conference"), max_length=20, choices=ConferenceRole, blank=True
    )
    portrait = models.ForeignKey(
        Portrait,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("photograph"),
    )
    precedence = models.PositiveSmallIntegerField(
        _("precedence"), default=100, help_text=_("1 comes first.")
    )

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["precedence", "name_key", "pk"]
        triggers = [
            person_is_found(
                *("title", "post_nominals", "position_en", "position_zh"),
                title="native_title",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                "conference",
                "slug",
                name="speaker_address_once_per_conference",
                violation_error_message=_("Another speaker has this address."),
            ),
            models.CheckConstraint(
                name="speaker_has_a_name",
                condition=PersonName.has_a_name(),
                violation_error_message=_("Give the name in at least one script."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name
