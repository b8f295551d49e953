"""Speakers, with their names in two scripts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.admin.base import (
    ADDRESS_LEADS_ON,
    ConferenceScopedAdmin,
    ConferenceScopedForm,
)
from agenda.admin.current_conference import ConferenceFilter
from agenda.admin.photograph import PhotographForm, picture
from agenda.models import Speaker
from agenda.papers import letters
from agenda.services import portraits
from confsite.admin.fieldsets import section
from confsite.admin.texts import TidyTexts
from confsite.bilingual import Bilingual, side_by_side
from confsite.slugs import free_slug, name_in_address


class SpeakerForm(PhotographForm, ConferenceScopedForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = (
                ADDRESS_LEADS_ON
                if self.instance.pk
                else _("Left empty, it is made of the name.")
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.owner and not data.get("slug") and "slug" not in self.errors:
            others = self.owner.speakers.exclude(pk=self.instance.pk)
            names = ("family_name", "given_name", "native_name")
            name = name_in_address(*(data.get(name, "") for name in names))
            data["slug"] = free_slug(name, others, otherwise="speaker")
        return data


@admin.register(Speaker)
class SpeakerAdmin(TidyTexts, ConferenceScopedAdmin):
    purpose = gettext_lazy(
        "The people of the programme, in the order of precedence: 1 comes first."
    )
    form_purpose = gettext_lazy(
        "A person as the programme names them. One of the two scripts is enough; "
        "with both, each language shows its own."
    )
    first_step = gettext_lazy("Add the people who speak, host, sign or moderate.")
    form = SpeakerForm

    list_display = ["names", "post", "role_", "precedence", "translated"]
    list_filter = [
        ("conference", ConferenceFilter),
        ("role", ChoicesDropdownFilter),
        ("attendance", ChoicesDropdownFilter),
    ]
    list_select_related = ["conference", "organisation"]
    search_fields = ["search_text", "organisation__search_text"]
    search_help_text = gettext_lazy("Name, title, position or organisation")
    ordering = ["-conference__starts_at", "precedence", "name_key", "pk"]
    prepopulated_fields = {"slug": ["family_name", "given_name"]}
    autocomplete_fields = ["organisation"]
    readonly_fields = ["as_shown", "picture", "translated_in_words"]
    fieldsets = [
        section(
            gettext_lazy("Name"),
            "conference",
            ("title", "post_nominals"),
            ("given_name", "family_name"),
            ("native_name", "native_title"),
            ("name_order", "slug"),
            "as_shown",
        ),
        section(
            gettext_lazy("In the programme"),
            *side_by_side("position"),
            ("organisation", "attendance"),
            ("role", "precedence"),
            *side_by_side("biography"),
            "translated_in_words",
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """With the photograph as it is, and what the viewer may do with it."""
        has_one = obj is not None and obj.portrait_id is not None
        fields = ["picture"] if has_one else []
        if self.has_change_permission(request, obj) if obj else True:
            fields.append("photograph")
            fields += ["remove_photograph"] if has_one else []
        shown = [(gettext_lazy("Photograph"), {"fields": fields})] if fields else []
        return [*super().get_fieldsets(request, obj), *shown]

    def save_model(
        self, request: HttpRequest, obj: Speaker, form: Any, change: bool
    ) -> None:
        if form.cleaned_data.get("remove_photograph"):
            obj.portrait = None
        if jpeg := form.cleaned_data.get("photograph"):
            obj.portrait = portraits.keep(jpeg)
        super().save_model(request, obj, form, change)

    @display(
        description=pgettext_lazy("person", "name"), header=True, ordering="name_key"
    )
    def names(self, speaker: Speaker) -> list[Any]:
        lines: list[Any] = [speaker.display_name, speaker.other_name, speaker.monogram]
        if speaker.portrait_id:
            path = reverse("portrait", args=[speaker.portrait_id])
            lines.append({"path": path, "width": 32, "height": 32})
        return lines

    @display(description=gettext_lazy("position"), header=True)
    def post(self, speaker: Speaker) -> list[Any]:
        organisation = speaker.organisation.name if speaker.organisation else ""
        return [Bilingual("position").pair(speaker).active, organisation]

    @display(description=gettext_lazy("role"), ordering="role", empty_value="–")
    def role_(self, speaker: Speaker) -> str | None:
        return speaker.get_role_display() or None

    @display(description=gettext_lazy("shown as"), empty_value="–")
    def as_shown(self, speaker: Speaker) -> str | None:
        if speaker.pk is None:
            return None
        names = filter(None, (speaker.latin_name, speaker.native))
        lines = [" · ".join(names), *letters.remarks([speaker])]
        return format_html_join("", "<div>{}</div>", [(line,) for line in lines])

    @display(description=gettext_lazy("photograph"))
    def picture(self, speaker: Speaker) -> str | None:
        return picture(speaker)
