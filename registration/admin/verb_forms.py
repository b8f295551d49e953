"""What some verbs have to be told, before they say what would happen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget

from confsite.bilingual import LANGUAGES
from registration.admin.grounds import ask_why, why, without_a_place, words, yes_or_no
from registration.models import Category, Delegate, Tag
from registration.states import Attendance

AS_IT_IS = ("", _("as it is"))


class AboutPeople(forms.Form):
    """Of people who were chosen, as confsite.admin.actions makes it."""

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data)
        self.conference = rows[0].conference_id if rows else None

    def of_the_conference(self, rows: Any) -> QuerySet:
        return rows.objects.filter(conference=self.conference)


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


class BeyondForm(AboutPeople):
    """Where those go who find no place free."""

    beyond = without_a_place(_("Those for whom there is no place free"))
    reason = why(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ask_why(self)
        return data


class MoveForm(BeyondForm):
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("New category"), widget=UnfoldAdminSelectWidget
    )
    attendance = forms.ChoiceField(
        label=_("Attendance"),
        choices=[AS_IT_IS, *Attendance.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    letter = yes_or_no(_("A letter that says so"), _("no"), _("yes"))
    field_order = ["category", "attendance", "beyond", "letter", "reason"]

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
