import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from agenda.models.fields import has_a_name, position
from agenda.rules import CONFERENCE_HOLDS_ITS_SESSIONS
from confsite.bilingual import long_text, short_text
from confsite.clocks import OnTwoClocks
from confsite.fields import SlugColumn
from confsite.words import headed
from confsite.zones import known as known_zones


def validate_zone(name: str) -> None:
    if name not in known_zones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Examples: Asia/Shanghai, Europe/London."),
            params={"name": name},
        )


# Whichever way an address is changed: what was sent with the old one stays sent.
REMEMBERS_ITS_ADDRESSES = pgtrigger.Trigger(
    name="conference_remembers_its_addresses",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("slug"),
    condition=pgtrigger.AnyChange("slug"),
    func="""
        DELETE FROM agenda_formerslug
        WHERE conference_id = NEW.id AND slug IN (OLD.slug, NEW.slug);
        INSERT INTO agenda_formerslug (conference_id, slug) VALUES (NEW.id, OLD.slug);
        RETURN NULL;
    """,
)


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def published(self) -> "ConferenceQuerySet":
        """Those with a programme that the public can see."""
        return self.filter(releases__isnull=False).distinct()

    def current(self) -> "Conference | None":
        """The one a visitor most likely wants: the next to end, or the last over."""
        published = self.published()
        return (
            published.filter(ends_at__gte=timezone.now()).order_by("ends_at").first()
            or published.order_by("-ends_at").first()
        )


@pghistory.track()
class Conference(OnTwoClocks, models.Model):
    """One edition of a conference, as a visitor would describe it.

    The public sees it as it was when its programme was last published.
    """

    # Staff compare with it; visitors see nothing of it.
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_editions",
        verbose_name=_("edition before"),
        help_text=_("Its numbers stand beside those of this one on the first page."),
    )
    slug = SlugColumn(
        _("address"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Another conference has this address.")},
    )
    name = short_text(_("name"))
    short_name = short_text(_("short name"), max_length=60)
    part_of = short_text(_("part of"))
    about = long_text(_("about"))
    audience = short_text(_("for whom"))
    languages = short_text(_("languages and interpretation"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, validators=[validate_zone]
    )
    clock = short_text(_("name of the clock"), max_length=40)
    second_time_zone = models.CharField(
        _("second time zone"), max_length=60, blank=True, validators=[validate_zone]
    )
    second_clock = short_text(_("name of the second clock"), max_length=40)
    city = short_text(_("city"))
    country = CountryField(_("country/region"), blank=True)
    venue = short_text(_("venue"))
    address = short_text(_("address of the venue"))
    online = long_text(_("how to join online"))
    organiser = short_text(_("organiser"))
    contact_email = models.EmailField(_("contact address"), blank=True)
    video_url = models.URLField(_("film"), blank=True)
    outcome = long_text(_("what came of it"))
    note = long_text(_("note in the footer"))
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#b23a2a",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour as #b23a2a."))],
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        # Who reads a programme need not carry it away.
        default_permissions = ("add", "change", "delete", "view", "export")
        ordering = ["-starts_at"]
        triggers = [CONFERENCE_HOLDS_ITS_SESSIONS, REMEMBERS_ITS_ADDRESSES]
        constraints = [
            models.CheckConstraint(
                name="conference_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A conference ends after it begins."),
            ),
            has_a_name("conference_has_a_name"),
            models.CheckConstraint(
                name="conference_does_not_precede_itself",
                condition=Q(previous=None) | ~Q(previous=F("pk")),
                violation_error_message=_("A conference is no edition before itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_been_at(self, slug: str) -> bool:
        """Whether this is its address, or was once."""
        return slug == self.slug or self.former_slugs.filter(slug=slug).exists()

    def clean(self) -> None:
        """What a trigger keeps as well, in words and in time for a form."""
        zones = {self.time_zone, self.second_time_zone or self.time_zone}
        if not (self.pk and self.starts_at and self.ends_at):
            return
        if not zones <= known_zones():
            return  # The field says so itself, and no clock could say when.
        outside = Q(starts_at__lt=self.starts_at) | Q(ends_at__gt=self.ends_at)
        session = self.sessions.filter(outside).first()
        if session:
            error = ValidationError(
                _("“%(session)s” would lie outside the conference: %(when)s."),
                params={"session": session, "when": session.starts.in_full},
                code="outside",
            )
            is_late = self.starts_at > session.starts_at
            raise ValidationError({"starts_at" if is_late else "ends_at": error})


class FormerSlugQuerySet(models.QuerySet["FormerSlug"]):
    def leads_to(self, slug: str) -> str | None:
        """The address today of the published conference that had this one last."""
        published = self.filter(slug=slug, conference__releases__isnull=False)
        addresses = published.order_by("-pk").values_list("conference__slug", flat=True)
        return addresses.first()


class FormerSlug(models.Model):
    """An address that a conference had: it leads on, unless another one has it now.

    Written by a trigger of the conference.
    """

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="former_slugs",
        verbose_name=_("conference"),
    )
    slug = SlugColumn(_("address"), max_length=60)

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "conference", "slug", name="former_slug_once_per_conference"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


@pghistory.track()
class CountryName(models.Model):
    """How a conference names a country or region, or that it leaves it out.

    Both readings of some names draw complaints, so the organiser decides; the wording
    here stands above every translation.
    """

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="country_names",
        verbose_name=_("conference"),
    )
    country = CountryField(_("country/region"))
    name = short_text(_("name"))
    is_hidden = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("name of a country or region")
        verbose_name_plural = _("names of countries and regions")
        constraints = [
            models.UniqueConstraint(
                "conference",
                "country",
                name="country_name_once_per_conference",
                violation_error_message=_("This country or region has a name already."),
            ),
        ]

    def __str__(self) -> str:
        return headed(self.country, " · ".join(CountryName.name.pair(self)))


@pghistory.track()
class Partner(models.Model):
    """An organisation that carries a conference, in the order in which it is named."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="partners",
        verbose_name=_("conference"),
    )
    organisation = models.ForeignKey(
        "agenda.Organisation",
        models.PROTECT,
        related_name="partnerships",
        verbose_name=_("organisation"),
    )
    position = position()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "conference",
                "organisation",
                name="partner_named_once",
                violation_error_message=_("This organisation is a partner already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
