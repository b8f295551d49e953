"""Links from one row to another, for those who may open it."""

from collections.abc import Callable
from copy import copy
from html import unescape
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import strip_tags


def may_open(request: HttpRequest, model: type[Model]) -> bool:
    """Whether the page of such a row opens for somebody, and may be linked to."""
    return admin.site.get_model_admin(model).has_view_permission(request)


def unlink(request: HttpRequest, context: dict[str, Any]) -> None:
    """Of the form and the rows below it: what is only shown links to no closed page."""
    form = context["adminform"]
    # One of this page: the admin itself answers everybody at once.
    form.model_admin = copy(form.model_admin)
    for page in (form.model_admin, *(f.opts for f in context["inline_admin_formsets"])):
        page.readonly_preprocess_fields = closed(request, page.model)


def closed(request: HttpRequest, model: type[Model]) -> dict[str, Callable[[str], str]]:
    """The columns that name a row whose page does not open, and what they show."""
    return {
        column.name: in_words
        for column in model._meta.fields
        if column.related_model
        and admin.site.is_registered(column.related_model)
        and not may_open(request, column.related_model)
    }


def in_words(link: str) -> str:
    return unescape(strip_tags(link))
