"""Agreements: what is signed, by whom, how far it is, and what the public sees."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from agenda.admin.inlines import OfConferenceInline
from agenda.admin.refusals import RULES
from agenda.choices import CEREMONIES, AgreementStatus
from agenda.models import Agreement, AgreementParty, Session, Signature
from agenda.rights import visible
from confsite.admin.columns import Badge, badge_with_word, short_moment, two_lines
from confsite.admin.fieldsets import section
from confsite.admin.texts import TidyTexts
from confsite.bilingual import Text, side_by_side
from confsite.keys import is_key

BADGES = {
    AgreementStatus.DRAFT: Badge("edit_note"),
    AgreementStatus.AGREED: Badge("handshake", "open"),
    AgreementStatus.READY: Badge("ink_pen", "open"),
    AgreementStatus.SIGNED: Badge("signature", "good"),
    AgreementStatus.PUBLISHED: Badge("campaign", "good"),
}
# What visitors see of each, once nothing keeps it from them.
SEEN = {
    AgreementStatus.DRAFT: gettext_lazy("Visitors see nothing of a draft."),
    AgreementStatus.AGREED: gettext_lazy(
        "The next release announces it in the programme, "
        "unless the latest already does."
    ),
    AgreementStatus.READY: gettext_lazy(
        "The next release announces it in the programme, "
        "unless the latest already does."
    ),
    AgreementStatus.SIGNED: gettext_lazy(
        "The next release has it in the programme and among the results, unless the "
        "latest already has."
    ),
    AgreementStatus.PUBLISHED: gettext_lazy(
        "The next release has it in the programme and among the results, with a link "
        "to its announcement, unless the latest already has."
    ),
}
MARK = {
    AgreementStatus.DRAFT: gettext_lazy("Make a draft again"),
    AgreementStatus.AGREED: gettext_lazy("Mark as agreed"),
    AgreementStatus.READY: gettext_lazy("Mark as ready to sign"),
    AgreementStatus.SIGNED: gettext_lazy("Mark as signed"),
    AgreementStatus.PUBLISHED: gettext_lazy("Mark as published"),
}


def status_word(status: AgreementStatus) -> SafeString:
    return badge_with_word(status.label, BADGES[status])


def marking(status: AgreementStatus) -> Callable[..., None]:
    """The action of the list that gives the chosen agreements a status."""

    @admin.action(description=MARK[status], permissions=["change"])
    def mark(page: Any, request: HttpRequest, agreements: QuerySet[Agreement]) -> None:
        count = agreements.exclude(status=status).update(status=status)
        text = _("Done: %d.") % count
        page.message_user(request, f"{text} {SEEN[status]}", messages.SUCCESS)

    mark.__name__ = f"mark_as_{status}"
    return mark


class AgreementForm(forms.ModelForm):
    """An agreement belongs to a ceremony, and never leaves its conference."""

    # Of a new one: the conference that it is most likely for (FiltersByConference).
    offered: int | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields.get("session")
        if not isinstance(field, forms.ModelChoiceField):
            return  # somebody who may only look
        ceremonies = Q(kind__in=CEREMONIES) | Q(pk=self.instance.session_id)
        # As the page offers them: of conferences in which one may add agreements.
        offered: Any = field.queryset
        sessions = offered.filter(ceremonies).select_related("conference")
        if self.instance.session_id:
            owner = self.instance.session.conference_id
            sessions = sessions.filter(conference=owner)
        sessions = sessions.order_by("-conference__starts_at", "starts_at")
        field.queryset = sessions
        if owner := self.owner_of_new(sessions):
            sessions = sessions.filter(conference=owner)
        field.choices = [("", "–"), *grouped(sessions)]

    def owner_of_new(self, sessions: QuerySet[Session]) -> int | None:
        """The conference of the session that is chosen already, or the offered one."""
        chosen = str(self.data.get("session") or self.initial.get("session") or "")
        if is_key(chosen):
            for session in sessions.filter(pk=int(chosen)):
                return session.conference_id
        return self.offered


def grouped(sessions: QuerySet[Session]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The sessions of each conference, under its name."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for session in sessions:
        choices = groups.setdefault(str(session.conference), [])
        choices.append((session.pk, f"{session.starts.time} {session}"))
    return list(groups.items())


class PartyInline(OfConferenceInline):
    model = AgreementParty
    fields = ["organisation", "side", "position"]
    autocomplete_fields = ["organisation"]
    siblings = {}


class SignatureInline(OfConferenceInline):
    model = Signature
    fields = ["speaker", "role", "side", "position"]

    def conference_of(self, obj: Any) -> int | None:
        return obj.session.conference_id if obj else None


class SessionFilter(RelatedDropdownFilter):
    """The sessions that have agreements, of the conference of the list or of all."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[int, str]]:
        sessions = Session.objects.filter(agreements__isnull=False).distinct()
        sessions = visible(sessions, request.user, model_admin.right("view"))
        chosen = request.GET.get("session__conference__id__exact", "")
        if is_key(chosen):
            sessions = sessions.filter(conference=int(chosen))
        return [(session.pk, str(session)) for session in sessions]


@admin.register(Agreement)
class AgreementAdmin(TidyTexts, FiltersByConference):
    purpose = gettext_lazy(
        "What is signed and what is inaugurated, by whom, and how far it is. "
        "Visitors see nothing of a draft, and nothing before an embargo ends."
    )
    form_purpose = gettext_lazy(
        "What is signed or inaugurated in a ceremony; below it, the parties and the "
        "people. A new agreement gets its people once it is saved."
    )
    first_step = gettext_lazy(
        "Add a signing ceremony or an inauguration to the programme first, "
        "then what is signed in it."
    )
    zone_path = "session__conference__time_zone"
    conference_path = "session__conference"
    refusals = RULES
    form = AgreementForm

    list_display = ["titles", "parties_", "status_word", "embargo", "translated"]
    list_filter = [
        ("session__conference", ConferenceFilter),
        ("session", SessionFilter),
        ("field", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
    ]
    list_select_related = ["session__conference"]
    search_fields = [
        "title_en",
        "title_zh",
        "parties__search_text",
        "signatures__speaker__search_text",
    ]
    search_help_text = gettext_lazy("Title, or a party, or somebody who signs")
    ordering = ["-session__conference__starts_at", "session__starts_at", "position"]
    actions = [marking(status) for status in AgreementStatus]
    readonly_fields = ["what_is_seen", "translated_in_words"]
    inlines = [PartyInline, SignatureInline]
    fieldsets = [
        section(
            None,
            "session",
            *side_by_side("title"),
            ("field", "position"),
            "translated_in_words",
        ),
        section(
            gettext_lazy("How far it is"),
            ("status", "embargo_until"),
            "url",
            "what_is_seen",
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        return super().get_queryset(request).prefetch_related("seats__organisation")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        about, (name, options) = super().get_fieldsets(request, obj)
        description = _(
            "The embargo is in the conference's own clock. Until it ends, nothing is "
            "seen anywhere; then it appears by itself within a second, and no new "
            "release is needed."
        )
        if obj:
            clock = _(
                "The embargo is in the conference's own clock: %s. Until it ends, "
                "nothing is seen anywhere; then it appears by itself within a second, "
                "and no new release is needed."
            )
            description = clock % timezone.get_current_timezone_name()
        return [about, (name, options | {"description": description})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else [PartyInline]

    def zone_of_new(self, request: HttpRequest) -> str | None:
        """The clock of the session that was chosen, or that the form begins with."""
        chosen = request.POST.get("session") or request.GET.get("session", "")
        pk: Any = chosen if is_key(chosen) else None
        sessions = self.to_choose(request, Session.objects.filter(pk=pk))
        return sessions.values_list("conference__time_zone", flat=True).first()

    @display(description=gettext_lazy("title"), header=True, ordering="title_en")
    def titles(self, agreement: Agreement) -> list[Any]:
        lines = two_lines(Agreement.title.pair(agreement))
        return lines if any(lines) else [Text("–", "en"), ""]

    @display(description=gettext_lazy("parties"), empty_value="–")
    def parties_(self, agreement: Agreement) -> str | None:
        names = [(seat.organisation.name,) for seat in agreement.seats.all()]
        return format_html_join("", '<div class="min-w-32">{}</div>', names) or None

    @display(description=gettext_lazy("status"), ordering="status")
    def status_word(self, agreement: Agreement) -> str:
        return status_word(AgreementStatus(agreement.status))

    @display(
        description=gettext_lazy("embargo"), ordering="embargo_until", empty_value="–"
    )
    def embargo(self, agreement: Agreement) -> str | None:
        if agreement.embargo_until is None:
            return None
        clock, _second = agreement.session.conference.clocks
        moment = short_moment(agreement.embargo_until, clock)
        if agreement.embargo_until > timezone.now():
            words = format_html(_("until {}"), moment)
            return badge_with_word(words, Badge("lock_clock", "care"))
        return badge_with_word(format_html(_("ended {}"), moment), Badge("lock_open"))

    @display(description=gettext_lazy("what visitors see"))
    def what_is_seen(self, agreement: Agreement) -> str:
        """In words, for the agreement as it was last saved."""
        status = AgreementStatus(agreement.status)
        seen = str(SEEN[status])
        until = agreement.embargo_until
        if status == AgreementStatus.DRAFT or not until or until <= timezone.now():
            return seen
        clock, _second = agreement.session.conference.clocks
        return format_html(
            _(
                "Under embargo: visitors see nothing of it until {moment}. "
                "After that: {seen}"
            ),
            moment=short_moment(until, clock),
            seen=seen,
        )
