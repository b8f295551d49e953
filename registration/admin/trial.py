"""Test sign-ups: a list of their own, and one press that removes them all."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.decorators import display

from agenda.admin.current_conference import (
    CHOSEN,
    ConferenceFilter,
    FiltersByConference,
)
from agenda.models import Conference
from agenda.rights import visible
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import badge_with_word, short_moment
from confsite.keys import is_key
from registration import trials
from registration.admin.attendee import TRY, attendee
from registration.admin.badges import DELEGATES
from registration.admin.letter import LetterInline
from registration.models import TrialSignUp
from registration.states import DelegateState


@admin.register(TrialSignUp)
class TrialSignUpAdmin(ReadOnlyAdmin, FiltersByConference):
    purpose = gettext_lazy(
        "How staff have tried the form. These take no place, stand in no other list "
        "and no number, and their letters go to whoever tried."
    )
    first_step = gettext_lazy("Open Today, see it as an attendee, and press Register.")
    sees = "registration.reach_delegate"
    zone_path = "conference__time_zone"
    list_before_template = "admin/registration/trials.html"

    list_display = ["names", "category_", "state_word", "tried"]
    list_filter = [("conference", ConferenceFilter)]
    list_select_related = ["conference", "category"]
    inlines = [LetterInline]
    fields = readonly_fields = [
        *("state_word", "tried", "conference", "category", "attendance", "reference"),
        *("title", "given_name", "family_name", "native_name"),
        *("phone", "organisation", "position", "country", "language"),
    ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "registration_attendee"
        inside = "<int:conference>/as-attendee/<str:language>"
        return [
            path("<int:conference>/remove/", view(remove), name=f"{name}_remove"),
            path("<int:conference>/as-attendee/", view(attendee), name=name),
            path(f"{inside}/", view(attendee), name=f"{name}_in"),
            path(f"{inside}/<path:page>", view(attendee), name=f"{name}_in"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.sees, obj)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        conference = request.GET.get(CHOSEN, "")
        remove = ""
        if is_key(conference) and request.user.has_perm(
            TRY, Conference(pk=int(conference))
        ):
            remove = reverse("admin:registration_attendee_remove", args=[conference])
        kwargs["extra_context"] = {"remove_url": remove}
        return super().changelist_view(request, *args, **kwargs)

    @display(description=gettext_lazy("Name"), header=True, ordering="name_key")
    def names(self, trial: Any) -> list[Any]:
        return [trial.display_name, trial.other_name, trial.monogram]

    @display(description=gettext_lazy("category"), header=True)
    def category_(self, trial: TrialSignUp) -> list[Any]:
        return [trial.category.name, trial.get_attendance_display()]

    @display(description=gettext_lazy("state"))
    def state_word(self, trial: TrialSignUp) -> str:
        badge = DELEGATES[DelegateState(trial.state)]
        return badge_with_word(trial.get_state_display(), badge)

    @display(description=gettext_lazy("tried"), ordering="pk")
    def tried(self, trial: TrialSignUp) -> str:
        return short_moment(trial.signed_up_at, trial.conference.clocks[0])


@require_POST
def remove(request: HttpRequest, conference: int) -> HttpResponse:
    """Remove all test sign-ups of a conference."""
    if not request.user.has_perm(TRY):
        raise PermissionDenied
    known = visible(Conference.objects.all(), request.user, TRY, "pk")
    row = get_object_or_404(known, pk=conference)
    number = trials.remove_all(row.pk)
    words = ngettext("%d test was removed.", "%d tests were removed.", number)
    messages.success(request, words % number)
    return redirect("admin:index")
