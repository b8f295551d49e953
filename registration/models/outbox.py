from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

ONLY = 1


class Here(Func):
    """Server, database and table, and the directory of an embedded server.

    Of a copy one is another. Anybody may ask. A standby server that takes over is no
    copy, and has them all.
    """

    template = (
        "(SELECT concat_ws('/', system_identifier, oid, "
        "'registration_outbox'::regclass::oid, "
        "nullif(current_setting('confsite.home', true), '')) "
        "FROM pg_control_system(), pg_database WHERE datname = current_database())"
    )
    output_field: Any = models.TextField()


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def released(self) -> Self:
        """If letters may leave from here: nobody has released those of a copy."""
        return self.filter(released_for=Here())

    def held(self) -> Self:
        return self.exclude(released_for=Here())


@pghistory.track()
class Outbox(models.Model):
    """For which database letters may leave; one row, made with the table.

    A copy that was restored from a backup brings it along, and is another database.
    Moved by registration.letters.copies alone.
    """

    id = models.PositiveSmallIntegerField(
        primary_key=True, default=ONLY, editable=False
    )
    # Empty: for none.
    released_for = models.TextField(editable=False)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("released by"),
    )
    # Which copy the worker has found itself in, and when: what was queued before came
    # with it.
    copy = models.TextField(editable=False, blank=True)
    copy_since = models.DateTimeField(null=True, blank=True)

    is_of_all_conferences = True

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox")
        verbose_name_plural = _("outbox")
        default_permissions = ("view", "release")
        constraints = [
            models.CheckConstraint(name="outbox_is_one", condition=models.Q(id=ONLY))
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
