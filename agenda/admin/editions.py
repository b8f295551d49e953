"""A new edition of a conference, and a conference on other days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from agenda.models import Conference
from agenda.services import editions
from agenda.services.editions import Edition
from confsite.admin.base import ModelAdmin
from confsite.admin.pages import StaffRequest, form_of, page, render_page
from confsite.fields import DayField, LineField, SlugField
from confsite.slugs import free_slug

# A conference of other centuries is a slip of the pen.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
# To the same day of the week.
YEAR = timedelta(weeks=52)
NAMES = ("name_en", "name_zh", "short_name_en", "short_name_zh")


class FirstDayForm(forms.Form):
    first_day = DayField(
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

    slug = SlugField(
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


@page(
    "new-edition/",
    # Of the owners of this one, who own the new one as well.
    permissions=["view", "agenda.add_conference"],
    label=gettext_lazy("New edition"),
    icon="content_copy",
)
def new_edition(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Ask when and under which name, then copy the programme."""
    form = EditionForm(request.POST or None, conference=conference)
    return ask_and_do(
        request,
        conference,
        form,
        lambda: editions.new_edition(conference, form.edition, request.user),
        title=_("New edition"),
        template="admin/agenda/conference/new_edition.html",
        done=_("The new edition is here. Nobody sees it until you publish it."),
    )


@page(
    "move/",
    permissions=["change"],
    label=gettext_lazy("Move the dates"),
    icon="date_range",
)
def move_dates(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Ask for the new first day, then move everything by as many days."""
    form = FirstDayForm(request.POST or None, conference=conference)

    def move() -> Conference:
        editions.move(conference, form.cleaned_data["first_day"])
        return conference

    return ask_and_do(
        request,
        conference,
        form,
        move,
        title=_("Move the dates"),
        template="admin/agenda/conference/move.html",
        done=_("Moved. Visitors see the new days once you publish."),
    )


def ask_and_do(
    request: StaffRequest,
    conference: Conference,
    form: forms.Form,
    do: Callable[[], Conference],
    *,
    title: str,
    template: str,
    done: str,
) -> HttpResponse:
    """The page with the form, or the conference that comes of it."""
    if request.method == "POST" and form.is_valid():
        try:
            made = do()
        except IntegrityError as error:
            model_admin = cast(ModelAdmin, admin.site.get_model_admin(Conference))
            messages.error(request, model_admin.refusal(error))
            return redirect(request.get_full_path())
        messages.success(request, done)
        return redirect(form_of(made))
    days = conference.span.days
    return render_page(request, conference, template, title=title, days=days, form=form)
