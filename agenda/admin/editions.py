"""A new edition of a conference, and a conference on other days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from agenda.admin.refusals import RefusalsInWords
from agenda.models import Conference
from agenda.services import editions
from agenda.services.editions import Edition
from confsite.fields import LineField
from confsite.slugs import free_slug

# A conference of other centuries is a slip of the pen.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
# To the same day of the week.
YEAR = timedelta(weeks=52)
NAMES = ("name_en", "name_zh", "short_name_en", "short_name_zh")
# What ConferenceAdmin.actions_detail takes.
MENU = {
    "title": gettext_lazy("More"),
    "icon": "more_horiz",
    "items": ["imports", "move_dates", "new_edition"],
}


class FirstDayForm(forms.Form):
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.fields["first_day"].initial = conference.starts.local.date()

    def clean_first_day(self) -> date:
        day = self.cleaned_data["first_day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day of this century."))
        return day


class EditionForm(FirstDayForm):
    """What is new in a new edition; begins with the names of the one before."""

    slug = forms.SlugField(
        label=capfirst(gettext_lazy("address")),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any):
        super().__init__(*args, conference=conference, **kwargs)
        first_day = conference.starts.local.date()
        later = min(first_day, LATEST - YEAR) + YEAR
        self.fields["first_day"].initial = later
        years = (str(first_day.year), str(later.year))
        for name in NAMES:
            column: Any = Conference._meta.get_field(name)
            self.fields[name] = LineField(
                label=capfirst(column.verbose_name),
                max_length=column.max_length,
                required=False,
                initial=getattr(conference, name).replace(*years),
                widget=UnfoldAdminTextInputWidget,
            )
        slug = free_slug(
            conference.slug.replace(*years),
            Conference.objects.all(),
            otherwise="conference",
            longest=60,
        )
        self.fields["slug"].initial = slug

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Conference.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another conference has this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("name_en") or data.get("name_zh")) and not self.errors:
            self.add_error("name_en", _("Give the name in at least one language."))
        return data

    @property
    def edition(self) -> Edition:
        """What editions.new_edition() takes."""
        return Edition(**self.cleaned_data)


class EditionsMixin(RefusalsInWords):
    """Mixed into the pages of conferences: the same again, or on other days."""

    @action(
        description=gettext_lazy("New edition"),
        url_path="new-edition",
        icon="content_copy",
        permissions=["copy"],
    )
    def new_edition(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask when and under which name, then copy the programme."""
        conference = self.conference(request, object_id)
        form = EditionForm(request.POST or None, conference=conference)

        def make() -> Conference:
            return editions.new_edition(conference, form.edition)

        return self.asked(
            request,
            conference,
            form,
            make,
            title=_("New edition"),
            template="new_edition.html",
            done=_("The new edition is here. Nobody sees it until you publish it."),
        )

    @action(
        description=gettext_lazy("Move the dates"),
        url_path="move",
        icon="date_range",
        permissions=["change"],
    )
    def move_dates(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the new first day, then move everything by as many days."""
        conference = self.conference(request, object_id)
        if not self.has_change_permission(request, conference):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = FirstDayForm(request.POST or None, conference=conference)

        def move() -> Conference:
            editions.move(conference, form.cleaned_data["first_day"])
            return conference

        return self.asked(
            request,
            conference,
            form,
            move,
            title=_("Move the dates"),
            template="move.html",
            done=_("Moved. Visitors see the new days once you publish."),
        )

    def has_copy_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_add_permission(request)  # type: ignore[attr-defined]

    def conference(self, request: HttpRequest, object_id: str) -> Conference:
        conference = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if conference is None:
            raise Http404
        return conference

    def asked(
        self,
        request: HttpRequest,
        conference: Conference,
        form: forms.Form,
        do: Callable[[], Conference],
        *,
        title: str,
        template: str,
        done: str,
    ) -> HttpResponse:
        """The page with the form, or the conference that comes of it."""
        page: Any = self
        if request.method == "POST" and form.is_valid():
            try:
                pk = do().pk
            except IntegrityError as error:
                page.message_user(request, self.refusal(error), messages.ERROR)
                return redirect(request.get_full_path())
            page.message_user(request, done, messages.SUCCESS)
            return redirect("admin:agenda_conference_change", pk)
        context = {
            **page.admin_site.each_context(request),
            "title": title,
            "original": conference,
            "conference": conference,
            "days": conference.span.days,
            "form": form,
            "opts": page.opts,
            "back": reverse("admin:agenda_conference_change", args=[conference.pk]),
        }
        template = f"admin/agenda/conference/{template}"
        return TemplateResponse(request, template, context)
