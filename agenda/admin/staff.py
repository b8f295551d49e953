"""Colleagues and their roles in conferences: given by owners, in their own alone."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget

from agenda.admin.current_conference import chosen, plain_name
from agenda.admin.inlines import OnceFormSet
from agenda.models import Conference, RoleAssignment
from agenda.rights import conferences_of, visible
from agenda.services import roles
from agenda.services.roles import AccountIsClosed
from confsite.admin import history
from confsite.admin.fieldsets import section
from confsite.admin.staff import NAMES, StaffAdmin, StaffForm
from confsite.models import User
from confsite.roles import ROLES, StaffRole
from confsite.words import headed, listed, sentences

GIVES = "agenda.change_roleassignment"
SEES = "confsite.view_user"


def ruled(request: HttpRequest) -> QuerySet[Conference]:
    """The conferences in which somebody may give roles."""
    rows = Conference.objects.order_by("-starts_at", "-pk")
    return visible(rows, request.user, GIVES, "pk")


class RoleInline(TabularInline):
    """The roles of one person, in the conferences in which the reader gives roles."""

    model = RoleAssignment
    formset = OnceFormSet
    fields = ["conference", "role"]
    hide_title = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleAssignment]:
        rows = super().get_queryset(request).select_related("conference")
        return visible(rows, request.user, "agenda.view_roleassignment")

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "conference":
            kwargs["queryset"] = ruled(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("conference"):
            # A role leads to a conference, and not to its form.
            for way in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{way}_related", False)
        return formset

    def may(self, request: HttpRequest, obj: Any) -> bool:
        """Nobody gives themselves more, or takes away by which they are here."""
        is_oneself = obj is not None and obj.pk == request.user.pk
        if is_oneself and not request.user.is_superuser:
            return False
        return request.user.has_perm(GIVES)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, obj)


class InvitationForm(StaffForm):
    """A colleague, by their address, and their first role."""

    conference = forms.ModelChoiceField(
        Conference.objects.none(),
        label=gettext_lazy("Conference"),
        widget=UnfoldAdminSelectWidget,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=StaffRole.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )
    # What the page knows of who asks.
    ruled: QuerySet[Conference] = Conference.objects.none()
    begins_with: Conference | None = None
    may_give_none = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conferences: Any = self.fields["conference"]
        conferences.queryset = self.ruled
        conferences.initial = self.begins_with
        for name in ("conference", "role"):
            self.fields[name].required = not self.may_give_none

    def clean_email(self) -> str:
        """Whoever has an account already is given the role."""
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("conference")) != bool(data.get("role")) and not self.errors:
            self.add_error("role", _("Choose both a conference and a role."))
        closed = User.objects.filter(email__iexact=data.get("email", ""))
        if closed.exclude(pk__in=closed.may_sign_in()).exists():
            self.add_error("email", str(AccountIsClosed()))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # One account for each address: of a second one the service makes none.
        return super()._get_validation_exclusions() | {"email"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        pass


@admin.register(User)
class StaffWithRolesAdmin(StaffAdmin):
    form_purpose = gettext_lazy(
        "What somebody may do follows from their roles, in each conference for itself."
    )
    add_purpose = gettext_lazy(
        "Your colleague gets a letter with a link, and chooses a password there. Who "
        "has an account already is just given the role."
    )
    change_form_outer_before_template = "admin/agenda/staff/roles.html"
    list_display = ["email", "full_name", "standing", "roles_", "last_login"]
    inlines = [RoleInline]
    add_fieldsets = [
        section(None, "email", NAMES),
        section(gettext_lazy("What they may do"), "conference", "role"),
    ]

    # -- Whom somebody sees --------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Those who have a role in a conference that one owns, and oneself."""
        held = RoleAssignment.objects.select_related("conference").order_by(
            "-conference__starts_at", "pk"
        )
        held = visible(held, request.user, "agenda.view_roleassignment")
        rows = super().get_queryset(request)
        keys = conferences_of(request.user, SEES)
        if keys is not None:
            known = RoleAssignment.objects.filter(conference__in=keys).values("user")
            rows = rows.filter(pk__in=known)
        return rows.prefetch_related(Prefetch("conference_roles", held, to_attr="held"))

    def may(self, request: HttpRequest, verb: str, row: Any = None) -> bool:
        """Of a colleague who has a role in a conference that somebody owns."""
        if not super().may(request, verb):
            return False
        keys = conferences_of(request.user, SEES)
        if keys is None or row is None or row.pk is None:
            return True
        return row.conference_roles.filter(conference__in=keys).exists()

    # -- The form ------------------------------------------------------------------

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj:
            return super().get_form(request, obj, **kwargs)
        form = super().get_form(request, obj, form=InvitationForm, **kwargs)
        form.ruled = ruled(request)
        form.begins_with = chosen(request)
        form.may_give_none = request.user.is_superuser
        return form

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.is_staff = True
        said = form.cleaned_data
        user, is_new = roles.invite(obj, said["conference"], said["role"])
        if is_new:
            words = _("A letter with a link goes to %s.") % user.email
            messages.info(request, words)
        else:
            obj.__dict__.update(user.__dict__)
            words = _("They have an account already: no letter was sent.")
            messages.info(request, words)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["roles"] = [
            (role.label, sentences(str(grant.may), str(grant.may_not)))
            for role, grant in ROLES.items()
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    # -- The history ---------------------------------------------------------------

    def history_of(self, request: HttpRequest, row: Any) -> list[history.HistoryEntry]:
        """Of roles those in the conferences that somebody owns."""
        keys = conferences_of(request.user, "agenda.view_roleassignment")
        label = RoleAssignment._meta.label

        def is_seen(event: Any) -> bool:
            is_role = event.pgh_obj_model == label
            return not is_role or event.pgh_data["conference_id"] in (keys or ())

        is_kept = None if keys is None else is_seen
        return history.changes(row, self.rows_below(request, row), is_kept)

    @display(description=gettext_lazy("roles"), empty_value="–")
    def roles_(self, user: Any) -> str | None:
        held: dict[Conference, list[str]] = {}
        for row in user.held:
            held.setdefault(row.conference, []).append(row.get_role_display())
        lines = [(headed(plain_name(c), listed(names)),) for c, names in held.items()]
        return format_html_join("", "<div>{}</div>", lines) or None
