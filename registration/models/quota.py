import pghistory
import pgtrigger
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from registration.models.category import Category
from registration.states import Attendance

# Numbers of places that strangers read move so often, by the database's clock.
MINUTES = 10
PERIOD = f"floor(extract(epoch FROM clock_timestamp()) / {60 * MINUTES})::bigint"


class CurrentPeriod(Func):
    """The ten minutes that it is now, counted since 1970."""

    template = PERIOD
    output_field = models.BigIntegerField()


class QuotaQuerySet(models.QuerySet["Quota"]):
    def counting(
        self, conference_id: object, category_id: object, attendance: object
    ) -> "QuotaQuerySet":
        """Those that a delegate of this category and attendance takes a place of."""
        return self.filter(
            Q(category=None) | Q(category=category_id),
            Q(attendance="") | Q(attendance=attendance),
            conference=conference_id,
        )

    def full(self) -> "QuotaQuerySet":
        return self.filter(taken__gte=F("size"))

    def with_taken_as_shown(self) -> "QuotaQuerySet":
        """With `taken_as_shown`: what was taken when these ten minutes began."""
        has_not_moved = When(moved_in__lt=CurrentPeriod(), then="taken")
        return self.annotate(taken_as_shown=Case(has_not_moved, default="taken_before"))

    def locked(self) -> "QuotaQuerySet":
        """Locked until the transaction ends; in ascending id, so that two changes never
        wait for each other in a circle."""
        return self.order_by("pk").select_for_update(no_key=True)


# The counter moves with every sign-up; only what staff set belongs in the history.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange("name", "size", "category", "attendance")
    ),
    pghistory.DeleteEvent(),
    exclude=["taken_before", "moved_in"],
)
class Quota(models.Model):
    """A number of places that some sign-ups share.

    It counts the delegates of its category, of its way of attending, of both, or of the
    whole conference where neither is set. `taken` moves only in registration.places.
    """

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="quotas", verbose_name=_("conference")
    )
    name = models.CharField(_("name"), max_length=120)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        related_name="quotas",
        null=True,
        blank=True,
        verbose_name=_("category"),
        help_text=_("Empty: all categories."),
    )
    attendance = models.CharField(
        _("attendance"),
        max_length=10,
        choices=Attendance,
        blank=True,
        help_text=_("Empty: on site and online."),
    )
    size = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: without limit.")
    )
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    # Places that staff gave beyond the size, on purpose.
    beyond = models.PositiveIntegerField(
        _("beyond the limit"), default=0, db_default=0, editable=False
    )

    # The ten minutes in which `taken` last moved, and what it was before them. A
    # trigger keeps both: all processes show one number, and none shows each sign-up.
    taken_before = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    moved_in = models.BigIntegerField(default=0, db_default=0, editable=False)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        triggers = [
            # Whoever moves it, by whichever verb, and whatever an older form says.
            pgtrigger.Trigger(
                name="quota_remembers_what_was_taken",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("taken", "taken_before", "moved_in"),
                declare=[("period", f"bigint := {PERIOD}")],
                func=(
                    "IF NEW.taken <> OLD.taken AND OLD.moved_in < period THEN "
                    "NEW.taken_before = OLD.taken; NEW.moved_in = period; ELSE "
                    "NEW.taken_before = OLD.taken_before; NEW.moved_in = OLD.moved_in; "
                    "END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="quota_never_overbooked",
                condition=Q(size=None) | Q(taken__lte=F("size") + F("beyond")),
                violation_error_message=_("More places than that are taken already."),
            ),
            models.UniqueConstraint(
                F("conference"),
                Coalesce("category", 0),
                F("attendance"),
                name="quota_counts_a_group_once",
                violation_error_message=_("These people are counted already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def free(self) -> int | None:
        """Places left; None without limit."""
        return None if self.size is None else max(0, self.size - self.taken)

    def counts(self, category_id: int, attendance: str) -> bool:
        """As QuotaQuerySet.counting() asks, of one that was read."""
        return self.category_id in (None, category_id) and self.attendance in (
            "",
            attendance,
        )

    def counts_the_same_as(self, other: "Quota") -> bool:
        """Whether both count the same people."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("conference_id", "category_id", "attendance")
        )
