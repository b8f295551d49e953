"""Who may do what with a row: asked of the row, and not of its kind alone."""

from collections.abc import Sequence
from typing import Any

import unfold.admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from confsite.admin.actions import Verb
from confsite.admin.links import rights_to_see
from confsite.admin.pages import Permission


class AsksForRights(unfold.admin.ModelAdmin):
    """Mixed into every page of the admin. Without a row a right is one to any row."""

    verbs: Sequence[Verb] = ()

    def may(self, request: HttpRequest, verb: str, row: Any = None) -> bool:
        """Whether somebody may do it with this row; without one, with any at all."""
        name = get_permission_codename(verb, self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{name}", row)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "delete", obj)

    def within(
        self, request: HttpRequest, rows: QuerySet[Any], permission: Permission
    ) -> QuerySet[Any]:
        """Of rows that somebody sees those with which they may do it."""
        return rows

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Rows below a row, as far as somebody may see such rows of this very row."""
        return [
            inline
            for inline in super().get_inline_instances(request, obj)
            if obj is None
            or any(
                request.user.has_perm(right, obj)
                for right in rights_to_see(inline.model)
            )
        ]

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str | None
    ) -> HttpResponse:
        """A row that is not there, or not for this reader: one answer for both."""
        raise Http404

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Nobody adds a row where they may add none, whatever was sent."""
        row = super().save_form(request, form, change)
        if not change and not self.may(request, "add", row):
            raise PermissionDenied
        return row

    def permission_of(self, request: HttpRequest) -> Permission:
        """What the action needs that a list was asked for."""
        name = request.POST.get("action", "")
        for verb in self.verbs:
            if verb.name == name:
                return verb.permission
        action, *_names = self.get_actions(request).get(name, (None,))
        return next(iter(getattr(action, "allowed_permissions", ())), "view")
