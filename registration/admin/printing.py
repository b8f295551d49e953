"""Letters to print: of one delegate, or of those who were chosen in the list."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confsite.admin.actions import Outcome, Verb
from confsite.admin.pages import StaffRequest, attachment, form_of, page
from confsite.staff.asked import ask_again
from registration.errors import LetterCannotBeWritten
from registration.models import Delegate
from registration.papers.letter import letters_pdf

MANY = 200  # letters that one waits for


@page(
    "print/",
    permissions=["change"],
    label=gettext_lazy("Print the letter"),
    asks_again=True,
)
def print_one(request: StaffRequest, delegate: Delegate) -> HttpResponse:
    """How they stand, as a letter on paper: with their personal link."""
    try:
        content = letters_pdf([delegate], timezone.now())
    except LetterCannotBeWritten as refusal:
        messages.warning(request, str(refusal))
        return redirect(form_of(delegate))
    name = f"letter-{delegate.reference}.pdf"
    conference = delegate.conference_id
    return attachment(request, content, name, 1, conference=conference)


@dataclass(frozen=True)
class PrintVerb(Verb):
    """An action of the list that answers with a file, to whoever was asked lately."""

    def for_chosen(
        self, model_admin: admin.ModelAdmin, request: Any, rows: QuerySet[Model]
    ) -> HttpResponse | None:
        if question := ask_again(request):
            return question
        people: Any = rows.select_related("conference__registration", "category")
        chosen = list(people.order_by("name_key", "pk")[: MANY + 1])
        if not chosen:
            return None
        if len(chosen) > MANY:
            words = _("Choose at most %d people: so many letters fit into a file.")
            messages.warning(request, words % MANY)
            return None
        try:
            content = letters_pdf(chosen, timezone.now())
        except LetterCannotBeWritten as refusal:
            messages.warning(request, str(refusal))
            return None
        conferences = {delegate.conference_id for delegate in chosen}
        of_one = conferences.pop() if len(conferences) == 1 else None
        number = len(chosen)
        return attachment(request, content, "letters.pdf", number, conference=of_one)


def nothing(rows: Any, by: Any) -> Outcome:
    return Outcome(0)


VERBS = [
    PrintVerb("print", nothing, list_label=gettext_lazy("Print the letters")),
]
