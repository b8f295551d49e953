from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.models import Organisation
from confsite.admin.base import ModelAdmin
from confsite.admin.columns import two_lines
from confsite.bilingual import rows


@admin.register(Organisation)
class OrganisationAdmin(ModelAdmin):
    purpose = _(
        "Universities, authorities and companies; they are shared by all conferences."
    )
    first_step = _(
        "Add those that carry the conference or that its speakers come from."
    )

    list_display = ["names", "kind", "country"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    search_fields = ["name_en", "name_zh"]
    fieldsets = [(None, {"fields": [*rows("name"), ("kind", "country")]})]

    @display(description=_("name"), header=True, ordering="name_en")
    def names(self, organisation: Organisation) -> list[Any]:
        return two_lines(Organisation.name.pair(organisation))
