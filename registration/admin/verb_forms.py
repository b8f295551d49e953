"""What some verbs have to be told, before they say what would happen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from confsite.bilingual import LANGUAGES
from registration.models import Category, Delegate, Tag
from registration.models.staff_action import LONGEST_REASON
from registration.states import Attendance

AS_IT_IS = ("", _("as it is"))
WAITING_LIST = ("", _("To the waiting list"))
BEYOND = ("1", _("To a place beyond the limit, on purpose"))


class AboutPeople(forms.Form):
    """Of people who were chosen, as confsite.admin.actions makes it."""

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data)
        self.conference = rows[0].conference_id if rows else None

    def of_the_conference(self, rows: Any) -> QuerySet:
        return rows.objects.filter(conference=self.conference)


def yes_or_no(label: Any, *choices: tuple[str, Any], **more: Any) -> Any:
    """A choice of which the first is an empty string, and false."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
        widget=UnfoldAdminRadioSelectWidget,
        **more,
    )


def without_a_place() -> Any:
    label = _("Those for whom there is no place free")
    return yes_or_no(label, WAITING_LIST, BEYOND, initial="")


def words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class GroundsForm(AboutPeople):
    """Why: for colleagues, and in the letter, to each person in their language."""

    text = words(_("Reason, for colleagues alone"))
    told_en = words(_("Reason in the letter, in English"))
    told_zh = words(
        _("Reason in the letter, in Chinese"),
        _("Each person reads the one in their language; empty: the letter gives none."),
    )

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data, rows=rows)
        if len(rows) == 1:
            # One person reads one language.
            read = LANGUAGES[rows[0].language][0]
            del self.fields["told_zh" if read == "en" else "told_en"]


class RestoreManyForm(AboutPeople):
    beyond = without_a_place()


class MoveForm(AboutPeople):
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("New category"), widget=UnfoldAdminSelectWidget
    )
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=[AS_IT_IS, *Attendance.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    beyond = without_a_place()
    letter = yes_or_no(
        _("A letter that says so"), ("", _("no")), ("1", _("yes")), initial=""
    )

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data, rows=rows)
        if "category" in self.fields:
            categories: Any = self.fields["category"]
            categories.queryset = self.of_the_conference(Category)


class AttendanceForm(MoveForm):
    category = None  # type: ignore[assignment]
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=Attendance.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )


class TagForm(AboutPeople):
    tag = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Tag"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data, rows=rows)
        tags: Any = self.fields["tag"]
        tags.queryset = self.of_the_conference(Tag)
