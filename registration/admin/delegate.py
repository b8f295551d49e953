"""Delegates. The admin shows them; places, states and letters move in services."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import CHOSEN, FiltersByConference
from confsite.admin.columns import badge_with_word, short_day
from confsite.admin.fieldsets import section
from confsite.words import sentences
from registration import correspondence, enrolment
from registration.admin import arrivals, delegate_verbs
from registration.admin.badges import DELEGATES, LETTERS
from registration.admin.delegate_forms import FIELDS, DelegateForm, NewDelegateForm
from registration.admin.holds import HoldFilter, with_hold
from registration.admin.letter import LetterInline, ShowsUndelivered
from registration.admin.mail_trouble import AddressFilter, TellsOfTrouble, flag
from registration.admin.refused_sign_up import RefusedSignUpInline
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


@admin.register(Delegate)
class DelegateAdmin(TellsOfTrouble, ShowsUndelivered, FiltersByConference):
    purpose = gettext_lazy("Who has signed up, how they stand, and what we last wrote.")
    form_purpose = gettext_lazy(
        "Facts about one person can be put right here. Places and letters follow "
        "the buttons and the actions of the list."
    )
    add_purpose = gettext_lazy(
        "Sign somebody up as if they had filled in the form themselves: "
        "the places are counted, and a letter goes to them."
    )
    first_step = gettext_lazy(
        "Publish a conference and open its registration, or add somebody yourself."
    )
    zone_path = "conference__time_zone"
    form = DelegateForm
    locks_what_it_saves = False

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
        arrivals.TogetherFilter,
        AddressFilter,
    ]
    list_select_related = ["conference", "category"]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy(
        "Name, e-mail address, telephone, organisation, position or reference"
    )
    verbs = delegate_verbs.VERBS
    pages = [delegate_verbs.restore]
    list_before_template = "admin/registration/undo.html"
    change_form_outer_before_template = "admin/registration/undo.html"
    inlines = [LetterInline, RefusedSignUpInline]
    readonly_fields = [
        "reference",
        "conference",
        "category",
        "attendance",
        "state_word",
        "place_in_line",
        "earlier",
        "signed_up",
        "proved",
        "undelivered",
    ]
    fieldsets = [
        section(
            gettext_lazy("How they stand"),
            ("state_word", "place_in_line"),
            ("conference", "category"),
            ("attendance", "reference"),
            ("signed_up", "earlier"),
            "proved",
            "undelivered",
        ),
        section(
            gettext_lazy("Name"),
            ("title", "native_name"),
            ("given_name", "family_name"),
            "name_order",
        ),
        section(gettext_lazy("How we reach them"), ("email", "phone"), "language"),
        section(gettext_lazy("Their work"), ("organisation", "position"), "country"),
    ]
    add_fieldsets = [
        section(gettext_lazy("Their place"), ("category", "attendance")),
        section(
            gettext_lazy("Name"),
            ("title", "native_name"),
            ("given_name", "family_name"),
        ),
        *fieldsets[2:],
    ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # Room for the verbs: the buttons of a delegate's page are Save and those.
        done = StaffAction.objects.about(object_id)
        kwargs["extra_context"] = {
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
            "undoable": delegate_verbs.undoable(done),
        } | (kwargs.get("extra_context") or {})
        return super().change_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        done = StaffAction.objects.filter(by=request.user.pk)
        kwargs["extra_context"] = {
            "undoable": delegate_verbs.undoable(done),
            "together_url": arrivals.page_of(request.GET.get(CHOSEN, "")),
        } | (kwargs.get("extra_context") or {})
        return super().changelist_view(request, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        undo = self.admin_site.admin_view(delegate_verbs.undo)
        name = "registration_delegate_undo"
        return [path("undo/<uuid:action>/", undo, name=name), *super().get_urls()]

    # -- What may be done ----------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Cancelling gives the place to the next; a deleted row would keep it.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.readonly_fields if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        if obj is None:
            return []
        # Hardly anybody has any.
        refused = obj.refused_sign_ups.exists()
        return self.inlines if refused else [LetterInline]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs["form"] = DelegateForm if obj else NewDelegateForm
        return super().get_form(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in FIELDS:
            kwargs["form_class"] = FIELDS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Delegate, form: Any, change: bool
    ) -> None:
        if not change:
            self.sign_up(request, obj, form)
            return
        # Only what was typed: the state may have moved since the page was opened.
        changed = set(form.changed_data) - {"email"}
        obj.save(update_fields=changed)
        if "email" in form.changed_data:
            self.change_address(request, obj)
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def change_address(self, request: HttpRequest, obj: Delegate) -> None:
        correspondence.change_address(obj, obj.email)
        words = _("The links sent to the address before no longer work.")
        if obj.is_live:
            note = _("A letter with a new one goes to %s.") % obj.email
            words = sentences(words, note)
        self.message_user(request, words)

    def sign_up(self, request: HttpRequest, obj: Delegate, form: Any) -> None:
        delegate = enrolment.register(form.signup) or enrolment.settle(obj.submission)
        assert delegate
        if delegate.submission != obj.submission:
            text = _("This address has been registered meanwhile; nobody was added.")
            self.message_user(request, text, messages.WARNING)
        elif delegate.state == DelegateState.WAITING:
            text = _("There was no place free: they are on the waiting list.")
            self.message_user(request, text, messages.WARNING)
        obj.__dict__.update(delegate.__dict__)

    # -- The list ------------------------------------------------------------------

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

    @display(description=gettext_lazy("before"), empty_value="–")
    def earlier(self, delegate: Any) -> str | None:
        words = ended(delegate)
        if words is None:
            return None
        name = "admin:registration_delegate_change"
        page = reverse(name, args=[delegate.before["pk"]])
        return format_html('<a class="text-link" href="{}">{}</a>', page, words)

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

    @display(description=gettext_lazy("address proved"))
    def proved(self, delegate: Delegate) -> str:
        """Since when we know that they read their mailbox, or staff vouch for them."""
        if delegate.proved_at is None:
            return _("not yet")
        clock, _second = delegate.conference.clocks
        return short_day(clock.at(delegate.proved_at))


def ended(delegate: Any) -> str | None:
    """How an earlier registration with the same address ended, and when."""
    if not delegate.before:
        return None
    clock, _second = delegate.conference.clocks
    day = short_day(clock.at(datetime.fromisoformat(delegate.before["at"])))
    if delegate.before["state"] == DelegateState.DECLINED:
        return format_html(_("declined on {day}"), day=day)
    return format_html(_("cancelled on {day}"), day=day)
