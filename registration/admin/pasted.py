"""A pasted list of people: who was found is a selection, on which every verb works."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from agenda.admin.current_conference import CHOSEN, chosen
from agenda.rights import visible
from confsite.admin.pages import StaffRequest
from confsite.keys import is_key
from registration import finding
from registration.admin import selections
from registration.admin.many import selection
from registration.models import Delegate, DelegateSelection
from registration.models.delegate import DelegateQuerySet

MOST = 20_000  # lines
SHOWN = 200  # lines that are named
REACH = "registration.reach_delegate"


class PastedForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "One person a line: a reference, an e-mail address or a name in either "
            "script; or as copied out of Excel, with an address or an organisation in "
            "another column."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
    )

    def clean_people(self) -> list[finding.PastedLine]:
        lines = finding.lines_of(self.cleaned_data["people"])
        if len(lines) > MOST:
            words = _("These are %(number)d lines; at most %(most)d are looked at.")
            facts = {"number": len(lines), "most": MOST}
            raise forms.ValidationError(words % facts)
        return lines


def page_of(request: HttpRequest) -> str:
    """The address of this page, for the conference that a list is filtered by; empty
    without a right to it."""
    if not request.user.has_perm(REACH):
        return ""
    conference = request.GET.get(CHOSEN, "")
    page = reverse("admin:registration_delegate_pasted")
    return f"{page}?{urlencode({CHOSEN: conference})}" if conference else page


def pasted(request: StaffRequest) -> HttpResponse:
    """Find those whom a list names, and say whom it may mean otherwise."""
    # An address that is looked for and found is an address that is told.
    if not request.user.has_perm(REACH):
        raise PermissionDenied
    conference = conference_of(request)
    if "found" in request.POST:
        return together(request, conference)
    form = PastedForm(request.POST if request.method == "POST" else None)
    found = key = None
    if form.is_valid():
        people = known(request)
        if conference:
            people = people.filter(conference=conference)
        found = finding.find(form.cleaned_data["people"], people)
        key = DelegateSelection.of(found.keys, request.user).pk
    context: dict[str, Any] = {
        "title": _("People from a list"),
        "form": form,
        "found": found,
        "selection": key,
        "shown": SHOWN,
        "opts": Delegate._meta,
        "back": reverse("admin:registration_delegate_changelist"),
    }
    site = admin.site.each_context(request)
    template = "admin/registration/pasted.html"
    return TemplateResponse(request, template, site | context)


def together(request: StaffRequest, conference: int | None) -> HttpResponse:
    """Those who were found, with those who were ticked, as a filter of the list."""
    found = selection(request.POST["found"], request.user)
    keys = dict.fromkeys(found.keys)
    for key in request.POST.getlist("also"):
        if not is_key(key):
            raise BadRequest("no row can have such a key")
        keys[int(key)] = None
    # In the order in which they were found; of others no key is kept.
    seen = set(known(request).filter(pk__in=keys).values_list("pk", flat=True))
    chosen_keys = [key for key in keys if key in seen]
    row = DelegateSelection.of(chosen_keys, request.user)
    return redirect(selections.page_of(row.pk, conference))


def known(request: HttpRequest) -> DelegateQuerySet:
    return visible(Delegate.objects.all(), request.user, REACH)


def conference_of(request: HttpRequest) -> int | None:
    named = request.GET.get(CHOSEN, "")
    if is_key(named):
        return int(named)
    conference = chosen(request)
    return conference.pk if conference else None
