from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)
# A part of the keys, without fetching all of them.
PART = "SELECT keys[%s:%s] FROM registration_delegateselection WHERE id = %s"


class DelegateSelectionQuerySet(models.QuerySet["DelegateSelection"]):
    def forgotten(self) -> "DelegateSelectionQuerySet":
        """Those of a month ago that no job is about."""
        return self.filter(made_at__lt=Now() - KEPT_FOR, job=None)


class DelegateSelection(models.Model):
    """People whom a member of staff has chosen, in an order, to do something with."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    made_at = models.DateTimeField(auto_now_add=True)
    # Of delegates: one who is deleted meanwhile is nobody's loss here.
    keys = ArrayField(models.BigIntegerField())

    objects = DelegateSelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def of(cls, keys: Collection[int], by: Any = None) -> "DelegateSelection":
        return cls.objects.create(keys=list(keys), by=by)


def keys_of(selection: int, start: int, number: int) -> list[int]:
    """So many keys of a selection, behind the first ones."""
    with connection.cursor() as cursor:
        cursor.execute(PART, [start + 1, start + number, selection])
        row = cursor.fetchone()
        return row[0] if row else []
