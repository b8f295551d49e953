"""Possible duplicates: who may be one person, side by side, and what staff say."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    DropdownFilter,
)
from unfold.decorators import display

from agenda.admin.current_conference import (
    CHOSEN,
    ConferenceFilter,
    FiltersByConference,
)
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import (
    Badge,
    badge_with_word,
    moment_in_words,
    short_moment,
)
from confsite.admin.pages import StaffRequest, form_of, page, render_page
from confsite.keys import is_key
from registration.admin.duplicate_forms import MergeForm, lines
from registration.duplicates import merging, search, services
from registration.errors import RegistrationError
from registration.many import move_up
from registration.models import Delegate, DelegateMerge, PossibleDuplicate
from registration.states import Likelihood, PairState

CHANGE = "registration.change_delegate"
BADGES = {
    Likelihood.LIKELY: Badge("done_all", "care"),
    Likelihood.POSSIBLE: Badge("question_mark", "open"),
    Likelihood.FAINT: Badge("blur_on"),
}
OF = "of"


# -- Side by side ----------------------------------------------------------------------


def compare(request: StaffRequest, pair: PossibleDuplicate) -> HttpResponse:
    """Both registrations, fact by fact; merged or told apart from here."""
    may_change = request.user.has_perm(CHANGE, pair)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        return decide(request, pair)
    is_open = pair.state == PairState.OPEN and pair.both_are_live
    form = MergeForm(pair)
    may_merge = may_change and is_open
    return render_page(
        request,
        pair,
        "admin/registration/duplicate.html",
        title=_("One person?"),
        pair=pair,
        lines=list(lines(request, pair, form.proposed, may_merge=may_merge)),
        seen=form.proposed.seen,
        may_merge=may_merge,
        may_look_again=may_change and pair.state == PairState.DIFFERENT,
        decided=decided(pair),
        back=list_of(pair.conference_id),
    )


def decide(request: StaffRequest, pair: PossibleDuplicate) -> HttpResponse:
    """Do what the button says; what is refused is told in words."""
    verb = VERBS.get(request.POST.get("verb", ""), merge)
    try:
        return verb(request, pair)
    except RegistrationError as refusal:
        messages.warning(request, str(refusal))
        return redirect(form_of(pair))


def merge(request: StaffRequest, pair: PossibleDuplicate) -> HttpResponse:
    form = MergeForm(pair, request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose whose place is kept."))
        return redirect(form_of(pair))
    result = merging.merge(pair, form.choice, request.user)
    kept = Delegate.objects.get(pk=form.choice.place)
    merged = format_html(
        _("Merged into {person}."),
        person=format_html(
            '<a class="text-link" href="{}">{}</a>', form_of(kept), kept
        ),
    )
    seated = move_up(result.are_seated) if result.are_seated else ""
    messages.success(request, format_html("{} {}", merged, seated))
    return on_to_the_next(pair, kept)


def tell_apart(request: StaffRequest, pair: PossibleDuplicate) -> HttpResponse:
    services.tell_apart(pair, request.user)
    messages.success(request, _("Remembered: they are two people."))
    return redirect(list_of(pair.conference_id))


def look_again(request: StaffRequest, pair: PossibleDuplicate) -> HttpResponse:
    services.pair_by_hand([pair.first, pair.second])
    return redirect(form_of(pair))


VERBS = {"merge": merge, "apart": tell_apart, "again": look_again}


def on_to_the_next(pair: PossibleDuplicate, kept: Delegate) -> HttpResponse:
    """Who is registered three times is there once more at once."""
    following = PossibleDuplicate.objects.open().of(kept).first()
    return redirect(form_of(following) if following else list_of(pair.conference_id))


def decided(pair: PossibleDuplicate) -> str:
    """Why there is nothing to decide."""
    if pair.decided_at:
        clock, _second = pair.conference.clocks
        return _("%(state)s: said by %(who)s, %(moment)s.") % {
            "state": pair.get_state_display(),
            "who": pair.decided_by or "–",
            "moment": moment_in_words(pair.decided_at, clock),
        }
    if not pair.both_are_live:
        return _("One of the two is over: there is nothing to decide.")
    return ""


def list_of(conference_id: int, **query: Any) -> str:
    page = reverse("admin:registration_possibleduplicate_changelist")
    return f"{page}?{urlencode({CHOSEN: conference_id, **query})}"


# -- From a delegate -------------------------------------------------------------------


def has_open(delegate: Delegate) -> bool:
    return PossibleDuplicate.objects.open().of(delegate).exists()


@page(
    "duplicates/",
    permissions=["registration.view_possibleduplicate"],
    label=gettext_lazy("Possible duplicates"),
    icon="people",
    when=has_open,
)
def duplicates(request: StaffRequest, delegate: Delegate) -> HttpResponse:
    """Those of one delegate; the only one at once."""
    found = list(PossibleDuplicate.objects.open().of(delegate)[:2])
    if len(found) == 1:
        return redirect(form_of(found[0]))
    return redirect(list_of(delegate.conference_id, **{OF: delegate.pk}))


def warn(request: HttpRequest, pairs: list[PossibleDuplicate]) -> None:
    """Say of whom staff have just entered that they may be here already."""
    for pair in pairs:
        words = format_html(
            _("{person} may be registered already: {why}."),
            person=pair.first,
            why=pair.why,
        )
        link = format_html(
            '<a class="text-link" href="{}">{}</a>', form_of(pair), _("Compare")
        )
        messages.warning(request, format_html("{} {}", words, link))


class TellsOfDuplicates:
    """Mixed into the pages of delegates: who may be here twice, and what was merged."""

    def response_add(self, request: HttpRequest, obj: Delegate, *args: Any) -> Any:
        """With a warning where somebody like them is registered already."""
        # Once nobody waits for the quotas any more: the worker may hold the search.
        transaction.on_commit(
            lambda: warn(request, search.look_at_now([obj.pk])), robust=True
        )
        return super().response_add(request, obj, *args)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if row := context.get("original"):
            merges = DelegateMerge.objects.select_related("delegate")
            context["merged"] = [m.delegate for m in merges.filter(into=row)]
            context["merged_into"] = DelegateMerge.objects.kept_for(row)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


# -- The list --------------------------------------------------------------------------


# Of those that are open: namesakes alone are left out.
LIKELY = "likely"


class SaidFilter(DropdownFilter):
    """Those that wait for somebody to look at them, unless others are asked for."""

    title = gettext_lazy("state")
    parameter_name = "said"
    all_option = ["", PairState.OPEN.label]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        others = (PairState.DIFFERENT, PairState.MERGED)
        return [
            (LIKELY, _("open, by more than the name")),
            *((state.value, state.label) for state in others),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in PairState.values:
            return queryset.filter(state=self.value())
        pairs = queryset.open()  # type: ignore[attr-defined]
        return pairs.by_more_than_the_name() if self.value() == LIKELY else pairs


class OfFilter(DropdownFilter):
    """Those of one delegate, as their page leads to them."""

    title = gettext_lazy("delegate")
    parameter_name = OF

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        key = self.used_parameters.get(self.parameter_name)
        return [(key, gettext_lazy("of one delegate"))] if key else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        key = self.value()
        if not key:
            return queryset
        if not is_key(key):
            return queryset.none()
        return queryset.of(Delegate(pk=int(key)))  # type: ignore[attr-defined]


@admin.register(PossibleDuplicate)
class PossibleDuplicateAdmin(FiltersByConference, ReadOnlyAdmin):
    purpose = gettext_lazy(
        "Registrations that may be of one person, the likeliest first. Compare them, "
        "and merge them or say that they are two people; that is remembered."
    )
    first_step = gettext_lazy(
        "There is nothing to do: the site looks for them by itself, after each sign-up "
        "and each import."
    )
    list_display = ["earlier", "later", "why_", "likelihood_", "found"]
    list_filter = [
        ("conference", ConferenceFilter),
        ("likelihood", ChoicesDropdownFilter),
        SaidFilter,
        OfFilter,
    ]
    list_select_related = ["first", "second", "conference"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It shows all that is known of two delegates."""
        may_see = request.user.has_perm("registration.reach_delegate", obj)
        return may_see and super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PossibleDuplicate]:
        rows = super().get_queryset(request)
        return rows.select_related(
            "conference", "decided_by", "first__category", "second__category"
        )

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        pair = self.get_object(request, unquote(object_id))
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return compare(request, pair)  # type: ignore[arg-type]

    @display(description=gettext_lazy("registered first"), header=True)
    def earlier(self, pair: PossibleDuplicate) -> list[Any]:
        return in_two_lines(pair.first)

    @display(description=gettext_lazy("registered later"), header=True)
    def later(self, pair: PossibleDuplicate) -> list[Any]:
        return in_two_lines(pair.second)

    @display(description=gettext_lazy("why"))
    def why_(self, pair: PossibleDuplicate) -> str:
        return pair.why

    @display(description=gettext_lazy("one person"), ordering="likelihood")
    def likelihood_(self, pair: PossibleDuplicate) -> str:
        badge = BADGES[Likelihood(pair.likelihood)]
        return badge_with_word(pair.get_likelihood_display(), badge)

    @display(description=gettext_lazy("found"), ordering="found_at")
    def found(self, pair: PossibleDuplicate) -> str:
        return short_moment(pair.found_at, pair.conference.clocks[0])


def in_two_lines(delegate: Delegate) -> list[Any]:
    """The name in both scripts as far as it is known, and where they are from."""
    name, other = delegate.display_name, delegate.other_name
    first = f"{name} · {other}" if other else name
    return [first, delegate.organisation or delegate.email or delegate.phone]
