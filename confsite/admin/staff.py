"""Who may work in the admin; which roles they have in conferences agenda knows."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from confsite.admin import history
from confsite.admin.actions import Verb, one_by_one
from confsite.admin.asking import AsksAgain
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import Badge, badge_with_word, short_day
from confsite.admin.fieldsets import section
from confsite.admin.links import without_rows_of
from confsite.models import (
    FailedSignIns,
    Membership,
    RightOfUser,
    SecondFactor,
    StaffSession,
    User,
)
from confsite.staff import accounts, factors, passwords

# What nobody changes of themselves.
POWERS = ("is_active", "is_staff", "is_superuser")
# What only an owner of the installation changes: who has the mailbox gets the links for
# the password.
KEYS = ("email", *POWERS)
NAMES = ("first_name", "last_name")

# What somebody may do follows from roles: confsite.roles. Those of django-allauth hold
# secrets, or nothing: they are no list for anybody.
admin.site.unregister([Group, Authenticator, EmailAddress])


class StaffForm(forms.ModelForm):
    class Meta:
        # Which of the two is written first is another matter in Chinese.
        labels = {
            **{"first_name": _("given name"), "last_name": _("family name")},
            **{"is_active": _("may sign in"), "is_staff": _("works in the office")},
            "is_superuser": _("owner of the installation"),
        }
        help_texts = {
            "is_active": _("Take this away from somebody who has left."),
            "is_staff": "",
            "is_superuser": _("May do everything in every conference."),
        }

    def clean_email(self) -> str:
        """One account for each mailbox, however its address is written."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                User._meta.get_field("email").error_messages["unique"]
            )
        return email


class StaffAdmin(AsksAgain):
    """Accounts; whoever knows conferences registers it, with roles in them."""

    purpose = _("Who may sign in here. Delegates have no account and are not listed.")
    first_step = _("Add the people who help you to run the conference.")

    form = StaffForm
    ordering = ["email"]
    list_display = ["email", "full_name", "standing", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["email", "first_name", "last_name"]
    fieldsets = [
        section(None, "email", NAMES),
        section(_("The account"), *POWERS),
        section(None, ("last_login", "date_joined")),
    ]
    readonly_fields = ["last_login", "date_joined"]
    verbs = [
        Verb(
            "send_password_link",
            one_by_one(passwords.invite),
            label=_("Send a link for the password"),
            when=lambda user: user.is_active and user.is_staff,
        ),
        Verb(
            "take_away_second_factor",
            one_by_one(factors.take_away),
            label=_("Take away the second factor"),
            permission=lambda request, row=None: request.user.is_superuser,
            when=factors.has_one,
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        if obj is None:
            return fixed
        is_oneself = obj.pk == request.user.pk
        if is_oneself:
            fixed += POWERS
        if not request.user.is_superuser:
            fixed += KEYS if is_oneself else (*KEYS, *NAMES)
        return fixed

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_oneself = obj is not None and obj.pk == request.user.pk
        return super().has_delete_permission(request, obj) and not is_oneself

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        # Who may look for passwords letter by letter soon has one.
        return not lookup.startswith("password") and super().lookup_allowed(
            lookup, value, request
        )

    # -- Somebody owns the installation, whatever happens ---------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return told(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return told(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return told(request, super().changelist_view, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if not set(POWERS).isdisjoint(form.changed_data):
            accounts.keep_an_owner()

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        super().delete_model(request, obj)
        accounts.keep_an_owner()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with accounts.keeping_an_owner():
            super().delete_queryset(request, queryset)

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        """With what they were allowed before there were roles."""
        below = dict(super().rows_below(request, row)) | {SecondFactor: ["type"]}
        if request.user.is_superuser:
            below |= {Membership: ["group"], RightOfUser: ["permission"]}
        return below

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without what only its owner sees: second factors, and where they are in."""
        rows, counts, *others = super().get_deleted_objects(objs, request)
        own = (Authenticator, StaffSession)
        for model in own:
            counts.pop(model._meta.verbose_name_plural, None)
        return without_rows_of(own, rows), counts, *others

    @display(description=pgettext_lazy("person", "name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @display(description=_("state"))
    def standing(self, user: User) -> str:
        if not user.is_active:
            return badge_with_word(_("may not sign in"), Badge("block"))
        if user.is_superuser:
            return badge_with_word(
                _("owns the installation"), Badge("shield_person", "care")
            )
        return badge_with_word(_("as their roles allow"), Badge("badge", "good"))


def told(request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> Any:
    """What a view answers, or why it has changed nothing."""
    try:
        return view(request, *args, **kwargs)
    except accounts.NobodyOwnsIt as refusal:
        messages.error(request, str(refusal))
        return redirect(request.get_full_path())


@admin.register(FailedSignIns)
class FailedSignInsAdmin(ReadOnlyAdmin):
    purpose = _(
        "How often somebody tried to sign in with a wrong password or address on a "
        "day, in UTC. Who did sign in stands in the history of each member of staff."
    )
    first_step = _("Nobody has tried in vain yet.")
    list_display = ["on_day", "account_in_words", "tries"]
    search_fields = ["account"]
    ordering = ["-day", "account"]

    @display(description=_("day"), ordering="day")
    def on_day(self, row: FailedSignIns) -> str:
        return short_day(row.day)

    @display(description=_("account"), ordering="account")
    def account_in_words(self, row: FailedSignIns) -> str:
        return row.account or str(_("addresses without an account"))
