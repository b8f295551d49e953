"""What staff do with one person from their page, and have to say how and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
)

from confsite.admin.actions import Outcome, Verb
from confsite.models import User
from registration import staff_actions
from registration.admin.delegate_verbs import IN_A_MINUTE, outcome
from registration.admin.grounds import ask_why, why, without_a_place, yes_or_no
from registration.models import Category, Delegate
from registration.staff_actions import Grounds
from registration.states import LIVE, Attendance, DelegateState

# A place in line that no waiting list has.
LONGEST_LINE = 1_000_000


class PlaceForm(forms.Form):
    """Another category or way of attending."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.none(),
        widget=UnfoldAdminSelectWidget,
    )
    attendance = forms.ChoiceField(
        label=gettext_lazy("Attendance"),
        choices=Attendance.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )
    beyond = without_a_place(gettext_lazy("If there is no place free"))
    letter = yes_or_no(
        gettext_lazy("A letter that says so"),
        gettext_lazy("no"),
        gettext_lazy("yes"),
        initial="1",
    )
    reason = why(required=False)

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data)
        [delegate] = rows
        categories: Any = self.fields["category"]
        categories.queryset = Category.objects.filter(conference=delegate.conference_id)
        self.initial = {
            "category": delegate.category_id,
            "attendance": delegate.attendance,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ask_why(self)
        return data


class ReasonForm(forms.Form):
    reason = why(required=True)

    def __init__(self, data: Any, *, rows: Sequence[Delegate]) -> None:
        super().__init__(data)


class LineForm(ReasonForm):
    """How far up the waiting list."""

    place = forms.IntegerField(
        label=gettext_lazy("New place in line"),
        help_text=gettext_lazy("1 is the front. Who stands there now comes next."),
        min_value=1,
        max_value=LONGEST_LINE,
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    field_order = ["place", "reason"]


def place(
    rows: Sequence[Delegate], by: User, *, reason: str, only_try: bool, **said: Any
) -> Outcome:
    grounds = Grounds(reason)
    result = staff_actions.move(rows, by, reason=grounds, only_try=only_try, **said)
    return outcome(result)


def seat_beyond(
    rows: Sequence[Delegate], by: User, *, reason: str, only_try: bool
) -> Outcome:
    grounds = Grounds(reason)
    return outcome(
        staff_actions.seat_beyond(rows, by, reason=grounds, only_try=only_try)
    )


def move_up(
    rows: Sequence[Delegate], by: User, *, place: int, reason: str, only_try: bool
) -> Outcome:
    result = staff_actions.move_up(
        rows, by, place=place, reason=Grounds(reason), only_try=only_try
    )
    passed = _("They stand at place %d then; whoever is let past reads no letter.")
    return Outcome(result.number, [passed % place], result.refused)


def verb(name: str, work: Any, **looks: Any) -> Verb:
    def done(rows: Sequence[Any], by: Any, **said: Any) -> Outcome:
        return work(rows, by, only_try=False, **said)

    def tried(rows: Sequence[Any], by: Any, **said: Any) -> Outcome:
        return work(rows, by, only_try=True, **said)

    return Verb(name, done, rehearsal=tried, asks=True, **looks)


VERBS = [
    verb(
        "place",
        place,
        label=gettext_lazy("Change category or attendance"),
        when=lambda delegate: delegate.state in LIVE,
        form=PlaceForm,
        note=IN_A_MINUTE,
        button=lambda n: _("Change it"),
    ),
    verb(
        "seat_beyond",
        seat_beyond,
        label=gettext_lazy("Give a place beyond the limit"),
        when=lambda delegate: delegate.state == DelegateState.WAITING,
        form=ReasonForm,
        note=IN_A_MINUTE,
        button=lambda n: _("Give the place"),
    ),
    verb(
        "move_up",
        move_up,
        label=gettext_lazy("Let them past others"),
        when=lambda delegate: delegate.state == DelegateState.WAITING,
        form=LineForm,
        button=lambda n: _("Let them past"),
    ),
]
