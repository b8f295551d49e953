import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agenda.choices import OrganisationKind
from agenda.models.fields import has_a_name
from confsite.bilingual import short_text


@pghistory.track()
class Organisation(models.Model):
    """A university, an authority, a company; it outlives a conference's editions."""

    name = short_text(_("name"))
    short_name = short_text(_("short name"), max_length=60)
    aliases = models.TextField(
        _("other names"),
        blank=True,
        max_length=5000,
        help_text=_(
            "One on each line: former names, abbreviations. "
            "Searches and imports know them; nobody else sees them."
        ),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganisationKind,
        default=OrganisationKind.OTHER,
    )
    country = CountryField(_("country/region"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en", "name_zh"]
        constraints = [has_a_name("organisation_has_a_name")]

    def __str__(self) -> str:
        return self.name
