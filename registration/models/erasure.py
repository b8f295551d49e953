"""That somebody wanted to be erased, and what came of it: the receipt."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from registration.models.delegate import Delegate
from registration.states import ErasureState, KindOfData

# So long a link opens that confirms something: an address, or that all is erased.
LINK_LIFE = timedelta(hours=48)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> "ErasureQuerySet":
        return self.filter(done_at=None)


class Erasure(models.Model):
    """One request, and its receipt. It holds nothing of the person: it is kept.

    Moved by registration.privacy.erasing alone.
    """

    # Whoever has it sees the receipt.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="erasures",
        verbose_name=_("conference"),
    )
    # The row that stays, which holds nothing.
    delegate = models.ForeignKey(
        Delegate,
        models.SET_NULL,
        null=True,
        related_name="erasures",
        verbose_name=_("delegate"),
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    # Empty: the person did, on their own page.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("written down by"),
    )
    # Empty where a link confirmed it: then the person did.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("erased by"),
    )
    done_at = models.DateTimeField(_("erased"), null=True)
    # How many values of which kind, by registration.states.KindOfData.
    removed = models.JSONField(_("removed"), default=dict)
    # How many registrations: with it those that had been merged into it.
    registrations = models.PositiveIntegerField(default=1)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ("view",)
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate"],
                condition=Q(done_at=None),
                name="erasure_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"

    @property
    def state(self) -> ErasureState:
        if self.done_at:
            return ErasureState.DONE
        if self.asked_at < timezone.now() - LINK_LIFE:
            return ErasureState.RUN_OUT
        return ErasureState.ASKED

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Of which kind how many values were removed, in words."""
        kinds = [(kind, self.removed.get(kind, 0)) for kind in KindOfData]
        return [(str(kind.label), number) for kind, number in kinds if number]

    @property
    def values(self) -> int:
        return sum(self.removed.values())
