"""The conference that staff work on: chosen at the top of every page, and kept."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from agenda.models import Conference
from confsite.admin.base import ModelAdmin
from confsite.bilingual import Text
from confsite.keys import is_key

# In the session of staff: the key of a conference; nothing for all of them.
KEY = "conference"
MOST = 12  # of those that are offered, the latest first
# How most lists are asked for the rows of one conference.
CHOSEN = "conference__id__exact"
# The name under which a field tells the search whose rows it wants.
OWNER = "of_conference"


class FiltersByConference(ModelAdmin):
    """Rows of conferences: their list begins with those of the chosen one."""

    # From a row to its conference.
    conference_path = "conference"

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
        for named in (
            request.POST.get("conference", ""),
            request.GET.get("conference", ""),
            filters.get(f"{self.conference_path}__id__exact", ""),
        ):
            if is_key(named):
                return int(named)
        conference = chosen(request)
        return conference.pk if conference else None

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
        latest = Conference.objects.order_by("-starts_at", "-pk")
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
    """Keep a conference, or all of them, and go back to where that was chosen."""
    keep(request, pk)
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "admin:index")


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
