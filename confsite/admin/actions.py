"""Verbs: what staff do with rows, from the list and from a row's own page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.dataclasses import UnfoldAction

from confsite.admin.pages import Permission
from confsite.exceptions import ServiceError


@dataclass(frozen=True)
class Verb:
    """A service that takes a row and may refuse it.

    With a list_label it is an action of the list, with a label a button below the form,
    where the row stands so that it can lead to something.
    """

    name: str
    service: Callable[[Any], object]
    label: str | Promise = ""
    list_label: str | Promise = ""
    permission: Permission = "change"
    when: Callable[[Any], bool] = lambda row: True

    def for_chosen(
        self, model_admin: admin.ModelAdmin, request: HttpRequest, rows: Iterable[Model]
    ) -> None:
        run_for_each(request, rows, self.service)

    def for_one(self, request: HttpRequest, row: Model) -> None:
        run_for_each(request, [row], self.service)

    def button(self, model: type[Model]) -> UnfoldAction:
        opts = model._meta
        name = f"{opts.app_label}_{opts.model_name}_{self.name}"
        return UnfoldAction(name, self.for_one, self.label, path="")


def run_for_each(
    request: HttpRequest, rows: Iterable[Model], service: Callable[[Any], object]
) -> None:
    """Do the same with each row; say how often it was done, and where not and why."""
    done = 0
    for row in rows:
        try:
            service(row)
        except ServiceError as refusal:
            messages.warning(request, f"{row}: {refusal}")
        else:
            done += 1
    if done:
        messages.success(request, _("Done: %d.") % done)
