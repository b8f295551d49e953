"""Verbs: what staff do with rows, from the list and from a row's own page.

A verb with a rehearsal asks before it is done with rows of the list: it shows what
would happen, in numbers, and its button carries the number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.dataclasses import UnfoldAction
from unfold.enums import ActionVariant

from confsite.admin.pages import AdminPage, Permission, StaffRequest, form_of
from confsite.exceptions import ServiceError
from confsite.words import headed, sentences

# The rows that a question was about, so that its answer is about no others.
CHOSEN = "chosen"
LONGEST = 20  # rows that a question names


@dataclass(frozen=True)
class Outcome:
    """What a verb did, or would do: with how many rows, what follows, and where not."""

    done: int
    effects: Sequence[str] = ()
    refused: Sequence[tuple[Model, ServiceError]] = ()

    @property
    def reasons(self) -> Mapping[str, Sequence[Model]]:
        """Why not, and whom that concerns."""
        found: dict[str, list[Model]] = {}
        for row, refusal in self.refused:
            found.setdefault(str(refusal), []).append(row)
        return found


Service = Callable[[Sequence[Any], Any], Outcome]


@dataclass(frozen=True)
class Verb:
    """A service that takes rows and the member of staff who wants it done.

    With a list_label it is an action of the list. With a label it is a button of a
    row's own page, where the row stands so that it can lead to something: below the
    form, or, if it `asks`, on top and apart from it, on the way to a question.
    """

    name: str
    service: Service
    label: str | Promise = ""
    list_label: str | Promise = ""
    permission: Permission = "change"
    when: Callable[[Any], bool] = lambda row: True
    # What the service would do, undone again.
    rehearsal: Service | None = None
    # What the button of the question says, with the number of rows.
    button: Callable[[int], str] = str
    asks: bool = False
    # What else one should know before one presses it.
    note: str | Promise = ""

    def for_chosen(
        self, model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Model]
    ) -> HttpResponse | None:
        if self.rehearsal is None or CHOSEN in request.POST:
            if self.rehearsal is not None:
                pks = [pk for pk in request.POST[CHOSEN].split(",") if pk.isdecimal()]
                rows = model_admin.get_queryset(request).filter(pk__in=pks)
            self.tell(request, list(rows))
            return None
        chosen = list(rows)
        answer = {
            "action": self.name,
            ACTION_CHECKBOX_NAME: chosen[0].pk if chosen else "",
            CHOSEN: ",".join(str(row.pk) for row in chosen),
        }
        return self.ask(request, chosen, answer, back=request.get_full_path())

    def for_one(self, request: HttpRequest, row: Model) -> None:
        self.tell(request, [row])

    def submit_button(self, model: type[Model]) -> UnfoldAction:
        opts = model._meta
        name = f"{opts.app_label}_{opts.model_name}_{self.name}"
        return UnfoldAction(name, self.for_one, self.label, path="")

    @property
    def page(self) -> AdminPage:
        """Where a row's own button leads: the question, and then the row again."""

        def view(request: StaffRequest, row: Model) -> HttpResponse:
            if request.method == "POST":
                self.tell(request, [row])
                return redirect(form_of(row))
            return self.ask(request, [row], {}, back=form_of(row))

        view.__name__ = self.name
        return AdminPage(
            view,
            f"{self.name.replace('_', '-')}/",
            [self.permission],
            self.label,
            "",
            ActionVariant.DEFAULT,
            self.when,
        )

    def ask(
        self,
        request: HttpRequest,
        rows: Sequence[Model],
        answer: Mapping[str, Any],
        *,
        back: str,
    ) -> TemplateResponse:
        """What would happen; `answer` is what the button sends along."""
        assert self.rehearsal is not None
        outcome = self.rehearsal(rows, request.user)
        context = {
            "title": self.label or self.list_label,
            "outcome": outcome,
            "rows": rows[:LONGEST],
            "more": len(rows) - LONGEST,
            "button": self.button(outcome.done),
            "note": self.note,
            "answer": answer,
            "back": back,
        }
        site = admin.site.each_context(request)
        return TemplateResponse(request, "admin/ask.html", site | context)

    def tell(self, request: HttpRequest, rows: Sequence[Model]) -> None:
        """Do it; say with how many, what follows, and where it was refused and why."""
        outcome = self.service(rows, request.user)
        for row, refusal in outcome.refused[:LONGEST]:
            messages.warning(request, headed(row, refusal))
        if len(outcome.refused) > LONGEST:
            words = _("Not done: %d.") % len(outcome.refused)
            messages.warning(request, words)
        if outcome.done:
            done = _("Done: %d.") % outcome.done
            messages.success(request, sentences(done, *outcome.effects))


def one_by_one(service: Callable[[Any], object]) -> Service:
    """A service for one row as one for several: each is done or refused by itself."""

    def for_each(rows: Sequence[Model], _by: Any) -> Outcome:
        refused = []
        for row in rows:
            try:
                service(row)
            except ServiceError as refusal:
                refused.append((row, refusal))
        return Outcome(len(rows) - len(refused), refused=refused)

    return for_each
