"""Rows below a row: of the same conference as it, and none of them twice."""

from typing import Any, ClassVar

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import F, UniqueConstraint
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet

from agenda.admin.current_conference import OWNER
from confsite.admin.texts import TidyTexts


class SameConference:
    """Mixed into a field's search box: it finds rows of one conference alone."""

    conference_id: int | None = None

    def get_url(self) -> str:
        return f"{super().get_url()}?{OWNER}={self.conference_id}"  # type: ignore[misc]


class SearchOne(SameConference, AutocompleteSelect):
    pass


class SearchSeveral(SameConference, AutocompleteSelectMultiple):
    pass


class OnceFormSet(PaginationInlineFormSet):
    """Rows in which nothing is said twice that a constraint wants said once.

    Each row by itself is compared with the database alone, so that two new ones would
    meet only there.
    """

    def clean(self) -> None:
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                columns: list[Any] = [
                    e for e in constraint.expressions if isinstance(e, F)
                ]
                names = [c.name for c in columns if c.name != self.fk.name]
                self.refuse_doubles(names, constraint.violation_error_message)

    def refuse_doubles(self, names: list[str], message: Any) -> None:
        seen = set()
        for form in self.forms:
            values = tuple(form.cleaned_data.get(name) for name in names)
            if form in self.deleted_forms or None in values:
                continue
            if values in seen:
                form.add_error(names[0], message)
            seen.add(values)


class OfConferenceInline(TidyTexts, TabularInline):
    """Rows below a row of a conference that name other rows of the same one."""

    formset = OnceFormSet
    hide_title = True
    extra = 0
    # Each such field, and where its rows find their conference.
    siblings: ClassVar[dict[str, str]] = {"speaker": "conference_id"}

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.siblings:
            kwargs["widget"] = SearchOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.siblings:
            kwargs["widget"] = SearchSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Only rows of the same conference are found, and only they are taken."""
        formset = super().get_formset(request, obj, **kwargs)
        for name, path in self.siblings.items():
            field = formset.form.base_fields.get(name)
            if field is None:
                continue  # somebody who may only look
            conference = self.conference_of(obj)
            field.queryset = field.queryset.filter(**{path: conference})
            field.widget.widget.conference_id = conference
            # The form for a new one would begin with the conference that is next.
            field.widget.can_add_related = False
        return formset

    def conference_of(self, obj: Any) -> int | None:
        return obj.conference_id if obj else None
