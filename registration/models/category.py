import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from agenda.models.fields import has_a_name, position
from confsite.bilingual import short_text
from registration.states import Attendance


@pghistory.track()
class Category(models.Model):
    """What people can sign up as: academic, company, press."""

    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="categories",
        verbose_name=_("conference"),
    )
    name = short_text(_("name"), max_length=120)
    description = short_text(_("what it includes"))
    needs_approval = models.BooleanField(_("needs approval"), default=False)
    allows_onsite = models.BooleanField(_("on site"), default=True)
    allows_online = models.BooleanField(_("online"), default=True)
    is_open = models.BooleanField(_("open for sign-up"), default=True)
    position = position()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]
        constraints = [
            has_a_name("category_has_a_name"),
            models.CheckConstraint(
                name="category_can_be_attended",
                condition=Q(allows_onsite=True) | Q(allows_online=True),
                violation_error_message=_("Allow at least one way of attending."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def attendances(self) -> list[Attendance]:
        return [way for way in Attendance if getattr(self, f"allows_{way}")]
