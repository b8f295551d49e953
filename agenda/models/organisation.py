import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agenda.choices import OrganisationKind
from agenda.models.fields import has_a_name
from confsite.bilingual import short_text
from confsite.folding.columns import KEPT, Findable
from confsite.folding.sql import kept, new

NAMES = ("name_en", "name_zh", "short_name_en", "short_name_zh", "aliases")
IS_FOUND = kept(
    *NAMES,
    search_text=f"confsite_folded(concat_ws(' ', {new(*NAMES)}))",
    name_key="confsite_text_key(coalesce(nullif(NEW.name_en, ''), NEW.name_zh))",
)


@pghistory.track(exclude=KEPT)
class Organisation(Findable):
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

    is_of_all_conferences = True

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key", "pk"]
        triggers = [IS_FOUND]
        constraints = [has_a_name("organisation_has_a_name")]

    def __str__(self) -> str:
        return self.name
