from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.delegate import Delegate, DelegateQuerySet


class TrialManager(models.Manager.from_queryset(DelegateQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> DelegateQuerySet:
        return super().get_queryset().filter(is_test=True)


class TrialSignUp(Delegate):
    """A sign-up with which staff have tried the form. registration.trials makes it."""

    objects = TrialManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        # Whoever sees delegates sees these.
        default_permissions = ()
        ordering = ["-pk"]
        verbose_name = _("test sign-up")
        verbose_name_plural = _("test sign-ups")
