import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Sum, TextField, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from confsite.bilingual import Bilingual
from confsite.keys import is_key
from confsite.words import headed
from registration.models.delegate import Delegate
from registration.models.job import Job
from registration.states import HOLDING_A_PLACE, DelegateState, StaffVerb

# Letters that staff cause wait for so long, and can be taken back with what they tell.
UNDO_WITHIN = timedelta(minutes=1)
LONGEST_REASON = 1000
# After these nobody awaits approval again: staff have decided on them.
APPROVING = [StaffVerb.APPROVED, StaffVerb.ENTERED, StaffVerb.RESTORED]


class DelegateChange(NamedTuple):
    """How a delegate stood before an action and stands after it, as JSON holds it."""

    pk: int
    state: str  # Empty: there was no such delegate.
    number: int | None  # on the waiting list
    after: str
    held_until: str | None
    # Empty: these did not move.
    category: int | None = None
    attendance: str = ""
    category_after: int | None = None
    attendance_after: str = ""
    mailing: str = ""
    # Whether they were given a place beyond the limit.
    is_beyond: bool = False

    def group_before(self, delegate: Delegate) -> tuple[int, int, str]:
        """What decided which quotas counted them."""
        return (
            delegate.conference_id,
            self.category or delegate.category_id,
            self.attendance or delegate.attendance,
        )

    def still_holds(self, delegate: Delegate) -> bool:
        """Whether the delegate stands as the action left them."""
        return (
            delegate.state == self.after
            and self.category_after in (None, delegate.category_id)
            and self.attendance_after in ("", delegate.attendance)
        )


class StaffActionQuerySet(models.QuerySet["StaffAction"]):
    def undoable(self) -> "StaffActionQuerySet":
        """Those whose letters have not begun to leave, the latest first.

        What a job does is never undone as a whole, and so not in parts; a merge is not
        undone at all.
        """
        latest = self.filter(done_at__gt=timezone.now() - UNDO_WITHIN, job=None)
        latest = latest.exclude(verb=StaffVerb.MERGED)
        return latest.filter(undone_at=None).order_by("-done_at")

    def within(self, begins: datetime, ends: datetime) -> "StaffActionQuerySet":
        """Those of a span, the latest first, each without the rows that it moved.

        With whom it concerned first, and how many: there may be thousands. Of a job
        only the latest, which stands for the others of the span: see concerned_by().
        """
        rows = self.filter(done_at__gte=begins, done_at__lt=ends).exclude(number=0)
        own = Coalesce(Cast("job", TextField()), Cast("pk", TextField()))
        order = Window(RowNumber(), partition_by=[own], order_by="-done_at")
        latest = rows.annotate(order=order).filter(order=1).values("pk")
        return (
            rows.filter(pk__in=latest)
            .defer("changes", "keys")
            .annotate(first=F("keys__0_10"), concerned=Coalesce(F("keys__len"), 0))
            .order_by("-done_at")
        )

    def concerned_by(
        self, jobs: Iterable[int], begins: datetime, ends: datetime
    ) -> dict[int, int]:
        """With how many people these jobs did something in a span."""
        rows = self.filter(done_at__gte=begins, done_at__lt=ends, job__in=list(jobs))
        found = rows.values("job").annotate(people=Sum(Coalesce(F("keys__len"), 0)))
        return dict(found.values_list("job", "people"))

    def about(self, key: str) -> "StaffActionQuerySet":
        """Those that were done with the delegate of this key, or concerned them."""
        if not is_key(key):
            return self.none()
        return self.filter(keys__contains=[int(key)])

    def approved_of(self, keys: Iterable[int]) -> set[int]:
        """Of the delegates with these keys, on whom staff have decided already."""
        asked = set(keys)
        done = self.filter(verb__in=APPROVING, undone_at=None)
        found = done.filter(keys__overlap=list(asked)).values_list("keys", flat=True)
        return asked.intersection(chain.from_iterable(found))


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
    # Of each delegate that it moved, chosen or seated because of it: a DelegateChange.
    changes = models.JSONField(default=list)
    # All whom it concerned, those to whom it only wrote included.
    keys = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    # Why, for colleagues.
    reason = models.TextField(_("reason"), blank=True, default="", db_default="")
    # Why, as the letter says it.
    told = Bilingual("told")
    told_en = models.CharField(
        max_length=LONGEST_REASON, blank=True, default="", db_default=""
    )
    told_zh = models.CharField(
        max_length=LONGEST_REASON, blank=True, default="", db_default=""
    )

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
        indexes = [
            GinIndex(fields=["keys"], name="staff_action_keys"),
            # By day: what did we do.
            models.Index("done_at", name="staff_action_by_time"),
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

    def moves(self, delegate: Delegate, state: str, **more: Any) -> None:
        """Remember how the delegate stands now, just before they are moved.

        Of somebody whom the action has moved already it only remembers where to.
        """
        if (place := self._places.get(delegate.pk)) is not None:
            known = DelegateChange(*self.changes[place])
            self.changes[place] = known._replace(after=str(state))
            return
        self._places[delegate.pk] = len(self.changes)
        before = (delegate.pk, delegate.state, delegate.waiting_number, str(state))
        held = delegate.held_until.isoformat() if delegate.held_until else None
        self.changes.append(DelegateChange(*before, held, **more))

    def enters(self, delegate: Delegate, *, is_beyond: bool) -> None:
        """Remember somebody who was not there before."""
        change = DelegateChange(delegate.pk, "", None, str(delegate.state), None)
        self.changes.append(change._replace(is_beyond=is_beyond))

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row[0]: place for place, row in enumerate(self.changes)}

    def chose(self, key: int) -> bool:
        """Whether it was done with this delegate, and did not just let them move up."""
        change = self.change_of(key)
        if change is None or self.verb == StaffVerb.SEATED:
            return True
        moved_up = (
            change.state == DelegateState.WAITING and change.after in HOLDING_A_PLACE
        )
        return not moved_up or change.category_after is not None

    def change_of(self, key: int) -> DelegateChange | None:
        """What it did with the delegate of this key."""
        place = self._places.get(key)
        return None if place is None else DelegateChange(*self.changes[place])
