"""What staff choose for a file of people before it is looked into."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from agenda.models import Conference
from confsite.fields import LineField
from confsite.tables.faults import FileFault, SpreadsheetRefused
from confsite.tables.spreadsheet import LARGEST_FILE, Table
from registration.imports import services
from registration.imports.choices import ImportChoices
from registration.imports.names import NameWriting
from registration.imports.reading import NAMES, Head, Sheet
from registration.imports.resource import DelegateResource
from registration.models import Category
from registration.states import Attendance, Mailing

LEAVE_OUT = "-"
WRITINGS = {
    NameWriting.UNKNOWN: gettext_lazy(
        "differently: a row that does not show it is refused"
    ),
    NameWriting.GIVEN_FIRST: gettext_lazy("given name first: Ada Lovelace"),
    NameWriting.FAMILY_FIRST: gettext_lazy("family name first: Lovelace Ada"),
}
LETTERS = {
    Mailing.NEVER: gettext_lazy("None: nobody gets a letter, now or later"),
    Mailing.LATER: gettext_lazy("Later: none until you send each the first one"),
    Mailing.NOW: gettext_lazy(
        "Now: everybody gets the letter that says how they stand"
    ),
}
WITHOUT_PLACE = {
    "": gettext_lazy("They wait, behind those who wait already"),
    "beyond": gettext_lazy("They get a place beyond the limit, on purpose"),
}
DUPLICATES = {
    "": gettext_lazy("Leave them out: I look at them one by one"),
    "enter": gettext_lazy("Enter them as well"),
}


class PeopleFileForm(forms.Form):
    """A file, read; what is wrong with it as a whole stands at its field."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel (.xlsx) or CSV; five megabytes and 20,000 rows at most."
        ),
        allow_empty_file=True,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> dict[str, Table]:
        uploaded = self.cleaned_data["file"]
        if uploaded.size > LARGEST_FILE:
            raise SpreadsheetRefused(FileFault.TOO_LARGE)
        return services.read(uploaded.read())


class ImportChoicesForm(forms.Form):
    """What each head means, and what holds for all rows."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category, where the file says none"),
        queryset=Category.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    attendance = forms.ChoiceField(
        label=gettext_lazy("Attendance, where the file says none"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    writing = forms.ChoiceField(
        label=gettext_lazy("Whole Latin names are written"),
        choices=[(writing.value, words) for writing, words in WRITINGS.items()],
        required=False,
        help_text=gettext_lazy(
            "Lovelace, Ada; LOVELACE Ada and 张伟（Zhang Wei） show it by themselves."
        ),
        widget=UnfoldAdminRadioSelectWidget,
    )
    without_place = forms.ChoiceField(
        label=gettext_lazy("Who finds no place"),
        choices=list(WITHOUT_PLACE.items()),
        required=False,
        widget=UnfoldAdminRadioSelectWidget,
    )
    reason = LineField(
        label=gettext_lazy("Why beyond the limit"),
        max_length=500,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    mailing = forms.ChoiceField(
        label=gettext_lazy("Letters"),
        choices=[(mailing.value, words) for mailing, words in LETTERS.items()],
        initial=Mailing.LATER.value,
        widget=UnfoldAdminRadioSelectWidget,
    )
    duplicates = forms.ChoiceField(
        label=gettext_lazy("Who may be there already"),
        choices=list(DUPLICATES.items()),
        required=False,
        widget=UnfoldAdminRadioSelectWidget,
    )

    def __init__(
        self, *args: Any, conference: Conference, sheets: list[Sheet], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["category"]
        categories.queryset = conference.categories.all()
        categories.empty_label = _("None: rows without one are refused")
        if len(only := list(conference.categories.all()[:2])) == 1:
            categories.initial = only[0].pk
        nothing = [("", _("None: rows without it are refused"))]
        attendance: Any = self.fields["attendance"]
        attendance.choices = nothing + list(Attendance.choices)
        self.heads = distinct(sheets)
        for number, head in enumerate(self.heads):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=head.text,
                choices=meanings(),
                initial=head.column or LEAVE_OUT,
                required=False,
                widget=UnfoldAdminSelectWidget,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {*self.columns.values()} & {*NAMES, "reference", "email"}:
            raise ValidationError(_("Say which column has the names."))
        if data.get("without_place") and not data.get("reason"):
            self.add_error("reason", _("Say why, for your colleagues."))
        return data

    @property
    def columns(self) -> dict[str, str]:
        chosen = {
            head.key: self.cleaned_data.get(f"column_{number}") or LEAVE_OUT
            for number, head in enumerate(self.heads)
        }
        return {head: "" if c == LEAVE_OUT else c for head, c in chosen.items()}

    @property
    def import_choices(self) -> ImportChoices:
        data = self.cleaned_data
        category = data["category"]
        return ImportChoices(
            self.columns,
            category.pk if category else None,
            data["attendance"],
            data["writing"],
            data["mailing"],
            data["without_place"] == "beyond",
            data["reason"] if data["without_place"] else "",
            data["duplicates"] == "enter",
        )

    @property
    def rows_of_heads(self) -> list[tuple[Head, Any]]:
        """Each head with its field, as the page shows them."""
        return [(head, self[f"column_{n}"]) for n, head in enumerate(self.heads)]


def initial_of(choices: ImportChoices) -> dict[str, Any]:
    return {
        "category": choices.category,
        "attendance": choices.attendance,
        "writing": choices.writing,
        "mailing": choices.mailing,
        "without_place": "beyond" if choices.beyond else "",
        "reason": choices.reason,
        "duplicates": "enter" if choices.with_duplicates else "",
    }


def distinct(sheets: list[Sheet]) -> list[Head]:
    """Each head of the file once, in its order."""
    found: dict[str, Head] = {}
    for sheet in sheets:
        for head in sheet.heads:
            if head.text:
                found.setdefault(head.key, head)
    return list(found.values())


def meanings() -> list[tuple[str, str]]:
    names = [*DelegateResource.columns, *DelegateResource.also]
    columns = [(column, DelegateResource.label(column)) for column in names]
    return [(LEAVE_OUT, _("– leave it out –")), *columns]
