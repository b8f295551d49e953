"""The conference that staff work on: chosen at the top of every page, and kept."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from agenda.models import Conference
from agenda.rights import conferences_of, conferences_with_a_role, visible
from confsite.admin.base import ModelAdmin
from confsite.admin.pages import Permission
from confsite.bilingual import Text
from confsite.keys import is_key

# In the session of staff: the key of a conference; nothing for all of them.
KEY = "conference"
MOST = 12  # of those that are offered, the latest first
# How most lists are asked for the rows of one conference.
CHOSEN = "conference__id__exact"
# The name under which a field tells the search whose rows it wants.
OWNER = "of_conference"


class ConferenceFilter(RelatedDropdownFilter):
    """The conferences whose rows somebody sees in this list, and no others."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[int, str]]:
        rows = visible(
            Conference.objects.order_by("-starts_at", "-pk"),
            request.user,
            model_admin.right("view"),
            "pk",
        )
        return [(conference.pk, str(conference)) for conference in rows]


class ConferenceRowsAdmin(ModelAdmin):
    """Rows of conferences: of those alone in which somebody may see them."""

    # From a row to its conference.
    conference_path = "conference"
    # What else one has to be allowed to see, to see these rows.
    sees = ""

    def right(self, verb: str) -> str:
        """registration.view_delegate"""
        if verb == "view" and self.sees:
            return self.sees
        codename = get_permission_codename(verb, self.opts)
        return f"{self.opts.app_label}.{codename}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All that a list, a page, a search box and an action can ever reach."""
        rows = super().get_queryset(request)
        # As Django has it: whoever may change a row may see it.
        rights = (self.right("view"), self.right("change"))
        return visible(rows, request.user, rights, self.conference_path)

    def within(
        self, request: HttpRequest, rows: QuerySet[Any], permission: Permission
    ) -> QuerySet[Any]:
        if callable(permission):
            return rows
        # What is duplicated or merged is added and changed.
        verb = {"duplicate": "add", "merge": "change"}.get(permission, permission)
        name = verb if "." in verb else self.right(verb)
        return visible(rows, request.user, name, self.conference_path)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Rows of conferences in which somebody may add or change rows of this kind."""
        if path := conference_path_of(db_field.related_model):
            rows = self.get_field_queryset(kwargs.get("using"), db_field, request)
            if rows is None:
                rows = db_field.related_model._default_manager.all()
            kwargs["queryset"] = self.to_choose(request, rows, path)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def to_choose(
        self, request: HttpRequest, rows: QuerySet[Any], path: str = "conference"
    ) -> QuerySet[Any]:
        """Whatever role lets one add rows lets one change them as well."""
        return visible(rows, request.user, self.right("change"), path)


class FiltersByConference(ConferenceRowsAdmin):
    """Rows of conferences, whose list begins with those of the chosen one."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A filter chooses as well; without any the chosen conference is the filter."""
        name = f"{self.conference_path}__id__exact"
        if name in request.GET:
            keep(request, request.GET[name])
        elif (conference := chosen(request)) and not is_filtered(request):
            query = request.GET.copy()
            query[name] = str(conference.pk)
            return redirect(f"{request.path}?{query.urlencode()}")
        return super().changelist_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A form for a new row offers rows of one conference, as it is told here."""
        form = super().get_form(request, obj, **kwargs)
        form.offered = None if obj else self.conference_of_new(request)
        return form

    def conference_of_new(self, request: HttpRequest) -> int | None:
        """That of the form, of the address, of the list, or the chosen one.

        None is any. Another one may have been chosen since the form was opened.
        """
        filters = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        known = conferences_of(request.user, self.right("change"))
        for named in (
            request.POST.get("conference", ""),
            request.GET.get("conference", ""),
            filters.get(f"{self.conference_path}__id__exact", ""),
        ):
            if is_key(named):
                return int(named) if known is None or int(named) in known else None
        conference = chosen(request)
        if conference is None or (known is not None and conference.pk not in known):
            return None
        return conference.pk

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """A search box of a form may ask for the rows of one conference alone."""
        owner = request.GET.get(OWNER)
        if owner is not None:
            pk = int(owner) if is_key(owner) else None
            queryset = queryset.filter(**{self.conference_path: pk})
        return super().get_search_results(request, queryset, search_term)


def is_filtered(request: HttpRequest) -> bool:
    """Whether a list is asked for some rows already, or for an action on some."""
    return request.method != "GET" or any("__" in key for key in request.GET)


def conferences(request: Any) -> list[Conference]:
    """Those that can be chosen, and the one that is; read once for each page."""
    if not hasattr(request, "conferences"):
        latest = conferences_with_a_role(request.user).order_by("-starts_at", "-pk")
        found = list(latest[:MOST])
        kept = request.session.get(KEY, "")
        if is_key(kept) and all(str(c.pk) != kept for c in found):
            found += latest.filter(pk=kept)
        request.conferences = found
    return request.conferences


def chosen(request: HttpRequest) -> Conference | None:
    """The conference that was chosen last; None is all of them."""
    kept = request.session.get(KEY, "")
    if not kept:
        return None
    return next((c for c in conferences(request) if str(c.pk) == kept), None)


def keep(request: HttpRequest, pk: object) -> None:
    if request.session.get(KEY, "") != str(pk):
        request.session[KEY] = str(pk)


def choose(request: HttpRequest, pk: int | str = "", **_url: Any) -> HttpResponse:
    """Keep a conference, or all of them, and go back to where that was chosen.

    All are all in which somebody has a role. Raises Http404.
    """
    if pk:
        get_object_or_404(conferences_with_a_role(request.user), pk=pk)
    keep(request, pk)
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "admin:index")


# -- What a form may offer -------------------------------------------------------------


def conference_path_of(model: type[Model]) -> str:
    """Where rows of a kind have their conference; empty: they are shared by all."""
    if model is Conference:
        return "pk"
    if hasattr(model, "conference_id"):
        return "conference"
    return getattr(model, "conference_path", "")


# -- What unfold shows (settings.UNFOLD) -----------------------------------------------


def dropdown(request: HttpRequest) -> list[dict[str, Any]]:
    """The conferences below the name of the site, and all of them together."""
    if not request.user.is_staff:
        return []
    match = request.resolver_match
    is_list = match and (match.url_name or "").endswith("_changelist")
    query = urlencode({"next": request.path if is_list else reverse("admin:index")})
    now = chosen(request)

    def item(title: str, address: str, *, is_chosen: bool) -> dict[str, Any]:
        icon = "check" if is_chosen else "event"
        return {"title": title, "link": f"{address}?{query}", "icon": icon}

    every = reverse("admin:agenda_conference_choose_all")
    return [
        *(
            item(
                plain_name(c),
                reverse("admin:agenda_conference_choose", args=[c.pk]),
                is_chosen=c == now,
            )
            for c in conferences(request)
        ),
        item(_("All conferences"), every, is_chosen=now is None),
    ]


def subheader(request: HttpRequest) -> str:
    """The name of the chosen conference."""
    conference = chosen(request) if request.user.is_staff else None
    if conference is None:
        return "confsite"
    return plain_name(conference)


def plain_name(conference: Conference) -> str:
    short: Text = Conference.short_name.pair(conference).active
    return short.plain or Conference.name.pair(conference).active.plain
