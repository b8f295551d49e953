"""Links from one row to another, for those who may open it."""

from collections.abc import Callable, Sequence
from copy import copy
from html import unescape
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def may_open(
    request: HttpRequest, model: type[Model], beside: Model | None = None
) -> bool:
    """Whether the page of such a row opens for somebody, and may be linked to.

    Of one that belongs to the same conference as another row, if that is given.
    """
    page = admin.site.get_model_admin(model)
    may = page.has_view_permission(request)
    if beside is None or not may:
        return may
    return any(request.user.has_perm(right, beside) for right in rights_to_see(model))


def unlink(request: HttpRequest, context: dict[str, Any]) -> None:
    """Of the form and the rows below it: what is only shown links to no closed page."""
    form = context["adminform"]
    # One of this page: the admin itself answers everybody at once.
    form.model_admin = copy(form.model_admin)
    row = context["original"]
    for page in (form.model_admin, *(f.opts for f in context["inline_admin_formsets"])):
        page.readonly_preprocess_fields = closed(request, page.model, row)


def closed(
    request: HttpRequest, model: type[Model], row: Model | None
) -> dict[str, Callable[[str], str]]:
    """The columns that name a row whose page does not open, and what they show."""
    return {
        column.name: in_words
        for column in model._meta.fields
        if column.related_model
        and admin.site.is_registered(column.related_model)
        and not may_open(request, column.related_model, row)
    }


def in_words(link: str) -> str:
    return unescape(strip_tags(link))


def without_closed(
    request: HttpRequest, entries: list[Any], rows: Sequence[Model]
) -> list[Any]:
    """What the deletion of rows touches, as Django lists it; the kind alone of what is
    closed."""
    closed = tuple(
        f"{capfirst(model._meta.verbose_name)}: "
        for model in apps.get_models()
        if not any(
            all(request.user.has_perm(right, row) for row in rows)
            for right in rights_to_see(model)
        )
    )
    return [
        without_closed(request, entry, rows)
        if isinstance(entry, list)
        else _("%s that you may not see") % entry.partition(":")[0]
        if str(entry).startswith(closed)
        else entry
        for entry in entries
    ]


def without_rows_of(models: Sequence[type[Model]], entries: list[Any]) -> list[Any]:
    """What a deletion touches, but for what stands on no page of its own."""
    unnamed = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in models)
    return [
        without_rows_of(models, entry) if isinstance(entry, list) else entry
        for entry in entries
        if not str(entry).startswith(unnamed)
    ]


def rights_to_see(model: type[Model]) -> list[str]:
    app = model._meta.app_label
    return [
        f"{app}.{get_permission_codename(verb, model._meta)}"
        for verb in ("view", "change")
    ]
