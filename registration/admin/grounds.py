"""What staff give a reason for: fields that several forms ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from confsite.fields import LongTextField
from registration.models.staff_action import LONGEST_REASON


def why(*, required: bool) -> LongTextField:
    return LongTextField(
        label=_("Reason, for colleagues"),
        help_text=_("It stands on this person's page and in their history."),
        max_length=LONGEST_REASON,
        required=required,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
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
