"""Publishing from the page of a conference: what is shown is what is published."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from agenda.admin.comparison import parts
from agenda.admin.timetable import as_it_stands, by_trouble, known_warnings
from agenda.models import Conference, Release
from agenda.publishing import publish
from agenda.publishing.compare import Comparison, compare
from agenda.publishing.publish import Draft, ProgrammeChanged
from confsite.fields import LongTextField
from confsite.models import User


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


class PublishMixin:
    """Mixed into the admin of conferences."""

    change_form_outer_before_template = "admin/agenda/conference/unpublished.html"

    @action(
        description=gettext_lazy("Publish"),
        url_path="publish",
        icon="public",
        variant=ActionVariant.PRIMARY,
        permissions=["change"],
    )
    def publish(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what has changed and ask for a note, then make it public."""
        conference = self.get_object(request, object_id)
        if conference is None:
            raise Http404
        if not self.has_change_permission(request, conference):
            raise PermissionDenied
        form = PublishForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                release = publish.publish(
                    conference, by=cast(User, request.user), **form.cleaned_data
                )
            except ProgrammeChanged as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                text = _("Published as release %d. Visitors see it now.")
                self.message_user(request, text % release.number, messages.SUCCESS)
                return redirect("admin:agenda_conference_change", conference.pk)
        return self.publish_page(request, conference, form)

    def publish_page(
        self: Any, request: HttpRequest, conference: Conference, form: PublishForm
    ) -> HttpResponse:
        draft = Draft.of(conference)
        shown = parts(unpublished(draft), request) if draft.last else []
        programme = as_it_stands(draft.rows)
        warnings = known_warnings(conference, programme, request)
        pk = [conference.pk]
        title = (
            _("Publish release %d") % draft.number if draft.differs else _("Publish")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "original": conference,
            "draft": draft,
            "parts": shown,
            # Visitors will hardly see any difference: possible, and not urged.
            "variant": "secondary" if draft.last and not shown else "primary",
            "warnings": len(warnings),
            "troubles": by_trouble(warnings),
            "timetable": reverse("admin:agenda_conference_timetable", args=pk),
            "form": form,
            "opts": self.opts,
            "back": reverse("admin:agenda_conference_change", args=pk),
        }
        return TemplateResponse(
            request, "admin/agenda/conference/publish.html", context
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Releases go with their conference, though nobody deletes one by itself."""
        parent = cast(Any, super())
        rows, counts, missing, protected = parent.get_deleted_objects(objs, request)
        return rows, counts, missing - {Release._meta.verbose_name}, protected

    def render_change_form(
        self: Any,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Conference | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """With how much of what stands here visitors do not see yet."""
        if obj:
            draft = Draft.of(obj)
            context["draft"] = draft
            if draft.last:
                context["unpublished"] = len(unpublished(draft).shown)
        parent = cast(Any, super())
        return parent.render_change_form(request, context, *args, obj=obj, **kwargs)


def unpublished(draft: Draft) -> Comparison:
    assert draft.last
    return compare(draft.last.snapshot, draft.rows)
