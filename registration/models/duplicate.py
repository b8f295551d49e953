"""Registrations that may be of one person, and what staff have said of them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from registration.models.delegate import Delegate
from registration.states import LIVE, Likelihood, PairState, Sign


class DelegateKey(models.Model):
    """By what a live registration is found by others that may be of the same person.

    The worker writes them after a sign-up (registration.duplicates.search): a sign-up
    pays nothing. A key is a number that a text becomes; two texts may share it.
    """

    pk = models.CompositePrimaryKey("delegate_id", "key")
    # No constraint: it would lock each delegate's row once for each key.
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index("key", "delegate", name="delegate_key")]

    def __str__(self) -> str:
        return f"{self.delegate_id} {self.key}"


class DuplicateSearch(models.Model):
    """How far the worker has read the history of delegates. One row."""

    seen = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.seen)


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    def open(self) -> "PossibleDuplicateQuerySet":
        """Those that wait for somebody to look at them; both are still live."""
        return self.filter(
            state=PairState.OPEN, first__state__in=LIVE, second__state__in=LIVE
        )

    def by_more_than_the_name(self) -> "PossibleDuplicateQuerySet":
        """Without those that are faint: most of these are namesakes."""
        return self.exclude(likelihood=Likelihood.FAINT)

    def of(self, delegate: Delegate) -> "PossibleDuplicateQuerySet":
        return self.filter(Q(first=delegate.pk) | Q(second=delegate.pk))


class PossibleDuplicate(models.Model):
    """Two registrations of a conference that may be of one person."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="possible_duplicates",
        db_index=False,
        verbose_name=_("conference"),
    )
    # The one that came first has the lower key.
    first = models.ForeignKey(
        Delegate, models.CASCADE, related_name="+", verbose_name=_("earlier")
    )
    second = models.ForeignKey(
        Delegate, models.CASCADE, related_name="+", verbose_name=_("later")
    )
    signs = ArrayField(
        models.CharField(max_length=20, choices=Sign), verbose_name=_("why")
    )
    likelihood = models.SmallIntegerField(_("one person"), choices=Likelihood)
    state = models.CharField(
        _("state"), max_length=10, choices=PairState, default=PairState.OPEN
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["likelihood", "-pk"]
        constraints = [
            models.UniqueConstraint("first", "second", name="possible_duplicate_once"),
            models.CheckConstraint(
                name="possible_duplicate_in_order", condition=Q(first__lt=F("second"))
            ),
            models.CheckConstraint(
                name="possible_duplicate_state_is_known",
                condition=Q(state__in=PairState.values),
            ),
            models.CheckConstraint(
                name="possible_duplicate_decided_has_a_time",
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                "conference",
                "likelihood",
                name="possible_duplicate_open",
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def both_are_live(self) -> bool:
        return self.first.is_live and self.second.is_live

    @property
    def is_by_likeness(self) -> bool:
        """Whether it holds only while the two resemble each other, and is open."""
        lasting = {Sign.MERGED, Sign.BY_HAND}
        return self.state == PairState.OPEN and lasting.isdisjoint(self.signs)

    @property
    def why(self) -> str:
        """The signs in words."""
        return " · ".join(str(Sign(sign).label) for sign in self.signs)


class DelegateMergeQuerySet(models.QuerySet["DelegateMerge"]):
    def kept_for(self, delegate: Delegate) -> Delegate | None:
        """The registration that stands for one that was merged; None if it was not."""
        kept = None
        while not (kept or delegate).is_live:
            merges = self.select_related("into__conference", "into__category")
            merge = merges.filter(delegate=kept or delegate).first()
            if merge is None:
                break
            kept = merge.into
        return kept


class DelegateMerge(models.Model):
    """A registration that was one too many, and the one that its person has kept."""

    delegate = models.OneToOneField(
        Delegate, models.CASCADE, primary_key=True, related_name="merge"
    )
    into = models.ForeignKey(Delegate, models.CASCADE, related_name="merges")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = DelegateMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegate_merged_into_another",
                condition=~Q(delegate=F("into")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} → {self.into}"
