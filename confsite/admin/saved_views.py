"""How staff want to see a list: its columns, and views with a name, own and shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from confsite.admin.base import ModelAdmin
from confsite.admin.lists import VIEW
from confsite.keys import is_key
from confsite.models import SavedView

LONGEST = 2000  # characters of filters and search
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """A view in the bar above its list."""

    title: str
    url: str
    is_open: bool
    by: str = ""


class ViewForm(forms.ModelForm):
    again = forms.BooleanField(
        label=gettext_lazy(
            "Take over the filters, search, order and columns of the list as it is now"
        ),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")
        widgets = {
            "name": UnfoldAdminTextInputWidget,
            "is_shared": UnfoldBooleanSwitchWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        if self.instance.pk is None:
            del self.fields["again"]

    def _get_validation_exclusions(self) -> set[str]:
        # Of a name that is there already the database knows by these.
        return super()._get_validation_exclusions() - {"of", "owner"}  # type: ignore[misc]


class ShownColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"), widget=forms.CheckboxSelectMultiple
    )


class SeenInViews(ModelAdmin):
    """A list of which staff choose the columns and keep views."""

    # All columns in their order; the first always stands.
    every_column: Sequence[str] = ()
    # What one may sort by on a phone, where no column has a head.
    orders: Sequence[tuple[str, str | Promise]] = ()
    # A filter that a view leaves as it is.
    kept_apart: Sequence[str] = ()

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("columns/", wrap(self.columns_view), name=f"{name}_columns"),
            path("views/", wrap(self.new_view), name=f"{name}_new_view"),
            path("views/<int:pk>/", wrap(self.edit_view), name=f"{name}_view"),
            *super().get_urls(),
        ]

    def address(self, page: str, *args: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)

    # -- Which one is open, and what it says ---------------------------------------

    def views(self, request: Any) -> list[SavedView]:
        """Read once for each page."""
        if not hasattr(request, "saved_views"):
            request.saved_views = list(self.known_views(request))
        return request.saved_views

    def known_views(self, request: Any) -> Any:
        seen = SavedView.objects.seen_by(request.user)
        return seen.filter(of=self.opts.label_lower)

    def conference_of_view(self, request: HttpRequest) -> int | None:
        """In whose list a view is made, if the list knows conferences."""
        return None

    def open_view(self, request: HttpRequest) -> SavedView | None:
        """The one that the address names; one that is gone is none."""
        key = request.GET.get(VIEW, "")
        named = (view for view in self.views(request) if view.name)
        return next((view for view in named if str(view.pk) == key), None)

    def own_columns(self, request: HttpRequest) -> SavedView | None:
        views = self.views(request)
        own = (v for v in views if not v.name and v.owner_id == request.user.pk)
        return next(own, None)

    def get_list_display(self, request: HttpRequest) -> Sequence[str]:
        return self.columns_of(self.open_view(request) or self.own_columns(request))

    def columns_of(self, view: SavedView | None) -> Sequence[str]:
        chosen = view.columns if view else []
        first, *others = self.every_column
        known = [name for name in others if name in chosen]
        return [first, *known] if known else list(self.list_display)

    def query_of(self, request: HttpRequest, view: SavedView) -> str:
        """Its address, with the filter that stays; what is known no longer is left."""
        kept = [(n, request.GET[n]) for n in self.kept_apart if n in request.GET]
        order = self.order(request, self.columns_of(view), view.sorting)
        pairs = [(n, value) for n, value in view.query if self.knows(n, request)]
        return urlencode([*pairs, *order, *kept, (VIEW, view.pk)])

    def knows(self, name: str, request: HttpRequest) -> bool:
        """Whether the list has a filter that goes by this name."""
        if name == SEARCH_VAR:
            return True
        for known in self.get_list_filter(request):
            if isinstance(known, (list, tuple)):
                if name.startswith(f"{known[0]}__"):
                    return True
            elif getattr(known, "parameter_name", None) == name:
                return True
        return False

    def order(
        self, request: HttpRequest, columns: Sequence[str], names: Sequence[str]
    ) -> list[tuple[str, str]]:
        """An order by names of columns as the address has it: by their places."""
        shift = 1 if self.get_actions(request) else 0
        places = [
            f"{'-' if name.startswith('-') else ''}{columns.index(bare) + shift}"
            for name in names
            if (bare := name.removeprefix("-")) in columns
        ]
        return [(ORDER_VAR, ".".join(places))] if places else []

    def order_in_names(self, request: HttpRequest, places: str) -> list[str]:
        """The other way round; a place that no column has is passed over."""
        columns = self.get_list_display(request)
        shift = 1 if self.get_actions(request) else 0
        found = []
        for place in places.split("."):
            _nothing, sign, number = place.rpartition("-")
            if is_key(number) and 0 <= int(number) - shift < len(columns):
                found.append(f"{sign}{columns[int(number) - shift]}")
        return found

    # -- The bar above the list ----------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = (extra_context or {}) | {"bar": self.bar(request)}
        return super().changelist_view(request, context)

    def bar(self, request: HttpRequest) -> Mapping[str, Any]:
        now = self.open_view(request)
        asked = request.GET.urlencode()
        here = f"?{asked}" if asked else ""
        may_edit = now is not None and now.may_be_changed_by(request.user)
        return {
            "views": [
                Link(
                    view.name,
                    f"?{self.query_of(request, view)}",
                    is_open=view == now,
                    by="" if view.owner_id == request.user.pk else str(view.owner),
                )
                for view in self.views(request)
                if view.name
            ],
            "new": self.address("new_view") + here,
            "edit": self.address("view", now.pk) + here if now and may_edit else "",
            "columns": self.address("columns") + here,
            "orders": self.orders_on_a_phone(request),
        }

    def orders_on_a_phone(self, request: HttpRequest) -> list[tuple[str, Any]]:
        columns = self.get_list_display(request)
        query = request.GET.copy()
        links = []
        for name, title in self.orders:
            for order, place in self.order(request, columns, [name]):
                query[order] = place
                links.append((f"?{query.urlencode()}", title))
        return links

    # -- Pages ---------------------------------------------------------------------

    def columns_view(self, request: HttpRequest) -> HttpResponse:
        """Which facts stand in the list: of an open view, or for oneself."""
        self.refuse_strangers(request)
        view = self.open_view(request)
        if view is None or not view.may_be_changed_by(request.user):
            view = self.own_columns(request) or self.new(request)
        first, *others = self.every_column
        sent = request.POST if request.method == "POST" else None
        form = ShownColumnsForm(
            sent, initial={"columns": self.get_list_display(request)}
        )
        form.fields["columns"].choices = [  # type: ignore[attr-defined]
            (name, capfirst(str(self.label_of(name)))) for name in others
        ]
        if form.is_valid():
            order = self.order_in_names(request, request.GET.get(ORDER_VAR, ""))
            view.columns = [first, *form.cleaned_data["columns"]]
            view.save()
            return redirect(self.list_through(request, view, order))
        title = _("Columns of the view %s") % view if view.name else _("Columns")
        return self.render(request, "admin/columns.html", title=title, form=form)

    def new_view(self, request: HttpRequest) -> HttpResponse:
        self.refuse_strangers(request)
        return self.edit(request, self.new(request))

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_strangers(request)
        views = self.known_views(request).exclude(name="")
        view = get_object_or_404(views, pk=pk)
        if not view.may_be_changed_by(request.user):
            raise PermissionDenied
        if request.method == "POST" and "delete" in request.POST:
            view.delete()
            messages.success(request, _("The view %s is gone.") % view.name)
            return redirect(self.address("changelist"))
        return self.edit(request, view)

    def edit(self, request: HttpRequest, view: SavedView) -> HttpResponse:
        sent = request.POST if request.method == "POST" else None
        if view.pk is None:
            view.conference_id = self.conference_of_view(request)
        form = ViewForm(sent, instance=view)
        if form.is_valid():
            if "again" not in form.fields or form.cleaned_data["again"]:
                self.take_over(request, view)
            form.save()
            messages.success(request, _("The view %s is kept.") % view.name)
            url = f"{self.address('changelist')}?{self.query_of(request, view)}"
            return redirect(url)
        title = _("The view %s") % view if view.pk else _("Save this view")
        return self.render(
            request, "admin/saved_view.html", title=title, form=form, view=view
        )

    def take_over(self, request: HttpRequest, view: SavedView) -> None:
        """The list as it is: filters, search, order and columns."""
        pairs = parse_qsl(request.GET.urlencode()[:LONGEST])
        view.query = [
            (name, value)
            for name, value in pairs
            if self.knows(name, request) and name not in self.kept_apart
        ]
        view.sorting = self.order_in_names(request, request.GET.get(ORDER_VAR, ""))
        view.columns = list(self.get_list_display(request))

    def new(self, request: Any) -> SavedView:
        return SavedView(of=self.opts.label_lower, owner=request.user)

    def list_through(
        self, request: HttpRequest, view: SavedView, order: Sequence[str]
    ) -> str:
        """The list as it was asked for, in the columns of this view."""
        query = request.GET.copy()
        for name in (VIEW, ORDER_VAR):
            query.pop(name, None)
        pairs = self.order(request, self.columns_of(view), order)
        if view.name:
            pairs.append((VIEW, str(view.pk)))
        for name, value in pairs:
            query[name] = value
        return f"{self.address('changelist')}?{query.urlencode()}"

    def label_of(self, column: str) -> Any:
        return label_for_field(column, self.model, model_admin=self)

    def refuse_strangers(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def render(self, request: HttpRequest, template: str, **context: Any) -> Any:
        asked = request.GET.urlencode()
        back = self.address("changelist") + (f"?{asked}" if asked else "")
        site = admin.site.each_context(request)
        frame = {"opts": self.opts, "back": back}
        return TemplateResponse(request, template, site | frame | context)
