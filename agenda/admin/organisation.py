from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.admin.refusals import RefusalsInWords
from agenda.choices import OrganisationKind
from agenda.models import Organisation
from confsite import text
from confsite.admin.base import ModelAdmin
from confsite.admin.columns import Look, TranslatedColumns, two_lines, word_with_icon
from confsite.admin.texts import TidyTexts
from confsite.bilingual import Bilingual, Text, rows

LOOKS = {
    OrganisationKind.GOVERNMENT: Look("account_balance"),
    OrganisationKind.UNIVERSITY: Look("school"),
    OrganisationKind.RESEARCH: Look("biotech"),
    OrganisationKind.COMPANY: Look("factory"),
    OrganisationKind.INVESTOR: Look("savings"),
    OrganisationKind.ASSOCIATION: Look("diversity_3"),
    OrganisationKind.MEDIA: Look("newsmode"),
    OrganisationKind.OTHER: Look("apartment"),
}


class OrganisationForm(forms.ModelForm):
    def clean_aliases(self) -> str:
        """One on each line, none empty and none twice."""
        lines = (text.line(name) for name in self.cleaned_data["aliases"].splitlines())
        return "\n".join(dict.fromkeys(name for name in lines if name))


@admin.register(Organisation)
class OrganisationAdmin(RefusalsInWords, TidyTexts, TranslatedColumns, ModelAdmin):
    purpose = gettext_lazy(
        "Universities, authorities and companies; they are shared by all conferences."
    )
    first_step = gettext_lazy(
        "Add those that carry the conference or that its speakers come from."
    )
    form = OrganisationForm

    list_display = ["names", "short", "kind_word", "country", "translated"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    search_fields = [
        "name_en",
        "name_zh",
        "short_name_en",
        "short_name_zh",
        "aliases",
    ]
    search_help_text = gettext_lazy("Name, short name or another name")
    readonly_fields = ["translated_in_words"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *rows("name", "short_name"),
                    ("kind", "country"),
                    "aliases",
                    "translated_in_words",
                ]
            },
        )
    ]

    @display(description=gettext_lazy("name"), header=True, ordering="name_en")
    def names(self, organisation: Organisation) -> list[Any]:
        return two_lines(Organisation.name.pair(organisation))

    @display(description=gettext_lazy("short name"), header=True)
    def short(self, organisation: Organisation) -> list[Any]:
        lines = two_lines(Bilingual("short_name").pair(organisation))
        return lines if any(lines) else [Text("–", "en"), ""]

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_word(self, organisation: Organisation) -> str:
        look = LOOKS[OrganisationKind(organisation.kind)]
        return word_with_icon(organisation.get_kind_display(), look)
