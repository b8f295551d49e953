"""Staff, what is written down about them, and what all processes count together."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from confsite.staff import rights


class StaffQuerySet(models.QuerySet["User"]):
    def may_sign_in(self) -> "StaffQuerySet":
        return self.filter(is_active=True, is_staff=True)


class StaffManager(BaseUserManager["User"].from_queryset(StaffQuerySet)):  # type: ignore[misc]
    """Makes users who are known by their e-mail address."""

    def create_user(
        self, email: str, password: str | None = None, **extra: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """As Django looks for whoever signs in; telephones begin with a capital."""
        return self.get(email__iexact=email)

    def create_superuser(
        self, email: str, password: str | None = None, **extra: Any
    ) -> "User":
        everything = {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **everything | extra)


def written_anew(column: str) -> pgtrigger.Condition:
    old, new = f"old__{column}__df", pgtrigger.F(f"new__{column}")
    return pgtrigger.Q(**{old: new})


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    # That there is another password, and not which; the time of the last sign-in
    # changes with every one.
    pghistory.UpdateEvent("password", condition=written_anew("password")),
    pghistory.UpdateEvent("sign_in", condition=written_anew("last_login")),
    exclude=["password", "last_login"],
)
class User(AbstractUser):
    """A member of staff, who signs in by e-mail address. Attendees have no account."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("Someone with this address is already staff.")},
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[StaffManager] = StaffManager()

    is_of_all_conferences = True

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="staff_one_account_per_address",
                violation_error_message=_(
                    "Someone with this address is already staff."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


# -- The history of what somebody may do, in tables of Django's own --------------------


@pghistory.track(app_label="confsite")
class StaffGroup(Group):
    class Meta:
        proxy = True
        default_permissions = ()


@pghistory.track(app_label="confsite")
class RightOfGroup(Group.permissions.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("right")

    def __str__(self) -> str:
        return rights.in_words(self.permission)


@pghistory.track(app_label="confsite")
class Membership(User.groups.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("membership")

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


@pghistory.track(app_label="confsite")
class RightOfUser(User.user_permissions.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("right")

    def __str__(self) -> str:
        return rights.in_words(self.permission)


class FactorKind(models.TextChoices):
    """What there is besides a password: django-allauth's codes, and our words."""

    TOTP = "totp", _("codes of an app")
    WEBAUTHN = "webauthn", _("passkey")
    RECOVERY_CODES = "recovery_codes", _("recovery codes")


# That there is one, of which kind, and since when: neither secrets nor each use.
@pghistory.track(app_label="confsite", exclude=["data", "last_used_at"])
class SecondFactor(Authenticator):
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("second factor")

    def __str__(self) -> str:
        return str(FactorKind(self.type).label)


class StaffSession(models.Model):
    """Where somebody is signed in; gone with the session itself."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    network = models.CharField(max_length=45, blank=True)
    # As it calls itself.
    browser = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} · {self.network}"


class FailedSignIns(models.Model):
    """How often somebody tried in vain to sign in to an account on a day, in UTC."""

    # An address, so that it outlives the account; empty: there is no such account.
    account = models.EmailField(_("account"), blank=True)
    day = models.DateField(_("day"))
    tries = models.PositiveIntegerField(_("tries in vain"))

    is_of_all_conferences = True

    class Meta:
        verbose_name = _("failed sign-ins")
        verbose_name_plural = _("failed sign-ins")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["account", "day"], name="failed_sign_ins_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account or '–'}, {self.day}: {self.tries}"


class Export(models.Model):
    """A file that a member of staff has taken away."""

    at = models.DateTimeField(_("time"), db_default=Now())
    # An address, so that it outlives the account.
    by = models.EmailField(_("member of staff"))
    what = models.CharField(_("file"), max_length=200)
    # Of one that was broken off: how many had been made of it until then.
    rows = models.PositiveIntegerField(_("number of rows"))
    # As its heads say them.
    columns = models.JSONField(_("columns"), default=list, db_default=[])
    selection = models.TextField(
        _("selected by"), blank=True, default="", db_default=""
    )
    # Of which conference; empty: of several, of none, or nobody wrote that down yet.
    conference_id = models.BigIntegerField(null=True, editable=False, db_index=True)
    # Empty: it was broken off.
    finished_at = models.DateTimeField(_("finished"), null=True, db_default=Now())

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.what} · {self.by}"


class PasswordLetter(models.Model):
    """A letter to the owner of an account: the link for a password, or a warning.

    Also for addresses of which there is no account: only the worker looks. It is gone
    when the letter is on its way.
    """

    class About(models.TextChoices):
        LINK = "link"
        FACTOR_ADDED = "factor_added"
        FACTOR_REMOVED = "factor_removed"

    email = models.EmailField()
    about = models.CharField(
        max_length=20,
        choices=About,
        default=About.LINK,
        db_default=About.LINK,
    )
    asked_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [
            # Of what has changed each letter tells another thing.
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(about="link"),
                name="password_letter_once_with_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Tally(models.Model):
    """What happened lately under one key: marks, each with its second.

    Without write-ahead log, so that a count costs no wait for the disk. The key is
    derived: no address is kept, and confsite.tallies deletes what is over.
    """

    key = models.CharField(max_length=32, primary_key=True)
    marks = models.JSONField()
    until = models.FloatField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a periodic job last ran: /readyz turns red when it stops."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, user: Any) -> "SavedViewQuerySet":
        """Their own, and those that colleagues share; by name."""
        own = models.Q(owner=user.pk)
        found = self.filter(own | models.Q(is_shared=True)).select_related("owner")
        return found.order_by("name", "pk")

    def of_conferences(self, user: Any, keys: Any) -> "SavedViewQuerySet":
        """Without what is shared elsewhere: a name or a search may name a person."""
        if keys is None:
            return self
        return self.filter(models.Q(owner=user.pk) | models.Q(conference_id__in=keys))


class SavedView(models.Model):
    """How somebody wants to see a list: which rows, in which order, in which columns.

    The one without a name is how they see it while they open no other: its columns.
    """

    # The label of the list's model, such as registration.delegate.
    of = models.CharField(max_length=100, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True)
    is_shared = models.BooleanField(_("colleagues see it, too"), default=False)
    # In whose list it was made: colleagues there see it if it is shared.
    conference_id = models.BigIntegerField(null=True, blank=True, editable=False)
    # Filters and search as pairs of the address, columns and sorting by their names:
    # what a list no longer has is passed over.
    query = models.JSONField(default=list, blank=True, editable=False)
    sorting = models.JSONField(default=list, blank=True, editable=False)
    columns = models.JSONField(default=list, blank=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["of", "owner", "name"],
                name="saved_view_name_once_for_its_owner",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(
                name="saved_view_shared_has_a_name",
                condition=~models.Q(name="", is_shared=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: Any) -> bool:
        return bool(user.pk == self.owner_id or user.is_superuser)
