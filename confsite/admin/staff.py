"""Who may work in the admin, and what each group of them may do."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from confsite.admin.base import ModelAdmin
from confsite.admin.columns import Badge, badge_with_word
from confsite.admin.fieldsets import section
from confsite.models import User
from confsite.words import headed, listed

# Django's word for what one may do with a row, in the order in which it is asked.
VERBS = {
    "view": _("see"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
}
# What no page of the admin shows.
UNSEEN = ("formcount", "heartbeat", "mailtrouble", "portrait")
# What only a superuser may give: with it, everything could be taken.
POWERS = ("is_active", "is_staff", "is_superuser", "groups")


class NewStaffForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_staff", "groups")


@admin.register(User)
class StaffAdmin(UserAdmin, ModelAdmin):
    purpose = _("Who may sign in here. Delegates have no account and are not listed.")
    first_step = _("Add the people who help you to run the conference.")
    form = UserChangeForm
    add_form = NewStaffForm
    change_password_form = AdminPasswordChangeForm

    ordering = ["email"]
    list_display = ["email", "full_name", "standing", "group_names", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["email", "first_name", "last_name"]
    filter_horizontal = ()
    fieldsets = [
        section(None, "email", ("first_name", "last_name"), "password"),
        section(_("What they may do"), *POWERS),
        section(None, ("last_login", "date_joined")),
    ]
    add_fieldsets = [
        section(None, "email", ("first_name", "last_name")),
        section(_("Password"), "usable_password", "password1", "password2"),
        section(_("What they may do"), "is_staff", "groups"),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else [*fixed, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_no_match_for(request, obj) and super().has_change_permission(
            request, obj
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_no_match_for(request, obj) and super().has_delete_permission(
            request, obj
        )

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


def is_no_match_for(request: HttpRequest, user: User | None) -> bool:
    """Nobody but a superuser changes a superuser, whose password would open it all."""
    return request.user.is_superuser or user is None or not user.is_superuser


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions in the words of the site, in either language."""

    def label_from_instance(self, permission: Permission) -> str:
        model = permission.content_type.model_class()
        verb = permission.codename.partition("_")[0]
        name = capfirst(model._meta.verbose_name_plural) if model else permission.name
        return headed(name, VERBS.get(verb, verb))


class GroupForm(forms.ModelForm):
    permissions = PermissionField(
        label=_("may"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        queryset=Permission.objects.filter(
            content_type__app_label__in=["agenda", "registration", "confsite"]
        )
        # Rows of the history, and what no page of the admin shows.
        .exclude(content_type__model__endswith="event")
        .exclude(content_type__model__in=UNSEEN)
        .select_related("content_type")
        .order_by("content_type__app_label", "content_type__model", "codename"),
    )

    class Meta:
        model = Group
        fields: ClassVar[list[str]] = ["name", "permissions"]


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ModelAdmin):
    purpose = _("What a group of staff may see and change.")
    first_step = _("Add a group such as “Door” or “Programme”, then put staff into it.")
    form = GroupForm
    ordering = ["name"]
    search_fields = ["name"]
