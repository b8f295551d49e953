"""Publishing from the page of a conference: what is shown is what is published."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from agenda.admin.comparison import parts
from agenda.admin.timetable import by_trouble, known_programme, known_warnings
from agenda.models import Conference
from agenda.publishing import publish as publishing
from agenda.publishing.compare import Comparison, compare
from agenda.publishing.publish import Draft, ProgrammeChanged
from confsite.admin.pages import StaffRequest, form_of, page, render_page
from confsite.fields import LongTextField


class NoteForm(forms.Form):
    note = LongTextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "For your colleagues: what is new. Visitors do not see it."
        ),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class PublishForm(NoteForm):
    # Of what the page showed. Without it nothing has been looked at.
    digest = forms.CharField(required=False, widget=forms.HiddenInput)


@page(
    "publish/",
    permissions=["change"],
    label=gettext_lazy("Publish"),
    icon="public",
    variant=ActionVariant.PRIMARY,
)
def publish(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Show what has changed and ask for a note, then make it public."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            release = publishing.publish(
                conference, by=request.user, **form.cleaned_data
            )
        except ProgrammeChanged as refusal:
            messages.warning(request, str(refusal))
        else:
            text = _("Published as release %d. Visitors see it now.")
            messages.success(request, text % release.number)
            return redirect(form_of(conference))
    draft = Draft.of(conference)
    shown = parts(unpublished(draft), request, conference) if draft.last else []
    programme = known_programme(draft.rows, request, conference)
    warnings = known_warnings(conference, programme, request)
    title = _("Publish release %d") % draft.number if draft.differs else _("Publish")
    return render_page(
        request,
        conference,
        "admin/agenda/conference/publish.html",
        title=title,
        draft=draft,
        parts=shown,
        # Visitors will hardly see any difference: possible, and not urged.
        variant="secondary" if draft.last and not shown else "primary",
        warnings=len(warnings),
        troubles=by_trouble(warnings),
        timetable=reverse("admin:agenda_conference_timetable", args=[conference.pk]),
        form=form,
    )


def unpublished(draft: Draft) -> Comparison:
    assert draft.last
    return compare(draft.last.snapshot, draft.rows)
