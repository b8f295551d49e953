"""Delegates. The admin shows them; places, states and letters move in services."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from agenda.rights import conferences_of
from confsite.admin import history
from confsite.admin.fieldsets import section
from confsite.words import listed, sentences
from registration import correspondence, line, staff_actions
from registration.admin import (
    delegate_verbs,
    doings,
    duplicates,
    exports,
    imports,
    lists,
    pasted,
    person_verbs,
    printing,
    privacy,
)
from registration.admin.consents import ShowsConsents
from registration.admin.delegate_forms import (
    FIELDS,
    NOBODY_TO_WRITE_TO,
    DelegateForm,
    NewDelegateForm,
    OneDelegateForm,
)
from registration.admin.delegate_list import REACH, DelegateList, ended
from registration.admin.letter import LetterInline, ShowsUndelivered
from registration.admin.refused_sign_up import RefusedSignUpInline
from registration.admin.standing import reasons, standing
from registration.models import Delegate, DelegateTag, StaffAction
from registration.staff_actions import Grounds
from registration.states import DelegateState, Mailing


@admin.register(Delegate)
class DelegateAdmin(
    duplicates.TellsOfDuplicates, ShowsUndelivered, ShowsConsents, DelegateList
):
    purpose = gettext_lazy("Who has signed up, how they stand, and what we last wrote.")
    form_purpose = gettext_lazy(
        "Facts about one person can be put right here. Places and letters follow "
        "the buttons and the actions of the list."
    )
    add_purpose = gettext_lazy(
        "Enter somebody yourself: the places are counted, nobody awaits approval, and "
        "letters go to them now, later or never."
    )
    first_step = gettext_lazy(
        "Publish a conference and open its registration, or add somebody yourself."
    )
    zone_path = "conference__time_zone"
    form = DelegateForm
    locks_what_it_saves = False

    verbs = [*delegate_verbs.VERBS, *person_verbs.VERBS, *printing.VERBS]
    pages = [
        *(delegate_verbs.restore, duplicates.duplicates, printing.print_one),
        *(privacy.data, privacy.erase),
    ]
    change_form_outer_before_template = "admin/registration/delegate.html"
    inlines = [LetterInline, RefusedSignUpInline]
    readonly_fields = [
        "reference",
        "conference",
        "category",
        "attendance",
        "earlier",
        "signed_up",
        "proved",
        "undelivered",
        "agreed_to",
    ]
    fieldsets = [
        section(
            gettext_lazy("Their place"),
            ("conference", "reference"),
            ("category", "attendance"),
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
        section(
            gettext_lazy("How we reach them"),
            ("email", "phone"),
            ("contact_name", "contact_email"),
            ("mailing", "language"),
        ),
        section(gettext_lazy("Their work"), ("organisation", "position"), "country"),
        section(gettext_lazy("What they agreed to"), "agreed_to"),
        section(gettext_lazy("For colleagues"), "chosen_tags", "note"),
    ]
    add_fieldsets = [
        section(
            gettext_lazy("Their place"),
            ("category", "attendance"),
            "beyond",
            "reason",
            "key",
        ),
        section(
            gettext_lazy("Name"),
            ("title", "native_name"),
            ("given_name", "family_name"),
        ),
        *fieldsets[2:4],
        section(gettext_lazy("For colleagues"), "note"),
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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """At the door: who they are, and whether they may come in."""
        if obj is None or request.user.has_perm(REACH, obj):
            return super().get_fieldsets(request, obj)
        return [
            section(
                gettext_lazy("Their place"),
                ("conference", "reference"),
                ("category", "attendance"),
            ),
            section(
                gettext_lazy("Name"),
                ("title", "native_name"),
                ("given_name", "family_name"),
            ),
            section(gettext_lazy("Their work"), "organisation"),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """It tells every address that somebody had."""
        delegate = self.get_object(request, unquote(object_id))
        if delegate and not request.user.has_perm(REACH, delegate):
            raise PermissionDenied
        return super().history_view(request, object_id, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        delegate = context["original"]
        if delegate:
            reaches = request.user.has_perm(REACH, delegate)
            context |= {
                "badge": self.state_word(delegate),
                "reaches": reaches,
                "standing": standing(delegate) if reaches else [],
                "tags": list(delegate.tags.all()) if reaches else [],
            }
        page: Any = super().render_change_form(request, context, *args, **kwargs)
        if delegate:
            # What can be done stands below how they stand, and not above their name.
            page.context_data["ways"] = page.context_data["actions_detail"]
            page.context_data["actions_detail"] = []
        return page

    def get_urls(self) -> list[Any]:
        name = "registration_delegate"
        undo, pasted_ = map(
            self.admin_site.admin_view, (delegate_verbs.undo, pasted.pasted)
        )
        return [
            path("undo/<uuid:action>/", undo, name=f"{name}_undo"),
            path("pasted/", pasted_, name=f"{name}_pasted"),
            *doings.urls(self.admin_site.admin_view),
            *exports.urls(self.admin_site.admin_view),
            *imports.urls(self.admin_site.admin_view),
            *lists.urls(self.admin_site.admin_view),
            *super().get_urls(),
        ]

    # -- What may be done ----------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Cancelling gives the place to the next; a deleted row would keep it.
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Of whom everything was erased nothing is written down again.
        is_erased = obj is not None and obj.erased_at is not None
        return not is_erased and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.readonly_fields if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        if obj is None:
            return []
        # Hardly anybody has any.
        refused = obj.refused_sign_ups.exists()
        return self.inlines if refused else [LetterInline]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs["form"] = OneDelegateForm if obj else NewDelegateForm
        form = super().get_form(request, obj, **kwargs)
        form.conferences = conferences_of(request.user, self.right("add"))
        return form

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "note":
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        if db_field.name in FIELDS:
            kwargs["form_class"] = FIELDS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Delegate, form: Any, change: bool
    ) -> None:
        if not change:
            self.enter(request, obj, form)
            return
        # Only what was typed: the state may have moved since the page was opened.
        changed = set(form.changed_data)
        obj.save(update_fields=changed - {"email", "contact_email", "chosen_tags"})
        if changed & {"email", "contact_email"}:
            self.change_address(request, obj)
        if changed & {"chosen_tags"}:
            obj.tags.set(form.cleaned_data["chosen_tags"])
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def change_address(self, request: HttpRequest, obj: Delegate) -> None:
        if not correspondence.change_address(obj, obj.email, obj.contact_email):
            return
        words = _("The links sent to the address before no longer work.")
        if not obj.mailbox:
            words = sentences(words, str(NOBODY_TO_WRITE_TO))
        elif obj.is_live and obj.gets_letters:
            note = _("A letter with a new one goes to %s.") % obj.mailbox
            words = sentences(words, note)
        self.message_user(request, words)

    def enter(self, request: HttpRequest, obj: Delegate, form: Any) -> None:
        said = form.cleaned_data
        by: Any = request.user
        result = staff_actions.enter(
            [form.signup],
            by,
            mailing=Mailing(said["mailing"]),
            beyond=said["beyond"],
            reason=Grounds(said["reason"]),
        )
        delegate: Any
        if result.people:
            [delegate] = result.people
        else:
            people = Delegate.objects.filter(conference=form.signup.conference_id)
            delegate = people.live().with_email(form.signup.email).get()
            text = _("This address has been registered meanwhile; nobody was added.")
            self.message_user(request, text, messages.WARNING)
        obj.__dict__.update(delegate.__dict__)
        if result.people and obj.state == DelegateState.WAITING:
            text = _("There was no place free: they are on the waiting list.")
            self.message_user(request, text, messages.WARNING)
        if obj.mailing == Mailing.NOW and not obj.mailbox:
            self.message_user(request, str(NOBODY_TO_WRITE_TO), messages.WARNING)

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        return {**super().rows_below(request, row), DelegateTag: ["tag"]}

    def history_of(self, request: HttpRequest, row: Any) -> list[history.HistoryEntry]:
        found = [*super().history_of(request, row), *reasons(row)]
        return sorted(found, key=lambda entry: entry.moment, reverse=True)

    # -- What the page says --------------------------------------------------------

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        delegate = super().get_object(request, *args, **kwargs)
        if delegate is not None:
            facts: Any = Delegate.objects.with_earlier().get(pk=delegate.pk)
            delegate.before = facts.before
            line.find_places([delegate])
        return delegate

    @display(description=gettext_lazy("tags"), empty_value="–")
    def chosen_tags(self, delegate: Delegate) -> str | None:
        """As who may only look reads them."""
        return listed(delegate.tags.all()) or None

    @display(description=gettext_lazy("before"), empty_value="–")
    def earlier(self, delegate: Any) -> str | None:
        words = ended(delegate)
        if words is None:
            return None
        name = "admin:registration_delegate_change"
        page = reverse(name, args=[delegate.before["pk"]])
        return format_html('<a class="text-link" href="{}">{}</a>', page, words)
