"""Sessions, with the people in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.base import OfConferenceAdmin, OfConferenceForm, with_clock
from agenda.choices import Kind
from agenda.models import Participation, Session, Speaker
from confsite.admin.columns import (
    Look,
    TranslatedColumns,
    one_line,
    two_lines,
    word_with_icon,
)
from confsite.admin.slugs import free_slug
from confsite.bilingual import rows

LOOKS = {
    Kind.OPENING: Look("campaign"),
    Kind.KEYNOTE: Look("mic", "open"),
    Kind.TALK: Look("co_present"),
    Kind.ROUND_TABLE: Look("groups", "open"),
    Kind.INAUGURATION: Look("celebration", "good"),
    Kind.SIGNING: Look("draw", "good"),
    Kind.BREAK: Look("local_cafe"),
    Kind.OTHER: Look("event"),
}


class SessionForm(OfConferenceForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the title.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.owner and not data.get("slug") and "slug" not in self.errors:
            others = self.owner.sessions.exclude(pk=self.instance.pk)
            title, kind = data.get("title_en", ""), data.get("kind") or "session"
            data["slug"] = free_slug(title, others, otherwise=kind)
        return data


class ParticipationInline(TabularInline):
    model = Participation
    fields = ["speaker", "role", "position"]
    hide_title = True
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Only people of the same conference are offered, and only they are taken."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None and "speaker" in formset.form.base_fields:
            speakers = Speaker.objects.filter(conference=obj.conference_id)
            formset.form.base_fields["speaker"].queryset = speakers
        return formset


@admin.register(Session)
class SessionAdmin(TranslatedColumns, OfConferenceAdmin):
    purpose = gettext_lazy(
        "The programme, one row for each session. "
        "Visitors see changes once the conference is published again."
    )
    form_purpose = gettext_lazy(
        "What happens, when and where; below it, who takes part and as what. "
        "A new session gets its people once it is saved."
    )
    first_step = gettext_lazy(
        "Add the rooms and the speakers, then the sessions in their order."
    )
    form = SessionForm

    list_display = [
        "titles",
        "kind_word",
        "when",
        "room",
        "people",
        "translated",
    ]
    list_filter = [
        ("conference", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        "is_cancelled",
    ]
    list_select_related = ["conference", "room"]
    search_fields = ["title_en", "title_zh"]
    ordering = ["-conference__starts_at", "starts_at", "room__position", "pk"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["in_both_clocks", "translated_in_words"]
    inlines = [ParticipationInline]
    fieldsets = [
        (None, {"fields": ["conference", *rows("title"), ("kind", "slug")]}),
        (
            gettext_lazy("When and where"),
            {
                "fields": [
                    ("starts_at", "ends_at"),
                    "in_both_clocks",
                    ("room", "track"),
                    "is_cancelled",
                ]
            },
        ),
        (
            gettext_lazy("What one hears"),
            {
                "fields": [
                    ("language", "attendance"),
                    "is_interpreted",
                    *rows("abstract"),
                    "translated_in_words",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("speakers")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return with_clock(super().get_fieldsets(request, obj))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    @display(description=gettext_lazy("title"), header=True, ordering="title_en")
    def titles(self, session: Session) -> list[Any]:
        return two_lines(Session.title.pair(session))

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_word(self, session: Session) -> str:
        if session.is_cancelled:
            return word_with_icon(_("cancelled"), Look("event_busy", "bad"))
        return word_with_icon(session.get_kind_display(), LOOKS[Kind(session.kind)])

    @display(description=gettext_lazy("begins"), header=True, ordering="starts_at")
    def when(self, session: Session) -> list[Any]:
        return [one_line(session.starts.date), one_line(session.starts)]

    @display(description=gettext_lazy("people"), empty_value="–")
    def people(self, session: Session) -> int | None:
        return len(session.speakers.all()) or None

    @display(description=gettext_lazy("in both clocks"), empty_value="–")
    def in_both_clocks(self, session: Session) -> str | None:
        if session.pk is None:
            return None
        return format_html(
            "{}: {} – {}", session.starts.date, session.starts, session.ends
        )
