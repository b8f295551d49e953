"""Organisations, and merging those that turn out to be the same."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import conference_path_of
from agenda.admin.refusals import RULES
from agenda.choices import OrganisationKind
from agenda.errors import (
    NamedElsewhere,
    NothingToMerge,
    OrganisationGone,
    ProgrammeError,
)
from agenda.models import Organisation
from agenda.rights import conferences_of, visible
from agenda.services import organisations as service
from confsite import text
from confsite.admin.base import ModelAdmin
from confsite.admin.columns import Badge, badge_with_word, two_lines
from confsite.admin.texts import TidyTexts
from confsite.bilingual import Bilingual, Text, side_by_side

BADGES = {
    OrganisationKind.GOVERNMENT: Badge("account_balance"),
    OrganisationKind.UNIVERSITY: Badge("school"),
    OrganisationKind.RESEARCH: Badge("biotech"),
    OrganisationKind.COMPANY: Badge("factory"),
    OrganisationKind.INVESTOR: Badge("savings"),
    OrganisationKind.ASSOCIATION: Badge("diversity_3"),
    OrganisationKind.MEDIA: Badge("newsmode"),
    OrganisationKind.OTHER: Badge("apartment"),
}
# More of them at once is a slip of the mouse.
MOST_AT_ONCE = 10


class OrganisationForm(forms.ModelForm):
    def clean_aliases(self) -> str:
        """One on each line, none empty and none twice."""
        lines = (text.line(name) for name in self.cleaned_data["aliases"].splitlines())
        return "\n".join(dict.fromkeys(name for name in lines if name))


@admin.register(Organisation)
class OrganisationAdmin(TidyTexts, ModelAdmin):
    purpose = gettext_lazy(
        "Universities, authorities and companies; they are shared by all conferences."
    )
    form_purpose = gettext_lazy(
        "An organisation as every conference names it. If it is here twice, choose "
        "both in the list and merge them."
    )
    first_step = gettext_lazy(
        "Add those that carry the conference or that its speakers come from."
    )
    form = OrganisationForm
    refusals = RULES

    list_display = ["names", "short", "kind_word", "country", "translated"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Name, short name or another name")
    actions = ["merge"]
    readonly_fields = ["translated_in_words"]
    fields = [
        *side_by_side("name", "short_name"),
        ("kind", "country"),
        "aliases",
        "translated_in_words",
    ]

    @display(description=gettext_lazy("name"), header=True, ordering="name_key")
    def names(self, row: Organisation) -> list[Any]:
        return super().names(row)

    @display(description=gettext_lazy("short name"), header=True)
    def short(self, organisation: Organisation) -> list[Any]:
        lines = two_lines(Bilingual("short_name").pair(organisation))
        return lines if any(lines) else [Text("–", "en"), ""]

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_word(self, organisation: Organisation) -> str:
        badge = BADGES[OrganisationKind(organisation.kind)]
        return badge_with_word(organisation.get_kind_display(), badge)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Of conferences that somebody does not see no more than how often."""
        if number := named_elsewhere(list(objs), request):
            words = ngettext(
                "%d mention in a conference that you do not see",
                "%d mentions in conferences that you do not see",
                number,
            )
            return [], {}, set(), [words % number]
        return super().get_deleted_objects(objs, request)

    # -- Merging -------------------------------------------------------------------

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """One stays and is changed; the others are deleted."""
        return self.has_change_permission(request) and self.has_delete_permission(
            request
        )

    @admin.action(description=gettext_lazy("Merge"), permissions=["merge"])
    def merge(
        self, request: HttpRequest, chosen: QuerySet[Organisation]
    ) -> HttpResponse | None:
        """Ask which one stays, saying what will move, and then merge."""
        found = list(chosen.order_by("pk")[: MOST_AT_ONCE + 1])
        if "keep" in request.POST:
            return self.merge_into(request, found)
        if len(found) < 2:
            self.message_user(request, str(NothingToMerge()), messages.WARNING)
            return None
        if len(found) > MOST_AT_ONCE:
            words = _("Choose at most %d organisations at once.") % MOST_AT_ONCE
            self.message_user(request, words, messages.WARNING)
            return None
        return self.ask_what_stays(request, found)

    def ask_what_stays(
        self, request: HttpRequest, found: list[Organisation]
    ) -> HttpResponse:
        named = service.named_by(found, seen_by(request))
        mentions = {o.pk: sum(named[o.pk].values()) for o in found}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge organisations"),
            "opts": self.opts,
            "candidates": [
                {
                    "organisation": o,
                    "names": two_lines(Organisation.name.pair(o)),
                    "mentions": in_words(named[o.pk]),
                }
                for o in found
            ],
            # Whoever is named most often is most likely written well.
            "suggested": max(found, key=lambda o: mentions[o.pk]).pk,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        template = "admin/agenda/organisation/merge.html"
        return TemplateResponse(request, template, context)

    def merge_into(
        self, request: HttpRequest, found: list[Organisation]
    ) -> HttpResponse:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        kept = next((o for o in found if str(o.pk) == request.POST["keep"]), None)
        back = redirect(request.get_full_path())
        try:
            if kept is None or len(found) < len(chosen):
                raise OrganisationGone
            if named_elsewhere([o for o in found if o != kept], request):
                raise NamedElsewhere
            merged = service.merge(kept, [o for o in found if o != kept])
        except ProgrammeError as error:
            self.message_user(request, str(error), messages.ERROR)
            return back
        words = ngettext(
            "Merged into “%(name)s”; %(count)d mention of it moved.",
            "Merged into “%(name)s”; %(count)d mentions of it moved.",
            merged.moved,
        )
        told = words % {"name": kept, "count": merged.moved}
        if merged.doubles:
            told += " " + _("Doubles that went: %d.") % merged.doubles
        self.message_user(request, told, messages.SUCCESS)
        return back


def seen_by(request: HttpRequest) -> service.Seen:
    """Rows of the conferences in which somebody sees rows of this kind."""

    def seen(rows: QuerySet[Any]) -> QuerySet[Any]:
        opts = rows.model._meta
        right = f"{opts.app_label}.{get_permission_codename('view', opts)}"
        path = conference_path_of(rows.model)
        return visible(rows, request.user, right, path)

    return seen


def named_elsewhere(found: list[Organisation], request: HttpRequest) -> int:
    """How many rows name these that somebody does not see."""
    if conferences_of(request.user, "agenda.view_organisation") is None:
        return 0
    everywhere, here = (
        sum(sum(rows.values()) for rows in named.values())
        for named in (
            service.named_by(found),
            service.named_by(found, seen_by(request)),
        )
    )
    return everywhere - here


def in_words(named: dict[Any, int]) -> list[str]:
    """How often something names an organisation: Speakers: 3."""
    return [
        _("%(rows)s: %(count)d")
        % {"rows": capfirst(model._meta.verbose_name_plural), "count": count}
        for model, count in named.items()
    ]
