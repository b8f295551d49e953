from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from confsite.admin.fieldsets import section
from confsite.bilingual import side_by_side
from registration.admin.set_up import SaysWhatComesNext
from registration.models import Category


@admin.register(Category)
class CategoryAdmin(SaysWhatComesNext):
    purpose = _("What people can sign up as. How many may come is a matter of quotas.")
    first_step = _("Add at least one category: without it nobody can sign up.")

    list_display = [
        "names",
        "ways",
        "needs_approval",
        "is_open",
        "translated",
        "conference",
    ]
    search_fields = ["name_en", "name_zh"]
    ordering = ["-conference__starts_at", "position", "pk"]
    fieldsets = [
        section(None, "conference", *side_by_side("name", "description"), "position"),
        section(
            _("Who may sign up, and how"),
            ("allows_onsite", "allows_online"),
            ("needs_approval", "is_open"),
        ),
    ]

    @display(description=_("attendance"))
    def ways(self, category: Category) -> str:
        return " · ".join(str(way.label) for way in category.attendances)
