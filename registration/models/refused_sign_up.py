import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confsite.names import PersonName
from registration.models.delegate import Delegate


class RefusedSignUp(models.Model):
    """A form that came with an address that was registered already: it was not taken.

    Whoever sent it may still correct the address; then it becomes a registration.
    """

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="refused_sign_ups"
    )
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # The columns of registration.enrolment.SignUp, but for the address.
    typed = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("form that was not taken")
        verbose_name_plural = _("forms that were not taken")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.person.display_name

    @property
    def person(self) -> Delegate:
        """Whom the form was for, as a delegate who is in no database."""
        named = (f.name for f in PersonName._meta.get_fields())
        return Delegate(**{k: self.typed[k] for k in named if k in self.typed})
