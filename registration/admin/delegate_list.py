"""The list of delegates: columns, filters and search, and what is read for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import (
    CHOSEN,
    ConferenceFilter,
    FiltersByConference,
)
from agenda.models import Conference
from agenda.rights import conferences_of, visible
from confsite.admin.columns import badge_with_word, short_day, short_moment
from confsite.admin.saved_views import SeenInViews
from confsite.keys import is_key
from registration import line
from registration.admin import (
    arrivals,
    browsing,
    delegate_verbs,
    doings,
    exports,
    imports,
    pasted,
)
from registration.admin.badges import DELEGATES, LETTERS
from registration.admin.consents import ConsentFilter
from registration.admin.holds import HoldFilter, with_hold
from registration.admin.mail_trouble import (
    AddressFilter,
    TellsOfTrouble,
    flag,
    is_unreachable,
    letters_of_each,
)
from registration.admin.seats import SeatFilter
from registration.admin.selections import SelectionFilter
from registration.admin.tags import TagFilter
from registration.letters import kinds
from registration.models import (
    Category,
    Delegate,
    RegistrationSettings,
    StaffAction,
)
from registration.states import DelegateState, LetterState

# What of a long organisation fits beside the other columns.
LONGEST = 90


class CategoryFilter(RelatedDropdownFilter):
    """The categories of the conference that the list is filtered by, or of all."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[int, str]]:
        categories = visible(
            Category.objects.select_related("conference"),
            request.user,
            model_admin.right("view"),
        )
        chosen = request.GET.get(CHOSEN, "")
        if is_key(chosen):
            return [(c.pk, str(c)) for c in categories.filter(conference=int(chosen))]
        return [(c.pk, f"{c} · {c.conference}") for c in categories]


# What the door sees of people: who they are, and whether they may come in.
AT_THE_DOOR = {
    *("names", "organisation_", "category_", "state_word", "conference", "reference"),
}
FOUND_AT_THE_DOOR = [
    *("given_name", "family_name", "native_name", "organisation", "reference"),
]
FILTERS_AT_THE_DOOR = ("conference", "category", "attendance", "state")
REACH = "registration.reach_delegate"


class DelegateList(TellsOfTrouble, SeenInViews, FiltersByConference):
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
    every_column = [
        *list_display,
        "conference",
        "reference",
        "email",
        "phone",
        "title",
        "position",
        "country",
        "language",
        "mailing",
        "held",
        "proved",
        "tag_names",
        "note",
        "contact_name",
        "contact_email",
    ]
    orders = [
        ("names", pgettext_lazy("person", "name")),
        ("place_in_line", gettext_lazy("place in line")),
        ("-signed_up_", gettext_lazy("latest first")),
    ]
    kept_apart = [CHOSEN]
    list_filter = [
        ("conference", ConferenceFilter),
        ("category", CategoryFilter),
        ("attendance", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("tags", TagFilter),
        ConsentFilter,
        ("mailing", ChoicesDropdownFilter),
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

    def known_views(self, request: Any) -> Any:
        keys = conferences_of(request.user, self.right("view"))
        return super().known_views(request).of_conferences(request.user, keys)

    def conference_of_view(self, request: HttpRequest) -> int | None:
        pk = request.GET.get(CHOSEN, "")
        keys = conferences_of(request.user, self.right("view"))
        is_known = is_key(pk) and (keys is None or int(pk) in keys)
        return int(pk) if is_known else None

    # -- What the door sees --------------------------------------------------------

    def reaches(self, request: HttpRequest) -> bool:
        """Whether somebody may read how one reaches all of those in the list.

        What is found by an address or sorted by it is told with it.
        """
        if is_key(pk := request.GET.get(CHOSEN, "")):
            return request.user.has_perm(REACH, Conference(pk=int(pk)))
        keys = conferences_of(request.user, REACH)
        seen = conferences_of(request.user, self.right("view"))
        return keys is None or set(seen or ()) <= set(keys)

    def get_list_display(self, request: HttpRequest) -> Sequence[str]:
        columns = super().get_list_display(request)
        if self.reaches(request):
            return columns
        return [column for column in columns if column in AT_THE_DOOR]

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        found = super().get_search_fields(request)
        return found if self.reaches(request) else FOUND_AT_THE_DOOR

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        if self.reaches(request):
            return filters
        return [
            f for f in filters if isinstance(f, tuple) and f[0] in FILTERS_AT_THE_DOOR
        ]

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Who may look for addresses letter by letter soon has one."""
        if not self.reaches(request):
            name, _two, how = lookup.partition("__")
            known = name in FILTERS_AT_THE_DOOR and "__" not in how.removeprefix("id__")
            return known
        return super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        done = StaffAction.objects.filter(by=request.user.pk)
        kwargs["extra_context"] = {
            "undoable": delegate_verbs.undoable(done),
            "pasted_url": pasted.page_of(request),
            "import_url": imports.page_of(request),
            "together_url": arrivals.page_of(settings_of(request)),
            "export_url": exports.address(request),
            "doings_url": doings.address(request),
        } | (kwargs.get("extra_context") or {})
        response = super().changelist_view(request, *args, **kwargs)
        if changelist := getattr(response, "context_data", {}).get("cl"):
            conference, people = (
                self.conference_of_view(request),
                changelist.result_list,
            )
            browsing.note(request, changelist, conference, len(people))
        return response

    def shown(self, rows: Any) -> list[Delegate]:
        facts = JSONObject(kind="kind", state="state")
        latest = Subquery(letters_of_each().values(facts=facts)[:1])
        rows = rows.annotate(latest=latest, unreachable=is_unreachable())
        people = list(rows.with_earlier().prefetch_related("tags"))
        line.find_places(people)
        return people

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

    @display(description=gettext_lazy("tags"), empty_value="–")
    def tag_names(self, delegate: Delegate) -> str | None:
        tag = '<span class="tag tag-{}">{}</span> '
        tags = ((tag.colour, tag.name) for tag in delegate.tags.all())
        return format_html_join("", tag, tags) or None

    @display(
        description=gettext_lazy("held until"), ordering="held_until", empty_value="–"
    )
    def held(self, delegate: Delegate) -> str | None:
        if delegate.held_until is None:
            return None
        return short_moment(delegate.held_until, delegate.conference.clocks[0])

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

    @display(description=gettext_lazy("address proved"), ordering="proved_at")
    def proved(self, delegate: Delegate) -> str:
        """Since when we know that they read their mailbox, or staff vouch for them."""
        if delegate.proved_at is None:
            return _("not yet")
        clock, _second = delegate.conference.clocks
        return short_day(clock.at(delegate.proved_at))


def settings_of(request: HttpRequest) -> int | None:
    """The key of the settings of the conference that the list is filtered by."""
    chosen = request.GET.get(CHOSEN, "")
    if not is_key(chosen):
        return None
    rows = RegistrationSettings.objects.filter(conference=int(chosen))
    rows = visible(rows, request.user, REACH)
    return rows.values_list("pk", flat=True).first()


def ended(delegate: Any) -> str | None:
    """How an earlier registration with the same address ended, and when."""
    if not delegate.before:
        return None
    clock, _second = delegate.conference.clocks
    day = short_day(clock.at(datetime.fromisoformat(delegate.before["at"])))
    if delegate.before["state"] == DelegateState.DECLINED:
        return format_html(_("declined on {day}"), day=day)
    return format_html(_("cancelled on {day}"), day=day)
