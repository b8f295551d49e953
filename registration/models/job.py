from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from confsite.bilingual import short_text
from registration.models.delegate_selection import DelegateSelection
from registration.states import JobState

OPEN = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=OPEN)

    def due(self) -> "JobQuerySet":
        """Those that wait for a worker, or whose worker has died; by turns."""
        return self.unfinished().filter(due_at__lte=Now()).order_by("due_at", "pk")

    def held(self) -> "JobQuerySet":
        """Those that a worker is at, as far as anybody knows."""
        running = self.filter(state=JobState.RUNNING, claim__isnull=False)
        return running.filter(due_at__gt=Now())


class Job(models.Model):
    """A long piece of work for a member of staff, done by the worker.

    Moved by registration.jobs alone.
    """

    kind = models.CharField(_("work"), max_length=40)
    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("conference"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    # In which it speaks where it cannot speak both.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    arguments = models.JSONField(default=dict)
    # Whom it is about, if that is known beforehand.
    selection = models.ForeignKey(
        DelegateSelection, models.PROTECT, null=True, db_index=False
    )
    # How many there are to do; how many it has come by; how many of these it refused.
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # What has come of it, in numbers by name.
    tally = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState, default=JobState.QUEUED
    )
    asked_at = models.DateTimeField(_("started"), db_default=Now())
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    # Of the worker that is at it; between two turns nobody's.
    claim = models.UUIDField(null=True)
    # While a worker is at it: when its lease ends. Else: not before.
    due_at = models.DateTimeField(db_default=Now())
    # How often its workers have died without getting any further.
    deaths = models.PositiveSmallIntegerField(default=0)
    # Why it failed.
    fault = short_text(_("reason"), max_length=500)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        default_permissions = ("view", "change")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="job_state_is_known", condition=Q(state__in=JobState.values)
            ),
            models.CheckConstraint(
                name="job_that_is_held_is_running",
                condition=Q(claim=None) | Q(state="running"),
            ),
            models.CheckConstraint(
                name="job_that_is_over_has_a_time",
                condition=Q(state__in=["queued", "running"], ended_at=None)
                | (~Q(state__in=["queued", "running"]) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_refuses_what_it_has_come_by",
                condition=Q(refused__lte=F("done")),
            ),
        ]
        indexes = [
            models.Index(
                "due_at",
                name="job_due",
                condition=Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN


class RefusedRow(models.Model):
    """What a job could not do, and why: a row of the file that it leaves behind."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="refused_rows")
    # Whom it is about, if they are there.
    delegate = models.BigIntegerField(null=True)
    cells = models.JSONField(default=list)
    reason = short_text(_("reason"), max_length=500)

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason
