"""Verbs: what staff do with rows, from the list and from a row's own page.

A verb with a rehearsal asks before it is done with rows of the list: it shows what
would happen, in numbers, and its button carries the number. With more rows than staff
can wait for it becomes long work (LongWork), and the question is answered by counting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from unfold.dataclasses import UnfoldAction
from unfold.enums import ActionVariant

from confsite.admin.pages import AdminPage, Permission, StaffRequest, form_of
from confsite.exceptions import ServiceError
from confsite.keys import is_key
from confsite.words import headed, sentences

# The rows that a question was about, so that its answer is about no others.
CHOSEN = "chosen"
# Whether it was answered, and not just asked once more with what a form says.
ANSWERED = "answered"
LONGEST = 20  # rows that a question names
MANY = 200  # rows with which a verb becomes long work


class Refusals(NamedTuple):
    """Why not, for how many, and some of them."""

    reason: str
    number: int
    rows: Sequence[Model]


@dataclass(frozen=True)
class Outcome:
    """What a verb did, or would do: with how many rows, what follows, and where not."""

    done: int
    effects: Sequence[str] = ()
    refused: Sequence[tuple[Model, ServiceError]] = ()
    # Where they were only counted.
    counted: Sequence[Refusals] = ()

    @property
    def reasons(self) -> Mapping[str, Sequence[Model]]:
        """Why not, and whom that concerns."""
        found: dict[str, list[Model]] = {}
        for row, refusal in self.refused:
            found.setdefault(str(refusal), []).append(row)
        return found

    @property
    def refusals(self) -> list[Refusals]:
        named = [
            Refusals(reason, len(rows), rows[:LONGEST])
            for reason, rows in self.reasons.items()
        ]
        return [*named, *self.counted]


# Of rows, who wants it, and what the verb's form says.
Service = Callable[..., Outcome]
Parameters = Mapping[str, Any]


class LongWork(Protocol):
    """What becomes of a verb with many rows, which have a name of their own then."""

    def keep(self, keys: Sequence[int], by: Any) -> str: ...

    def kept(self, name: str, by: Any) -> Sequence[int]: ...

    def forecast(self, name: str, parameters: Parameters) -> Outcome:
        """What would happen as things stand, by counting."""

    def start(self, name: str, by: Any, parameters: Parameters) -> Model:
        """The row that says how far it has come."""


@dataclass(frozen=True)
class Question:
    """Rows that somebody has chosen: all of them, or, of many, the first and a name."""

    rows: Sequence[Any]
    number: int
    # As the answer sends them along.
    name: str

    @property
    def is_long(self) -> bool:
        return self.name.startswith("~")


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
    # What the service has to be told: a form that is made with `rows`. Where a field is
    # required, what would happen is shown once it is filled in.
    form: Callable[..., forms.Form] | None = None
    long_work: LongWork | None = None
    long_note: str | Promise = ""

    def for_chosen(
        self, model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Model]
    ) -> HttpResponse | None:
        if self.rehearsal is None:
            self.tell(request, list(rows), {})
            return None
        page: Any = model_admin
        everybody = page.within(request, page.get_queryset(request), self.permission)
        question = self.question(request, rows, everybody)
        answer = {
            "action": self.name,
            ACTION_CHECKBOX_NAME: question.rows[0].pk if question.rows else "",
            CHOSEN: question.name,
        }
        return self.respond(request, question, answer, back=request.get_full_path())

    def question(
        self, request: HttpRequest, rows: QuerySet[Model], everybody: QuerySet[Model]
    ) -> Question:
        """Whom it is about: as asked before, or chosen just now."""
        name = request.POST.get(CHOSEN, "")
        if CHOSEN in request.POST and not name.startswith("~"):
            pks = [pk for pk in name.split(",") if is_key(pk)]
            chosen = list(everybody.filter(pk__in=pks))
            return Question(chosen, len(chosen), name)
        work = self.long_work
        if work is None:
            chosen = list(rows)
            return Question(chosen, len(chosen), named(chosen))
        keys: Sequence[int]
        if name:
            keys = work.kept(name[1:], request.user)
        else:
            keys = list(rows.values_list("pk", flat=True))
            if len(keys) <= MANY:
                chosen = list(rows)
                return Question(chosen, len(chosen), named(chosen))
            name = "~" + work.keep(keys, request.user)
        return Question(list(everybody.filter(pk__in=keys[:LONGEST])), len(keys), name)

    def for_one(self, request: HttpRequest, row: Model) -> None:
        self.tell(request, [row], {})

    def submit_button(self, model: type[Model]) -> UnfoldAction:
        opts = model._meta
        name = f"{opts.app_label}_{opts.model_name}_{self.name}"
        return UnfoldAction(name, self.for_one, self.label, path="")

    @property
    def page(self) -> AdminPage:
        """Where a row's own button leads: the question, and then the row again."""

        def view(request: StaffRequest, row: Model) -> HttpResponse:
            question = Question([row], 1, str(row.pk))
            answer = {CHOSEN: question.name}
            response = self.respond(request, question, answer, back=form_of(row))
            return response or redirect(form_of(row))

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

    def respond(
        self,
        request: HttpRequest,
        question: Question,
        answer: Mapping[str, Any],
        *,
        back: str,
    ) -> HttpResponse | None:
        """Ask, or do what was answered: then None, or the page of the long work."""
        form = self.form_for(request, question)
        parameters = form.cleaned_data if form and form.is_valid() else {}
        is_told = form is None or form.is_valid()
        if request.POST.get(ANSWERED) and is_told:
            if not question.is_long:
                self.tell(request, question.rows, parameters)
                return None
            assert self.long_work
            name = question.name[1:]
            job = self.long_work.start(name, request.user, parameters)
            return redirect(form_of(job))
        outcome = self.rehearse(request, question, parameters) if is_told else None
        return self.ask(request, question, answer, form, outcome, back=back)

    def form_for(self, request: HttpRequest, question: Question) -> forms.Form | None:
        """What was filled in; one that need not be is taken as it is at first."""
        if self.form is None:
            return None
        unbound = self.form(None, rows=question.rows)
        is_sent = any(name in request.POST for name in unbound.fields)
        if is_sent or not any(f.required for f in unbound.fields.values()):
            return self.form(request.POST, rows=question.rows)
        return unbound

    def rehearse(
        self, request: HttpRequest, question: Question, parameters: Parameters
    ) -> Outcome:
        if question.is_long:
            assert self.long_work
            return self.long_work.forecast(question.name[1:], parameters)
        assert self.rehearsal is not None
        return self.rehearsal(question.rows, request.user, **parameters)

    def ask(
        self,
        request: HttpRequest,
        question: Question,
        answer: Mapping[str, Any],
        form: forms.Form | None,
        outcome: Outcome | None,
        *,
        back: str,
    ) -> TemplateResponse:
        """What would happen; `answer` is what the button sends along."""
        # What decides what would happen is not to be changed behind its back.
        is_fixed = bool(form and any(f.required for f in form.fields.values()))
        sent = hidden(form) if form and is_fixed and outcome else {}
        context = {
            "title": self.label or self.list_label,
            "outcome": outcome,
            "rows": question.rows[:LONGEST],
            "more": question.number - len(question.rows[:LONGEST]),
            "button": self.button(outcome.done)
            if outcome
            else pgettext("button", "Next"),
            "note": self.long_note if question.is_long else self.note,
            "form": None if sent else form,
            "said": said(form) if form and sent else [],
            "answer": {**answer, **sent, **({ANSWERED: "1"} if outcome else {})},
            "back": back,
        }
        site = admin.site.each_context(request)
        return TemplateResponse(request, "admin/ask.html", site | context)

    def tell(
        self, request: HttpRequest, rows: Sequence[Model], parameters: Parameters
    ) -> None:
        """Do it; say with how many, what follows, and where it was refused and why."""
        outcome = self.service(rows, request.user, **parameters)
        for row, refusal in outcome.refused[:LONGEST]:
            messages.warning(request, headed(row, refusal))
        if len(outcome.refused) > LONGEST:
            words = _("Not done: %d.") % len(outcome.refused)
            messages.warning(request, words)
        if outcome.done:
            done = _("Done: %d.") % outcome.done
            messages.success(request, sentences(done, *outcome.effects))


def named(rows: Sequence[Model]) -> str:
    return ",".join(str(row.pk) for row in rows)


def hidden(form: forms.Form) -> dict[str, str]:
    """What a form says, to be sent along as it is."""
    return {
        name: value
        for name in form.fields
        if (value := form.data.get(form.add_prefix(name), ""))
    }


def said(form: forms.Form) -> list[str]:
    """What a form says, in words."""
    return [
        headed(bound.label, in_words(bound))
        for bound in form
        if bound.data not in (None, "", [])
    ]


def in_words(bound: Any) -> str:
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return str(bound.data)
    return next((str(word) for key, word in choices if str(key) == bound.data), "")


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
