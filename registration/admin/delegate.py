"""Delegates. The admin shows them; places, states and letters move in services."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from confsite.admin.columns import short_day
from confsite.admin.fieldsets import section
from confsite.words import sentences
from registration import correspondence, enrolment
from registration.admin import delegate_verbs, duplicates
from registration.admin.delegate_forms import FIELDS, DelegateForm, NewDelegateForm
from registration.admin.delegate_list import DelegateList, ended
from registration.admin.letter import LetterInline, ShowsUndelivered
from registration.admin.refused_sign_up import RefusedSignUpInline
from registration.models import Delegate, StaffAction
from registration.states import DelegateState


@admin.register(Delegate)
class DelegateAdmin(duplicates.TellsOfDuplicates, ShowsUndelivered, DelegateList):
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

    verbs = delegate_verbs.VERBS
    pages = [delegate_verbs.restore, duplicates.duplicates]
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

    # -- What the page says --------------------------------------------------------

    @display(description=gettext_lazy("before"), empty_value="–")
    def earlier(self, delegate: Any) -> str | None:
        words = ended(delegate)
        if words is None:
            return None
        name = "admin:registration_delegate_change"
        page = reverse(name, args=[delegate.before["pk"]])
        return format_html('<a class="text-link" href="{}">{}</a>', page, words)

    @display(description=gettext_lazy("address proved"))
    def proved(self, delegate: Delegate) -> str:
        """Since when we know that they read their mailbox, or staff vouch for them."""
        if delegate.proved_at is None:
            return _("not yet")
        clock, _second = delegate.conference.clocks
        return short_day(clock.at(delegate.proved_at))
