import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.choices import AgreementStatus, Field, Role, Side
from agenda.models.fields import position
from agenda.models.organisation import Organisation
from agenda.models.session import Session
from agenda.models.speaker import Speaker
from agenda.rules import SIGNATORIES_ARE_OF_THE_CONFERENCE
from confsite.bilingual import short_text
from confsite.words import apart


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def announced(self) -> "AgreementQuerySet":
        """Those that a published programme names, once their embargo has ended."""
        return self.exclude(status=AgreementStatus.DRAFT)


@pghistory.track()
class Agreement(models.Model):
    """What is signed in a ceremony, or the centre that is inaugurated in it.

    The public sees nothing of a draft, and nothing at all before the embargo ends.
    """

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="agreements", verbose_name=_("session")
    )
    title = short_text(_("title"))
    field = models.CharField(
        pgettext_lazy("agreement", "field"), max_length=20, choices=Field
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=AgreementStatus,
        default=AgreementStatus.DRAFT,
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    url = models.URLField(_("announcement"), blank=True)
    position = position()
    # Its identity in releases, whatever becomes of the title.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parties = models.ManyToManyField(
        Organisation, through="AgreementParty", related_name="agreements"
    )

    conference_path = "session__conference"

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """The title, or else the parties."""
        return self.title or " – ".join(str(o) for o in self.parties.all()) or "–"


@pghistory.track()
class AgreementParty(models.Model):
    """An organisation that concludes an agreement, in the order of the document."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="seats", verbose_name=_("agreement")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="seats",
        verbose_name=_("organisation"),
    )
    side = models.CharField(_("side"), max_length=1, choices=Side, default=Side.A)
    position = position()

    conference_path = "agreement__session__conference"

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "agreement",
                "organisation",
                name="party_named_once_per_agreement",
                violation_error_message=_("This organisation is a party already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


@pghistory.track()
class Signature(models.Model):
    """What a person does when an agreement is signed: signs, witnesses, unveils."""

    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        related_name="signatures",
        verbose_name=_("agreement"),
    )
    speaker = models.ForeignKey(
        Speaker, models.CASCADE, related_name="signatures", verbose_name=_("speaker")
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[
            (role.value, role.label)
            for role in (Role.SIGNATORY, Role.WITNESS, Role.UNVEILER)
        ],
        default=Role.SIGNATORY,
    )
    side = models.CharField(_("side"), max_length=1, choices=Side, blank=True)
    position = position()

    class Meta:
        verbose_name = _("signatory or witness")
        verbose_name_plural = _("signatories and witnesses")
        ordering = ["position", "pk"]
        triggers = [SIGNATORIES_ARE_OF_THE_CONFERENCE]
        constraints = [
            models.UniqueConstraint(
                "agreement",
                "speaker",
                "role",
                name="signature_named_once_per_role",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return apart(self.speaker, self.get_role_display())
