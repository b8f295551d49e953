"""Sessions, with the people in them, what is signed in them, and their run sheets."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from agenda.admin import agreement
from agenda.admin.base import (
    ADDRESS_LEADS_ON,
    ConferenceScopedAdmin,
    ConferenceScopedForm,
    sees_agreements,
    with_clock,
)
from agenda.admin.current_conference import ConferenceFilter
from agenda.admin.inlines import OfConferenceInline
from agenda.admin.run_items import RunItemInline
from agenda.admin.timetable import sentences_about
from agenda.choices import CEREMONIES, AgreementStatus, Kind
from agenda.models import Participation, Session
from agenda.services import editions, rooms
from confsite.admin.columns import Badge, badge_with_word, one_line, two_lines
from confsite.admin.fieldsets import section
from confsite.admin.pages import StaffRequest, form_of, page
from confsite.admin.texts import TidyTexts
from confsite.bilingual import side_by_side
from confsite.slugs import free_slug
from confsite.words import headed

BADGES = {
    Kind.OPENING: Badge("campaign"),
    Kind.KEYNOTE: Badge("mic", "open"),
    Kind.TALK: Badge("co_present"),
    Kind.ROUND_TABLE: Badge("groups", "open"),
    Kind.INAUGURATION: Badge("celebration", "good"),
    Kind.SIGNING: Badge("draw", "good"),
    Kind.BREAK: Badge("local_cafe"),
    Kind.OTHER: Badge("event"),
}


class SessionForm(ConferenceScopedForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = (
                ADDRESS_LEADS_ON
                if self.instance.pk
                else _("Left empty, it is made of the title.")
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.owner and not data.get("slug") and "slug" not in self.errors:
            others = self.owner.sessions.exclude(pk=self.instance.pk)
            title, kind = data.get("title_en", ""), data.get("kind") or "session"
            data["slug"] = free_slug(title, others, otherwise=kind)
        if other := self.in_its_room(data):
            self.add_error("room", rooms.is_taken(other))
        return data

    def in_its_room(self, data: dict[str, Any]) -> Session | None:
        if not (data.get("room") and data.get("starts_at") and data.get("ends_at")):
            return None
        columns = ("room", "starts_at", "ends_at", "is_cancelled")
        draft = Session(pk=self.instance.pk, **{name: data[name] for name in columns})
        return rooms.in_its_room(draft)


class ParticipationInline(OfConferenceInline):
    model = Participation
    fields = ["speaker", "role", "position"]


@page(
    "run-sheet/",
    permissions=["view", sees_agreements],
    label=gettext_lazy("Run sheet"),
    icon="timer",
)
def run_sheet(request: StaffRequest, session: Session) -> HttpResponse:
    """That of this session alone; one that is cancelled has none."""
    if session.is_cancelled:
        messages.warning(request, _("What is cancelled has no run sheet."))
        return redirect(form_of(session))
    sheets = reverse("admin:agenda_conference_run_sheet", args=[session.conference_id])
    return redirect(f"{sheets}?session={session.pk}")


@admin.register(Session)
class SessionAdmin(TidyTexts, ConferenceScopedAdmin):
    purpose = gettext_lazy(
        "The programme, one row for each session. "
        "Visitors see changes once the conference is published again."
    )
    form_purpose = gettext_lazy(
        "What happens, when and where; below it, who takes part and as what, and the "
        "run sheet. A new session gets these once it is saved."
    )
    first_step = gettext_lazy(
        "Add the rooms and the speakers, then the sessions in their order."
    )
    form = SessionForm

    list_display = ["titles", "kind_word", "when", "room", "people", "translated"]
    list_filter = [
        ("conference", ConferenceFilter),
        ("kind", ChoicesDropdownFilter),
        "is_cancelled",
    ]
    list_select_related = ["conference", "room"]
    search_fields = ["title_en", "title_zh", "speakers__search_text"]
    search_help_text = gettext_lazy("Title, or somebody who takes part")
    ordering = ["-conference__starts_at", "starts_at", "room__position", "pk"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = [
        "in_both_clocks",
        "warned",
        "translated_in_words",
        "agreements_",
        "new_agreement",
    ]
    inlines = [ParticipationInline, RunItemInline]
    actions = ["duplicate_chosen"]
    actions_submit_line = ["duplicate"]
    pages = [run_sheet]
    fieldsets = [
        section(None, "conference", *side_by_side("title"), ("kind", "slug")),
        section(
            gettext_lazy("When and where"),
            ("starts_at", "ends_at"),
            "in_both_clocks",
            "warned",
            ("room", "track"),
            ("places", "recording_url"),
            "is_cancelled",
        ),
        section(
            gettext_lazy("What one hears"),
            ("language", "attendance"),
            "is_interpreted",
            *side_by_side("abstract"),
            "translated_in_words",
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("speakers")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = with_clock(super().get_fieldsets(request, obj), obj)
        fields = []
        if obj and obj.kind in CEREMONIES:
            if sees_agreements(request, obj):
                fields.append("agreements_")
            if request.user.has_perm("agenda.add_agreement", obj):
                fields.append("new_agreement")
        signed = (gettext_lazy("What is signed or inaugurated"), {"fields": fields})
        return [*fieldsets, signed] if fields else fieldsets

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def get_object(self, request: HttpRequest, *where: Any, **how: Any) -> Any:
        """With its reader: a field that is only shown does not know who asks."""
        session: Any = super().get_object(request, *where, **how)
        if session:
            session.reader = request
        return session

    # -- The list ------------------------------------------------------------------

    @display(description=gettext_lazy("title"), header=True, ordering="title_en")
    def titles(self, session: Session) -> list[Any]:
        return two_lines(Session.title.pair(session))

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_word(self, session: Session) -> str:
        if session.is_cancelled:
            return badge_with_word(_("cancelled"), Badge("event_busy", "bad"))
        return badge_with_word(session.get_kind_display(), BADGES[Kind(session.kind)])

    @display(description=gettext_lazy("begins"), header=True, ordering="starts_at")
    def when(self, session: Session) -> list[Any]:
        return [one_line(session.starts.date), one_line(session.starts)]

    @display(description=pgettext_lazy("number", "people"), empty_value="–")
    def people(self, session: Session) -> int | None:
        return len(session.speakers.all()) or None

    # -- The page ------------------------------------------------------------------

    @display(description=gettext_lazy("in both clocks"), empty_value="–")
    def in_both_clocks(self, session: Session) -> str | None:
        if session.pk is None:
            return None
        return headed(session.starts.date, session.span)

    @display(description=gettext_lazy("to look at"), empty_value="–")
    def warned(self, session: Any) -> SafeString | None:
        """What may be wrong with it, beside its times."""
        if session.pk is None:
            return None
        # The page asks five times for a field that it only shows.
        if not hasattr(session, "sentences"):
            session.sentences = sentences_about(session, session.reader)
        rows = [(sentence,) for sentence in session.sentences]
        return format_html_join("", "<div>{}</div>", rows) or None

    @display(description=gettext_lazy("agreements"), empty_value="–")
    def agreements_(self, session: Session) -> SafeString | None:
        agreements = [
            {
                "agreement": row,
                "status": agreement.status_word(AgreementStatus(row.status)),
            }
            for row in session.agreements.prefetch_related("parties")
        ]
        template = "admin/agenda/session/agreements.html"
        context = {"agreements": agreements}
        return render_to_string(template, context) if agreements else None

    @display(description=gettext_lazy("add an agreement"))
    def new_agreement(self, session: Session) -> SafeString:
        template = "admin/agenda/session/new_agreement.html"
        return render_to_string(template, {"session": session})

    # -- Once more -----------------------------------------------------------------

    def has_duplicate_permission(
        self, request: HttpRequest, object_id: Any = None
    ) -> bool:
        return self.has_add_permission(request)

    @action(description=gettext_lazy("Save and duplicate"), permissions=["duplicate"])
    def duplicate(self, request: HttpRequest, session: Session) -> None:
        """The button; what it does waits for the people, who are saved after this."""

    def response_change(self, request: HttpRequest, obj: Session) -> HttpResponse:
        if "agenda_session_duplicate" not in request.POST:
            return super().response_change(request, obj)
        if not self.may(request, "add", obj):
            raise PermissionDenied
        copy = editions.duplicate(obj)
        words = _("This is the copy: “%s”. Give it a time and a room of its own.")
        self.message_user(request, words % copy, messages.SUCCESS)
        return redirect(form_of(copy))

    @admin.action(description=gettext_lazy("Duplicate"), permissions=["duplicate"])
    def duplicate_chosen(
        self, request: HttpRequest, sessions: QuerySet[Session]
    ) -> None:
        try:
            copies = [editions.duplicate(session) for session in sessions]
        except IntegrityError as error:
            # Somebody else has just taken the address that a copy was to have.
            self.message_user(request, self.refusal(error), messages.ERROR)
            return
        self.message_user(request, _("Done: %d.") % len(copies), messages.SUCCESS)
