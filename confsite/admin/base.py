"""What every page of the admin has: a purpose, a first step, a clock and a history."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import (
    flatten_fieldsets,
    lookup_spawns_duplicates,
    unquote,
)
from django.core.exceptions import (
    BadRequest,
    FieldDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.db import IntegrityError, connection
from django.db.models import DateTimeField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.dataclasses import UnfoldAction
from unfold.decorators import display

from confsite.admin import edit_conflicts, history
from confsite.admin.actions import Verb
from confsite.admin.columns import Translated, two_lines
from confsite.admin.links import unlink, without_closed
from confsite.admin.lists import List
from confsite.admin.mistakes import mistakes
from confsite.admin.pages import (
    Pages,
    buttons,
    custom_urls,
    is_permitted,
    render_page,
)
from confsite.admin.permissions import AsksForRights
from confsite.constraints import violated
from confsite.fields import MomentField
from confsite.folding import asked
from confsite.keys import is_key

LONGEST = 20  # rows that are named as standing in the way of a deletion


class ModelAdmin(AsksForRights):
    """Pages of the admin that say what they are for, and what to do first."""

    # One sentence on top of the list, and of the forms if those need another.
    purpose: str | Promise = ""
    form_purpose: str | Promise = ""
    add_purpose: str | Promise = ""
    # What to do while there is nothing in the list.
    first_step: str | Promise = ""
    # Of two people who save a row at once one comes second, and is told. Not where a
    # service has an order of its own in which it locks rows.
    locks_what_it_saves = True
    # Where a row finds the time zone in which staff read and type its times.
    zone_path = ""
    # What one can do with a row on pages of their own, in the order of their buttons.
    pages: Pages = ()
    # What one can do with rows at once, in the list and below the form.
    verbs: Sequence[Verb] = ()
    # What the database says by the name of a rule that is no constraint of a model.
    refusals: Mapping[str, str | Promise] = {}

    # The page says what it shows of a row, so that changes by others are noticed.
    change_form_before_template = "admin/edit_conflicts.html"
    compressed_fields = False  # labels above fields: two languages fit side by side
    list_before_template = "admin/purpose.html"
    change_form_outer_before_template = "admin/purpose.html"
    list_filter_submit = True
    list_per_page = 50
    warn_unsaved_form = True

    class Media:
        css = {"all": ["css/admin.css"]}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form in its row's clock; it also says what the database refuses."""
        refuse_rows_that_did_not_come(request)
        request.saves_its_row = request.method == "POST"  # type: ignore[attr-defined]
        self.refuse_what_no_search_box_offers(request)
        page = partial(
            super().changeform_view, request, object_id, form_url, extra_context
        )
        with timezone.override(self.zone(request, object_id)):
            try:
                response = page()
            except IntegrityError as error:
                # The form has looked already: somebody else was faster. Now it sees
                # what they did, and keeps what was typed.
                request.refusal = self.refusal(error)  # type: ignore[attr-defined]
                for _field, uploads in request.FILES.lists():
                    for upload in uploads:
                        upload.seek(0)
                response = page()
            # Rendered here and not after the view, while the clock is set.
            return rendered(response)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        request.saves_its_row = request.method == "POST"  # type: ignore[attr-defined]
        return super().delete_view(request, object_id, extra_context)

    def refuse_what_no_search_box_offers(self, request: HttpRequest) -> None:
        """Django looks for what was chosen to show it again, and cannot for no key."""
        below = (name for inline in self.inlines for name in inline.autocomplete_fields)
        names = {*self.autocomplete_fields, *below}
        for name in request.POST:
            chosen = str(request.POST[name])
            if name.rpartition("-")[2] in names and chosen and not is_key(chosen):
                raise BadRequest("no row can have such a key")

    @property
    def all_pages(self) -> Pages:
        """Those of its own, and the questions of verbs."""
        return (*self.pages, *(verb.page for verb in self.verbs if verb.asks))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return List

    def shown(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """The rows of one page of the list, with all that its columns say of them."""
        return rows

    def get_custom_urls(self) -> tuple[Any, ...]:
        urls = custom_urls(self.all_pages, self.opts)
        return (*super().get_custom_urls(), *urls)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        return actions | {
            verb.name: (verb.for_chosen, verb.name, verb.list_label)
            for verb in self.verbs
            if verb.list_label and is_permitted(verb.permission, self, request)
        }

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:
        """What is done with rows; one that cannot be is none that a page offered."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(key)
        except ValidationError as error:
            raise BadRequest("no row can have such a key") from error
        if len(set(request.POST.getlist("action"))) > 1:
            # Of several Django does another than whose right would be asked for.
            raise BadRequest("no list asks for two actions at once")
        allowed = self.within(request, queryset, self.permission_of(request))
        return super().response_action(request, allowed)

    def get_actions_submit_line(
        self, request: HttpRequest, object_id: Any
    ) -> list[UnfoldAction]:
        """With the verbs that can lead to something as the row stands now."""
        found = super().get_actions_submit_line(request, object_id)
        verbs = [
            verb
            for verb in self.verbs
            if verb.label
            and not verb.asks
            and is_permitted(verb.permission, self, request)
        ]
        if verbs and is_key(object_id):
            for row in self.model._default_manager.filter(pk=object_id):
                found += [
                    verb.submit_button(self.model)
                    for verb in verbs
                    if verb.when(row)
                    and is_permitted(verb.permission, self, request, row)
                ]
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form: Any = kwargs.get("form", self.form)
        refusal = getattr(request, "refusal", "")
        kwargs["form"] = edit_conflicts.remembering(form, refusal)
        return super().get_form(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, DateTimeField):
            kwargs["form_class"] = MomentField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """A row, locked and as it is now if it is to be saved."""
        row = super().get_object(request, object_id, from_field)
        # Pages of their own begin no transaction; what they call does.
        is_saving = getattr(request, "saves_its_row", False)
        if row is not None and is_saving and self.locks_what_it_saves:
            rows = self.model._base_manager.select_for_update(no_key=True)
            try:
                row.refresh_from_db(from_queryset=rows)
            except self.model.DoesNotExist:
                return None
        return row

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """With every refusal now, and not after the message that all went well."""
        super().save_related(request, form, formsets, change)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # A text that marks its own language cannot do so in the title of a page.
        context["subtitle"] = str(context.get("subtitle") or "")
        if row := context["original"]:
            context["actions_detail"] = buttons(self.all_pages, self, request, row)
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["mistakes"] = [*mistakes(context["adminform"].form, formsets)]
        # The summary says more than that there are some.
        context["is_refused"] = bool(context.get("errors"))
        context["errors"] = None
        unlink(request, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address suggests for a new row, as far as it makes sense."""
        suggested = super().get_changeform_initial_data(request)
        return {
            name: value
            for name, given in suggested.items()
            if (value := self.understood(request, name, given)) is not None
        }

    def understood(self, request: HttpRequest, name: str, given: Any) -> Any:
        try:
            field = self.opts.get_field(name)
            form_field = self.formfield_for_dbfield(field, request)
            return form_field.prepare_value(form_field.clean(given))
        except (AttributeError, FieldDoesNotExist, OverflowError, ValidationError):
            return None

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """In whichever spelling: of names, and of every other text."""
        columns = self.get_search_fields(request)
        if not columns:
            # A list without a field for it can be asked by hand.
            return queryset, False
        found = asked.found(queryset, columns, search_term)
        return found, any(lookup_spawns_duplicates(self.opts, c) for c in columns)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say what stands in the way, and not that a right to delete it is missing."""
        rows, counts, missing, protected = super().get_deleted_objects(objs, request)
        rows = without_closed(request, rows, objs)
        protected = without_closed(request, protected, objs)
        if protected:
            return rows, counts, set(), protected[:LONGEST]
        return rows, counts, missing, protected

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Who changed what, before and after, by whatever way it was changed."""
        if not history.is_kept(self.model):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        clock = self.zone(request, object_id) or "UTC"
        with timezone.override(clock):
            page = render_page(
                request,
                row,
                "admin/history.html",
                title=_("History: %s") % row,
                changes=self.history_of(request, row),
                object=row,
                clock=clock,
            )
            return rendered(page)

    def history_of(self, request: HttpRequest, row: Any) -> list[history.HistoryEntry]:
        """What the triggers saw, and what else the admin knows; newest first."""
        return history.changes(row, self.rows_below(request, row))

    def rows_below(self, request: HttpRequest, row: Any) -> history.Below:
        """What somebody sees of the rows below a row is what its page shows them."""
        return {
            inline.model: flatten_fieldsets(inline.get_fieldsets(request, row))
            for inline in self.get_inline_instances(request, row)
            if history.is_kept(inline.model)
        }

    def zone(self, request: HttpRequest, object_id: str | None) -> str | None:
        """The name of the time zone of a row's own clock; None is UTC."""
        if not self.zone_path:
            return None
        if object_id is None:
            return self.zone_of_new(request)
        try:
            rows = self.model._default_manager.filter(pk=unquote(object_id))
            return rows.values_list(self.zone_path, flat=True).first()
        except (ValueError, ValidationError):
            return None

    def zone_of_new(self, request: HttpRequest) -> str | None:
        return None

    @display(description=gettext_lazy("name"), header=True, ordering="name_en")
    def names(self, row: Any) -> list[Any]:
        """The name in both languages, of rows that have one."""
        return two_lines(type(row).name.pair(row))

    @display(description=gettext_lazy("translated"), empty_value="–")
    def translated(self, row: Model) -> str | None:
        """How much of a row stands in both languages."""
        return str(Translated.of(row)) or None

    @display(description=gettext_lazy("translated"), empty_value="–")
    def translated_in_words(self, row: Model) -> str | None:
        return Translated.of(row).in_words or None

    def refusal(self, error: IntegrityError) -> str:
        """A violated constraint in the words that the form would have used."""
        name = violated(error)
        if name in self.refusals:
            return str(self.refusals[name])
        for model in (self.model, *(inline.model for inline in self.inlines)):
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    return str(constraint.violation_error_message)
        return _("This could not be saved. Somebody else has just changed it.")


class ReadOnlyAdmin(ModelAdmin):
    """Rows that staff look at and nobody changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def refuse_rows_that_did_not_come(request: HttpRequest) -> None:
    """A form with so many rows below it would take minutes to be shown again.

    Each row sends its key at the least.
    """
    for name, number in request.POST.items():
        digits = str(number)[:9]
        is_number = name.endswith("-TOTAL_FORMS") and digits.isdecimal()
        if is_number and int(digits) > len(request.POST):
            raise BadRequest("more rows than came")


def rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, TemplateResponse):
        response.render()
    return response
