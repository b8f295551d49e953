import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.conference import Conference
from confsite.roles import StaffRole
from confsite.words import headed


@pghistory.track()
class RoleAssignment(models.Model):
    """That a member of staff has a role in a conference; confsite.roles says what each
    role is."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="conference_roles",
        # The unique constraint begins with it.
        db_index=False,
        verbose_name=_("member of staff"),
    )
    conference = models.ForeignKey(
        Conference,
        models.CASCADE,
        related_name="staff_roles",
        verbose_name=_("conference"),
    )
    role = models.CharField(_("role"), max_length=20, choices=StaffRole)

    class Meta:
        verbose_name = _("role in a conference")
        verbose_name_plural = _("roles in conferences")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "conference",
                "role",
                name="role_assigned_once_for_its_holder",
                violation_error_message=_("They have this role already."),
            ),
            models.CheckConstraint(
                name="role_assigned_is_known", condition=Q(role__in=StaffRole.values)
            ),
        ]

    def __str__(self) -> str:
        return headed(self.conference, self.get_role_display())
