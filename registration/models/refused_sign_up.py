import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confsite.names import PersonName
from registration.models.delegate import Delegate
from registration.sign_up import SignUp


class RefusedSignUpQuerySet(models.QuerySet["RefusedSignUp"]):
    def unsettled(self) -> "RefusedSignUpQuerySet":
        """Those that nobody has looked at, first come first."""
        return self.filter(delegate=None).order_by("pk")


class RefusedSignUp(models.Model):
    """A form that came with an address that was registered already: it was not taken.

    Whose address it was the worker finds out: until then there is no delegate. Whoever
    sent it may still correct the address; then it becomes a registration.
    """

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, related_name="refused_sign_ups"
    )
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    email = models.EmailField(_("email address"), db_default="", editable=False)
    # The other columns of registration.sign_up.SignUp.
    typed = models.JSONField(default=dict)

    objects = RefusedSignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was not taken")
        verbose_name_plural = _("forms that were not taken")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.person.display_name

    @property
    def sign_up(self) -> SignUp:
        return SignUp(self.submission, email=self.email, **self.typed)

    @property
    def person(self) -> Delegate:
        """Whom the form was for, as a delegate who is in no database."""
        named = (f.name for f in PersonName._meta.get_fields())
        return Delegate(**{k: self.typed[k] for k in named if k in self.typed})
