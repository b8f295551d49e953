"""Conferences, and publishing their programme."""

from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminColorInputWidget

from agenda.admin import current_conference, imports
from agenda.admin.addresses import change_address
from agenda.admin.base import with_clock
from agenda.admin.editions import move_dates, new_edition
from agenda.admin.inlines import OnceFormSet
from agenda.admin.papers import place_cards, programme_paper, run_sheet
from agenda.admin.publishing import publish, unpublished
from agenda.admin.refusals import RULES
from agenda.admin.timetable import timetable
from agenda.admin.zones import ConferenceForm, ZoneSelect, change_zone, hold_sessions
from agenda.models import (
    Conference,
    CountryName,
    Partner,
    Release,
    RoleAssignment,
)
from agenda.models.conference import validate_zone
from agenda.publishing.publish import Draft
from agenda.rights import visible
from confsite.admin import history
from confsite.admin.columns import Badge, badge_with_word, one_line, short_day
from confsite.admin.fieldsets import section
from confsite.admin.pages import PageMenu
from confsite.admin.texts import TidyTexts
from confsite.bilingual import Bilingual, side_by_side

ADDRESS = ("slug", "accent")
FIRST_ROWS: list[str | tuple[str, ...]] = [
    *side_by_side("name", "short_name", "part_of"),
    ADDRESS,
    "previous",
    *side_by_side("about", "audience", "languages"),
    "translated_in_words",
]


class PartnerInline(TidyTexts, TabularInline):
    model = Partner
    formset = OnceFormSet
    fields = ["organisation", "position"]
    # A search finds what one may see; a list would name them all.
    autocomplete_fields = ["organisation"]
    hide_title = True
    extra = 0


class CountryNameInline(TidyTexts, TabularInline):
    model = CountryName
    formset = OnceFormSet
    fields = ["country", "name_en", "name_zh", "is_hidden"]
    hide_title = True
    extra = 0


@admin.register(Conference)
class ConferenceAdmin(TidyTexts, current_conference.ConferenceRowsAdmin):
    purpose = gettext_lazy(
        "A conference as visitors see it. They see what was last published, "
        "so nothing changes for them until you press Publish."
    )
    first_step = gettext_lazy(
        "Add your conference: its name, when and where it takes place."
    )
    conference_path = "pk"
    zone_path = "time_zone"
    refusals = RULES
    form = ConferenceForm

    list_display = ["names", "dates", "place", "published", "translated"]
    search_fields = ["name_en", "name_zh", "slug"]
    ordering = ["-starts_at"]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["previous"]
    inlines = [PartnerInline, CountryNameInline]
    pages = [
        publish,
        timetable,
        PageMenu(
            gettext_lazy("Papers"), "print", [run_sheet, programme_paper, place_cards]
        ),
        PageMenu(
            gettext_lazy("More"),
            "more_horiz",
            [imports.imports, move_dates, new_edition, change_address],
        ),
        imports.import_lists,
        imports.import_check,
        imports.as_workbook,
        imports.as_csv,
    ]
    custom_urls = [
        ("choose/", "agenda_conference_choose_all", current_conference.choose),
        ("<int:pk>/choose/", "agenda_conference_choose", current_conference.choose),
    ]
    change_form_outer_before_template = "admin/agenda/conference/unpublished.html"
    readonly_fields = ["translated_in_words", "in_both_clocks", "address_now"]
    fieldsets = [
        section(gettext_lazy("What it is"), *FIRST_ROWS),
        section(
            gettext_lazy("When"),
            ("starts_at", "ends_at"),
            "in_both_clocks",
            ("time_zone", "second_time_zone"),
            *side_by_side("clock", "second_clock"),
        ),
        section(
            gettext_lazy("Where"),
            *side_by_side("city", "venue", "address"),
            "country",
            *side_by_side("online"),
        ),
        section(
            gettext_lazy("Who stands behind it"),
            *side_by_side("organiser"),
            ("contact_email", "video_url"),
        ),
        section(
            gettext_lazy("Afterwards, and in the footer"),
            *side_by_side("outcome", "note"),
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A further edition is made by the owners of the one before; what is no edition
        of anything concerns the whole installation."""
        return bool(request.user.is_active and request.user.is_superuser)

    def to_choose(
        self, request: HttpRequest, rows: QuerySet[Any], path: str = "conference"
    ) -> QuerySet[Any]:
        return visible(rows, request.user, self.right("view"), path)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conference]:
        latest = Release.objects.filter(conference=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                release_number=Subquery(latest.values("number")[:1]),
                released_at=Subquery(latest.values("made_at")[:1]),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Of a conference that is there the address has a page of its own."""
        fieldsets = with_clock(super().get_fieldsets(request, obj), obj)
        if obj is None:
            return fieldsets
        now = [("address_now", "accent") if r == ADDRESS else r for r in FIRST_ROWS]
        (name, options), *others = fieldsets
        return [(name, options | {"fields": now}), *others]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Whoever opens a conference works on it."""
        current_conference.keep(request, unquote(object_id))
        return super().change_view(request, object_id, *args, **kwargs)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Conference | None:
        hold_sessions(request, object_id)
        return super().get_object(request, object_id, from_field)

    def save_model(
        self, request: HttpRequest, obj: Conference, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if form.new_zone:
            change_zone(request, obj, form.new_zone)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Conference | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """With how much of what stands here visitors do not see yet."""
        if obj:
            draft = Draft.of(obj)
            context["draft"] = draft
            # Both programmes are built only where there is something to compare.
            if draft.last and draft.differs:
                context["unpublished"] = len(unpublished(draft).shown)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Releases go with their conference, though nobody deletes one by itself."""
        rows, counts, missing, protected = super().get_deleted_objects(objs, request)
        return rows, counts, missing - {Release._meta.verbose_name}, protected

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        """For its owners: who was given which role, and by whom."""
        below = dict(super().rows_below(request, row))
        if request.user.has_perm("agenda.view_roleassignment", row):
            below[RoleAssignment] = ["user", "role"]
        return below

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "accent":
            kwargs["widget"] = UnfoldAdminColorInputWidget
        if db_field.name in ("time_zone", "second_time_zone"):
            kwargs["widget"] = ZoneSelect
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def zone(self, request: HttpRequest, object_id: str | None) -> str | None:
        """Times are read in the zone that is sent with them, so both can be changed."""
        sent = request.POST.get("time_zone", "")
        try:
            validate_zone(sent)
        except forms.ValidationError:
            return super().zone(request, object_id)
        return sent

    @display(description=gettext_lazy("date"), ordering="starts_at")
    def dates(self, conference: Conference) -> str:
        return one_line(conference.span.days)

    @display(description=gettext_lazy("city"))
    def place(self, conference: Conference) -> str:
        return Bilingual("city").pair(conference).active

    @display(description=gettext_lazy("published"), header=True)
    def published(self, conference: Any) -> list[Any]:
        if conference.release_number is None:
            return [badge_with_word(_("not yet"), Badge("visibility_off", "care")), ""]
        words = _("release %d") % conference.release_number
        day = short_day(conference.clocks[0].at(conference.released_at))
        return [badge_with_word(words, Badge("public", "good")), day]

    @display(description=gettext_lazy("address"))
    def address_now(self, conference: Conference) -> str:
        hint = _("Another one is given under “More”, with “Change the address”.")
        return format_html("<div>{}</div><div>{}</div>", conference.slug, hint)

    @display(description=gettext_lazy("in both clocks"), empty_value="–")
    def in_both_clocks(self, conference: Conference) -> str | None:
        if conference.pk is None:
            return None
        moments = (conference.starts, conference.ends)
        try:
            return format_html_join(
                "", "<div>{}</div>", [(m.in_full,) for m in moments]
            )
        except (ZoneInfoNotFoundError, ValueError):
            # The form has come back because of a zone that is none.
            return None
