"""Tags: marks by which staff find people again."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.base import ConferenceScopedAdmin
from agenda.admin.current_conference import CHOSEN
from agenda.rights import visible
from confsite.admin.fieldsets import section
from confsite.bilingual import side_by_side
from confsite.keys import is_key
from registration.models import Tag


class TagFilter(RelatedDropdownFilter):
    """The tags of the conference that the list is filtered by, or of all."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[int, str]]:
        tags = visible(
            Tag.objects.select_related("conference"),
            request.user,
            "registration.view_tag",
        )
        chosen = request.GET.get(CHOSEN, "")
        if is_key(chosen):
            return [(tag.pk, str(tag)) for tag in tags.filter(conference=int(chosen))]
        return [(tag.pk, f"{tag} · {tag.conference}") for tag in tags]


@admin.register(Tag)
class TagAdmin(ConferenceScopedAdmin):
    purpose = gettext_lazy(
        "Marks that staff put on delegates, to find them again. Delegates never see "
        "them."
    )
    first_step = gettext_lazy(
        "Add a tag, such as “Guest of a speaker” or “Needs a letter for the visa”; "
        "then put it on people on their page, or on many in the list."
    )
    list_display = ["drawn", "names", "people", "translated", "conference"]
    list_display_links = ["names"]
    search_fields = ["name_en", "name_zh"]
    ordering = ["-conference__starts_at", "name_en", "pk"]
    fieldsets = [section(None, "conference", *side_by_side("name"), "colour")]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["conference"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(number=Count("tagged"))

    @display(description=gettext_lazy("tag"))
    def drawn(self, tag: Tag) -> str:
        return render_to_string("admin/registration/tag.html", {"tag": tag})

    @display(description=gettext_lazy("delegates"), ordering="number")
    def people(self, tag: Any) -> int:
        return tag.number
