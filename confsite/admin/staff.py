"""Who may work in the admin, and what each group of them may do."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import ManyToManyField, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from confsite.admin import history
from confsite.admin.actions import Verb, one_by_one
from confsite.admin.asking import AsksAgain
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import (
    Badge,
    badge_with_word,
    day_and_time,
    one_line,
    short_day,
)
from confsite.admin.fieldsets import section
from confsite.admin.links import may_open, without_rows_of
from confsite.models import (
    Export,
    FailedSignIns,
    Membership,
    RightOfGroup,
    RightOfUser,
    SecondFactor,
    StaffSession,
    User,
)
from confsite.staff import factors, passwords, rights
from confsite.words import listed

# What no page of the admin shows.
UNSEEN = ("formcount", "heartbeat", "mailtrouble", "portrait")
# What nobody changes of themselves.
POWERS = ("is_active", "is_staff", "is_superuser", "groups")
# What only a superuser changes: who has the mailbox gets the links for the password.
KEYS = ("email", "is_superuser")


class StaffForm(forms.ModelForm):
    def clean_email(self) -> str:
        """One account for each mailbox, however its address is written."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                User._meta.get_field("email").error_messages["unique"]
            )
        return email


@admin.register(User)
class StaffAdmin(AsksAgain):
    purpose = _("Who may sign in here. Delegates have no account and are not listed.")
    add_purpose = _(
        "Your colleague gets a letter with a link, and chooses a password there."
    )
    first_step = _("Add the people who help you to run the conference.")

    form = StaffForm
    ordering = ["email"]
    list_display = ["email", "full_name", "standing", "group_names", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["email", "first_name", "last_name"]
    fieldsets = [
        section(None, "email", ("first_name", "last_name")),
        section(_("What they may do"), *POWERS),
        section(None, ("last_login", "date_joined")),
    ]
    add_fieldsets = [
        section(None, "email", ("first_name", "last_name")),
        section(_("What they may do"), "is_staff", "groups"),
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
            permission=lambda request: request.user.is_superuser,
            when=factors.has_one,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        if obj and obj.pk == request.user.pk:
            fixed += POWERS
        if obj and not request.user.is_superuser:
            fixed += KEYS
        return fixed

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = rights.groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or rights.may_act_on(request.user, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None
            or (obj.pk != request.user.pk and rights.may_act_on(request.user, obj))
        )

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        # Who may look for passwords letter by letter soon has one.
        return not lookup.startswith("password") and super().lookup_allowed(
            lookup, value, request
        )

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            passwords.add(obj)

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        below: history.Below = {RightOfUser: ["permission"], SecondFactor: ["type"]}
        if may_open(request, Group):
            below = {Membership: ["group"], **below}
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
                _("may do everything"), Badge("shield_person", "care")
            )
        return badge_with_word(_("as their groups allow"), Badge("badge", "good"))

    @display(description=_("groups"))
    def group_names(self, user: User) -> str:
        return listed(user.groups.all())


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions in the words of the site, in either language."""

    def label_from_instance(self, permission: Permission) -> str:
        return rights.in_words(permission)


# Those of django-allauth hold secrets, or nothing: they are no list for anybody.
admin.site.unregister([Group, Authenticator, EmailAddress])


@admin.register(Group)
class GroupAdmin(AsksAgain):
    purpose = _("What a group of staff may see and change.")
    first_step = _("Add a group such as “Door” or “Programme”, then put staff into it.")
    fields = ["name", "permissions"]
    ordering = ["name"]
    search_fields = ["name"]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: Any, **kwargs: Any
    ) -> Any:
        return PermissionField(
            label=_("may"),
            required=False,
            widget=UnfoldAdminCheckboxSelectMultipleWidget,
            queryset=to_choose(rights.held_by(request.user)),
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or rights.may_act_on_group(request.user, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or rights.may_act_on_group(request.user, obj)
        )

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        below: history.Below = {RightOfGroup: ["permission"]}
        if may_open(request, User):
            below = {Membership: ["user"], **below}
        return below


def to_choose(held: QuerySet[Permission]) -> QuerySet[Permission]:
    """Without rows of the history, and what no page of the admin shows."""
    of_the_site = Q(content_type__app_label__in=["agenda", "registration", "confsite"])
    of_groups = Q(content_type__app_label="auth", content_type__model="group")
    return (
        Permission.objects.filter(of_the_site | of_groups, pk__in=held)
        .exclude(content_type__model__endswith="event")
        .exclude(content_type__model__in=UNSEEN)
        .order_by("content_type__app_label", "content_type__model", "codename")
    )


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    purpose = _("Who has taken which file away from here, and when, in UTC.")
    first_step = _("Nobody has taken a file away yet.")
    list_display = ["what", "by", "rows_", "moment"]
    search_fields = ["what", "by"]
    ordering = ["-pk"]
    fields = ["what", "by", "rows_", "moment", "selection_", "columns_"]

    @display(description=_("number of rows"), ordering="rows")
    def rows_(self, export: Export) -> str:
        """Of one that was broken off, how many had been made of it."""
        if export.finished_at:
            return str(export.rows)
        return _("broken off after %d") % export.rows

    @display(description=_("selected by"), empty_value="–")
    def selection_(self, export: Export) -> str | None:
        return export.selection or None

    @display(description=_("columns"), empty_value="–")
    def columns_(self, export: Export) -> str | None:
        return listed(export.columns) or None

    @display(description=_("time"), ordering="at")
    def moment(self, export: Export) -> str:
        return one_line(day_and_time(export.at))


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
