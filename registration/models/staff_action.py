import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confsite.words import headed
from registration.models.delegate import Delegate
from registration.models.job import Job
from registration.states import StaffVerb

# Letters that staff cause wait for so long, and can be taken back with what they tell.
UNDO_WITHIN = timedelta(minutes=1)


class StaffActionQuerySet(models.QuerySet["StaffAction"]):
    def undoable(self) -> "StaffActionQuerySet":
        """Those whose letters have not begun to leave, the latest first.

        What a job does is never undone as a whole, and so not in parts.
        """
        latest = self.filter(done_at__gt=timezone.now() - UNDO_WITHIN, job=None)
        return latest.filter(undone_at=None).order_by("-done_at")

    def about(self, key: str) -> "StaffActionQuerySet":
        """Those that caused a letter to the delegate of this key."""
        if not key.isdecimal():
            return self.none()
        return self.filter(letters__delegate=int(key)).distinct()


class StaffAction(models.Model):
    """What a member of staff did with delegates, and how they had stood before.

    Moved by registration.staff_actions alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(_("action"), max_length=20, choices=StaffVerb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The job that it is a part of.
    job = models.ForeignKey(
        Job,
        models.SET_NULL,
        null=True,
        related_name="actions",
        db_index=False,
        editable=False,
    )
    done_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    # With how many it was done.
    number = models.PositiveIntegerField(default=0)
    # Of each delegate that it moved, chosen or seated because of it: key, state and
    # number on the waiting list before, state after, until when a place was held.
    changes = models.JSONField(default=list)

    objects = StaffActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action of staff")
        verbose_name_plural = _("actions of staff")
        constraints = [
            models.CheckConstraint(
                name="staff_action_is_known",
                condition=models.Q(verb__in=StaffVerb.values),
            ),
        ]

    def __str__(self) -> str:
        return headed(self.get_verb_display(), self.number)

    @property
    def leaves_at(self) -> datetime:
        """When its letters leave, and it can no longer be undone."""
        return self.done_at + UNDO_WITHIN

    @property
    def seconds_left(self) -> int:
        """For how long it can still be undone."""
        return max(0, round((self.leaves_at - timezone.now()).total_seconds()))

    def moves(self, delegate: Delegate, state: str) -> None:
        """Remember how the delegate stands now, just before they are moved."""
        before = (delegate.state, delegate.waiting_number)
        held = delegate.held_until and delegate.held_until.isoformat()
        self.changes.append([delegate.pk, *before, str(state), held])
