"""The list of delegates: columns, filters and search, and what is read for them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import CHOSEN, FiltersByConference
from confsite.admin.columns import badge_with_word, short_day
from registration.admin import arrivals, delegate_verbs
from registration.admin.badges import DELEGATES, LETTERS
from registration.admin.holds import HoldFilter, with_hold
from registration.admin.mail_trouble import AddressFilter, TellsOfTrouble, flag
from registration.admin.seats import SeatFilter
from registration.admin.selections import SelectionFilter
from registration.letters import kinds
from registration.models import Category, Delegate, Letter, StaffAction
from registration.states import DelegateState, LetterState

# What of a long organisation fits beside the other columns.
LONGEST = 90


class CategoryFilter(RelatedDropdownFilter):
    """The categories of the conference that the list is filtered by, or of all."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[int, str]]:
        categories = Category.objects.select_related("conference")
        chosen = request.GET.get(CHOSEN, "")
        if chosen.isdecimal():
            return [(c.pk, str(c)) for c in categories.filter(conference=int(chosen))]
        return [(c.pk, f"{c} · {c.conference}") for c in categories]


class DelegateList(TellsOfTrouble, FiltersByConference):
    """Mixed into the admin of delegates: who they are, and how they stand."""

    list_before_template = "admin/registration/undo.html"
    list_display = [
        "names",
        "organisation_",
        "category_",
        "state_word",
        "place_in_line",
        "latest_letter",
        "signed_up_",
    ]
    list_filter = [
        ("conference", RelatedDropdownFilter),
        ("category", CategoryFilter),
        ("attendance", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        HoldFilter,
        SeatFilter,
        arrivals.TogetherFilter,
        AddressFilter,
        SelectionFilter,
    ]
    list_select_related = ["conference", "category"]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy(
        "Name, e-mail address, telephone, organisation, position or reference"
    )

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        done = StaffAction.objects.filter(by=request.user.pk)
        kwargs["extra_context"] = {
            "undoable": delegate_verbs.undoable(done),
            "together_url": arrivals.page_of(request.GET.get(CHOSEN, "")),
        } | (kwargs.get("extra_context") or {})
        return super().changelist_view(request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegate]:
        # A note to an address before is no letter to them.
        letters = Letter.objects.filter(delegate=OuterRef("pk"))
        letters = letters.exclude(kind=kinds.ADDRESS_CHANGED).order_by("-pk")
        latest = letters.values(facts=JSONObject(kind="kind", state="state"))[:1]
        refused = letters.filter(
            state=LetterState.FAILED, refused_address__iexact=OuterRef("email")
        )
        rows = super().get_queryset(request)
        rows = rows.annotate(latest=Subquery(latest), unreachable=Exists(refused))
        return rows.with_place_in_line().with_earlier()

    @display(
        description=pgettext_lazy("person", "name"), header=True, ordering="name_key"
    )
    def names(self, delegate: Delegate) -> list[Any]:
        return [delegate.display_name, delegate.other_name, delegate.monogram]

    @display(
        description=gettext_lazy("organisation"),
        ordering="organisation",
        empty_value="–",
    )
    def organisation_(self, delegate: Delegate) -> str | None:
        return Truncator(delegate.organisation).chars(LONGEST) or None

    @display(
        description=gettext_lazy("category"), header=True, ordering="category__position"
    )
    def category_(self, delegate: Delegate) -> list[Any]:
        return [delegate.category.name, delegate.get_attendance_display()]

    @display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, delegate: Delegate) -> str:
        badge = DELEGATES[DelegateState(delegate.state)]
        word = badge_with_word(delegate.get_state_display(), badge)
        return with_hold(word, delegate)

    @display(
        description=gettext_lazy("place in line"),
        ordering="waiting_number",
        empty_value="–",
    )
    def place_in_line(self, delegate: Any) -> int | None:
        """The number that they read on their own page."""
        return delegate.line

    @display(description=gettext_lazy("latest letter"), header=True)
    def latest_letter(self, delegate: Any) -> list[Any]:
        if delegate.latest is None:
            return ["–", ""]
        state = LetterState(delegate.latest["state"])
        label = kinds.KINDS[delegate.latest["kind"]].label
        if delegate.unreachable:
            return [label, flag()]
        return [label, badge_with_word(state.label, LETTERS[state])]

    @display(description=gettext_lazy("signed up"), header=True, ordering="pk")
    def signed_up_(self, delegate: Any) -> list[str]:
        return [self.signed_up(delegate), ended(delegate) or ""]

    @display(description=gettext_lazy("signed up"))
    def signed_up(self, delegate: Delegate) -> str:
        clock, _second = delegate.conference.clocks
        return short_day(clock.at(delegate.signed_up_at))


def ended(delegate: Any) -> str | None:
    """How an earlier registration with the same address ended, and when."""
    if not delegate.before:
        return None
    clock, _second = delegate.conference.clocks
    day = short_day(clock.at(datetime.fromisoformat(delegate.before["at"])))
    if delegate.before["state"] == DelegateState.DECLINED:
        return format_html(_("declined on {day}"), day=day)
    return format_html(_("cancelled on {day}"), day=day)
