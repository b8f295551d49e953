"""What staff choose between, and give a reason for: fields that several forms ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from confsite.fields import LongTextField
from registration.models.staff_action import LONGEST_REASON


def words(label: Any, help_text: Any = "", *, required: bool = False) -> LongTextField:
    return LongTextField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        required=required,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


def why(*, required: bool) -> LongTextField:
    return words(
        gettext_lazy("Reason, for colleagues"),
        gettext_lazy("It stands on this person's page and in their history."),
        required=required,
    )


def yes_or_no(label: Any, no: Any, yes: Any, *, initial: str = "") -> forms.Field:
    """A choice between two ways, of which the second is true."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", no), ("1", yes)],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
        initial=initial,
        widget=UnfoldAdminRadioSelectWidget,
    )


def without_a_place(label: Any) -> forms.Field:
    """Where somebody goes who finds no place free."""
    return yes_or_no(
        label,
        gettext_lazy("To the waiting list"),
        gettext_lazy("To a place beyond the limit, on purpose"),
    )


def ask_why(form: forms.BaseForm) -> None:
    """A place `beyond` the limit is given for a `reason`."""
    said = form.cleaned_data
    if said.get("beyond") and not said.get("reason"):
        form.add_error("reason", _("Say why they get a place beyond the limit."))
