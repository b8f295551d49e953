"""Pages beside the form of a row: a function each, with its right and its button.

    @page("publish/", permissions=["change"], label=_("Publish"), icon="public")
    def publish(request: StaffRequest, conference: Conference) -> HttpResponse: ...

An admin that names it in `pages` has it under the row's own address, as the url
admin:agenda_conference_publish, and with a button on the row's form.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.options import Options
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from unfold.enums import ActionVariant

from confsite.models import Export, User
from confsite.staff.asked import asked_again

CONTENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Of the admin's own ("change"), of any model ("agenda.view_agreement"), or a function,
# which is given a row as well if there is one.
Permission = str | Callable[..., object]


class StaffRequest(HttpRequest):
    """A request that the admin lets through."""

    user: User


def is_permitted(
    permission: Permission,
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    row: Model | None = None,
) -> bool:
    if callable(permission):
        return bool(permission(request, row))
    if "." in permission:
        return request.user.has_perm(permission, row)
    return getattr(model_admin, f"has_{permission}_permission")(request, row)


@dataclass(frozen=True)
class AdminPage:
    """A view of a row; without a label no button leads to it."""

    view: Callable[..., HttpResponse]
    path: str
    permissions: Sequence[Permission]
    label: str | Promise
    icon: str
    variant: ActionVariant
    # Where a row stands so that its button leads to something.
    when: Callable[[Any], bool] = lambda row: True
    # Whether it opens only to whoever was asked lately who they are.
    asks_again: bool = False

    def url_name(self, opts: Options) -> str:
        return f"{opts.app_label}_{opts.model_name}_{self.view.__name__}"

    def is_open(
        self,
        model_admin: admin.ModelAdmin,
        request: HttpRequest,
        row: Model | None = None,
    ) -> bool:
        return all(is_permitted(p, model_admin, request, row) for p in self.permissions)

    def respond(
        self,
        request: HttpRequest,
        object_id: str,
        model_admin: admin.ModelAdmin,
        **kwargs: str,
    ) -> HttpResponseBase:
        if not self.is_open(model_admin, request):
            raise PermissionDenied
        row = model_admin.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.is_open(model_admin, request, row):
            raise PermissionDenied
        view = asked_again(self.view) if self.asks_again else self.view
        return view(request, row, **kwargs)


@dataclass(frozen=True)
class PageMenu:
    """Pages whose buttons share a menu."""

    label: str | Promise
    icon: str
    pages: Sequence[AdminPage]


Pages = Sequence[AdminPage | PageMenu]


def page(
    path: str,
    *,
    permissions: Sequence[Permission],
    label: str | Promise = "",
    icon: str = "",
    variant: ActionVariant = ActionVariant.DEFAULT,
    when: Callable[[Any], bool] = lambda row: True,
    asks_again: bool = False,
) -> Callable[[Callable[..., HttpResponse]], AdminPage]:
    """Make a function of a request and a row a page; its path follows the row's."""
    return lambda view: AdminPage(
        view, path, permissions, label, icon, variant, when, asks_again
    )


def custom_urls(pages: Pages, opts: Options) -> Iterable[tuple[str, str, Any]]:
    """As unfold's ModelAdmin takes them."""
    for entry in pages:
        if isinstance(entry, PageMenu):
            yield from custom_urls(entry.pages, opts)
        else:
            yield f"<path:object_id>/{entry.path}", entry.url_name(opts), entry.respond


def buttons(
    pages: Pages, model_admin: admin.ModelAdmin, request: HttpRequest, row: Model
) -> list[dict[str, Any]]:
    """As unfold's template takes them, of the pages that somebody may see."""
    found: list[dict[str, Any]] = []
    for entry in pages:
        button: dict[str, Any] = {"title": entry.label, "icon": entry.icon}
        if isinstance(entry, PageMenu):
            items = buttons(entry.pages, model_admin, request, row)
            if items:
                found.append(
                    button | {"variant": ActionVariant.DEFAULT, "items": items}
                )
        elif (
            entry.label and entry.when(row) and entry.is_open(model_admin, request, row)
        ):
            path = reverse(f"admin:{entry.url_name(row._meta)}", args=[row.pk])
            found.append(button | {"variant": entry.variant, "path": path})
    return found


# -- What a page answers with ----------------------------------------------------------


def form_of(row: Model) -> str:
    """The address of a row's form."""
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def render_page(
    request: HttpRequest, row: Model, template: str, **context: Any
) -> TemplateResponse:
    """A page of the admin about a row, with the way back to its form."""
    frame = {"original": row, "opts": row._meta, "back": form_of(row)}
    site = admin.site.each_context(request)
    return TemplateResponse(request, template, site | frame | context)


def attachment(
    request: StaffRequest,
    content: bytes,
    name: str,
    rows: int,
    columns: Sequence[str] = (),
    *,
    conference: int | None,
) -> HttpResponse:
    """A file to take away, which is written down: who, what, how many rows, and of
    which conference, so that its owners read it."""
    Export.objects.create(
        by=request.user.email,
        what=name[:200],
        rows=rows,
        columns=list(columns),
        conference_id=conference,
    )
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[PurePath(name).suffix],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
