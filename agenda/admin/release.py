"""Releases: looked at, compared, and published again."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from agenda.admin.comparison import parts
from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from agenda.admin.publishing import NoteForm
from agenda.models import Conference, Release
from agenda.publishing import compare as comparing
from agenda.publishing import publish
from agenda.publishing.publish import PublishedMeanwhile
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import day_and_time, short_moment
from confsite.admin.pages import StaffRequest, form_of, page, render_page


class ComparisonForm(forms.Form):
    """Two releases of a conference, by their numbers."""

    before = forms.TypedChoiceField(
        label=pgettext_lazy("release", "from"),
        coerce=int,
        widget=UnfoldAdminSelectWidget,
    )
    after = forms.TypedChoiceField(
        label=pgettext_lazy("release", "to"), coerce=int, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any):
        super().__init__(*args, **kwargs)
        clock = conference.clocks[0]
        releases = conference.releases.values_list("number", "made_at")
        choices = [
            (
                number,
                f"{number} · {day_and_time(clock.at(made_at))} {clock.label.active}",
            )
            for number, made_at in releases
        ]
        for field in self.fields.values():
            cast(forms.ChoiceField, field).choices = choices


class PublishAgainForm(NoteForm):
    # The release that visitors saw when the page was opened.
    latest = forms.IntegerField(widget=forms.HiddenInput)


@page(
    "compare/",
    permissions=["view"],
    label=gettext_lazy("Compare"),
    icon="compare_arrows",
)
def compare(request: StaffRequest, release: Release) -> HttpResponse:
    """What differs between two releases: this one and the one before, at first."""
    number = release.number
    first = {"before": max(1, number - 1), "after": number}
    form = ComparisonForm(first | request.GET.dict(), conference=release.conference)
    context = {"title": _("Compare releases"), "form": form}
    if form.is_valid():
        chosen = [form.cleaned_data[name] for name in ("before", "after")]
        of_both = dict(
            release.conference.releases.filter(number__in=chosen).values_list(
                "number", "snapshot"
            )
        )
        before, after = (of_both[number] for number in chosen)
        context |= {
            "before": chosen[0],
            "after": chosen[1],
            "parts": parts(
                comparing.compare(before, after), request, release.conference
            ),
        }
    return render_page(request, release, "admin/agenda/release/compare.html", **context)


@page(
    "publish-again/",
    # Whoever may publish a conference may publish an earlier release of it.
    permissions=["agenda.change_conference"],
    label=gettext_lazy("Publish again"),
    icon="restore",
)
def publish_again(request: StaffRequest, release: Release) -> HttpResponse:
    """Show what that changes for visitors and ask for a note, then do it."""
    latest = release.conference.releases.latest()
    note = _("Release %d again") % release.number
    form = PublishAgainForm(
        request.POST if request.method == "POST" else None, initial={"note": note}
    )
    if form.is_valid() and release != latest:
        try:
            made = publish.publish_again(release, by=request.user, **form.cleaned_data)
        except PublishedMeanwhile as refusal:
            messages.warning(request, str(refusal))
            latest = release.conference.releases.latest()
        else:
            text = _("Published as release %d. Visitors see it now.")
            messages.success(request, text % made.number)
            return redirect(form_of(made))
    return render_page(
        request,
        release,
        "admin/agenda/release/publish_again.html",
        title=_("Publish release %d again") % release.number,
        latest=latest,
        next=latest.number + 1,
        parts=parts(
            comparing.compare(latest.snapshot, release.snapshot),
            request,
            release.conference,
        ),
        form=form,
    )


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin, FiltersByConference):
    purpose = gettext_lazy(
        "Every programme that was ever published. Visitors see the latest; "
        "none of them can be changed."
    )
    first_step = gettext_lazy("Open a conference and press Publish.")

    list_display = ["number", "conference", "made", "made_by", "note", "compared"]
    list_filter = [("conference", ConferenceFilter)]
    list_select_related = ["conference", "made_by"]
    fields = ["conference", "number", "made", "made_by", "note"]
    pages = [compare, publish_again]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        return super().get_queryset(request).order_by("-made_at").defer("snapshot")

    @display(description=gettext_lazy("published"), ordering="made_at")
    def made(self, release: Release) -> str:
        return short_moment(release.made_at, release.conference.clocks[0])

    @display(description=gettext_lazy("what it changed"))
    def compared(self, release: Release) -> SafeString | str:
        if release.number == 1:
            return "–"
        return format_html(
            '<a class="text-link whitespace-nowrap" href="{}">{}</a>',
            reverse("admin:agenda_release_compare", args=[release.pk]),
            _("compare with %d") % (release.number - 1),
        )
