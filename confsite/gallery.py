"""All components on one page, for staff who build or judge the look.

The example values stand here as well; nobody in them exists.
"""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from confsite.bilingual import Pair
from confsite.clocks import Clock, Moment

NANJING = Clock("Asia/Shanghai", Pair("Nanjing", "南京"))
LONDON = Clock("Europe/London", Pair("London", "伦敦"))
MORNING = Moment(datetime(2020, 7, 9, 1, 30, tzinfo=UTC), NANJING, LONDON)
NIGHT = Moment(datetime(2020, 7, 8, 22, 0, tzinfo=UTC), NANJING, LONDON)


@require_safe
@staff_member_required
def gallery(request: HttpRequest) -> HttpResponse:
    examples = {
        "speakers": speakers(),
        "sessions": sessions(),
        "cards": cards(),
        "form": ExampleForm({"email": "ada"}),
        "night": NIGHT,
    }
    return render(request, "gallery.html", {"examples": examples})


def speakers() -> list[SimpleNamespace]:
    return [
        speaker("Professor Ada Example", "", "A", _("University")),
        speaker("Li Lizi", Pair("李例子", "李例子").active, "L", ""),
        speaker("Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 2, "", "D", ""),
    ]


def speaker(name: str, other: str, monogram: str, organisation: str) -> SimpleNamespace:
    return SimpleNamespace(
        slug="example",
        display_name=Pair(name, "").active,
        other_name=other,
        monogram=monogram,
        position=_("Keynote speaker"),
        organisation=SimpleNamespace(name=organisation) if organisation else None,
        attendance_label=_("Online"),
    )


def sessions() -> list[SimpleNamespace]:
    common: dict[str, Any] = {
        "slug": "example",
        "room": _("Room"),
        "track": "",
        "language_mark": "中 → EN",
        "language_words": _("In Chinese"),
        "attendance_label": _("On site and online"),
    }
    people = [SimpleNamespace(role_label=_("Host"), speaker=speakers()[0])]
    return [
        SimpleNamespace(
            kind="keynote",
            kind_label=_("Keynote"),
            title=_("A session with a host"),
            starts=MORNING,
            people=people,
            is_cancelled=False,
            **common,
        ),
        SimpleNamespace(
            kind="talk",
            kind_label=_("Talk"),
            title=_("A session that is cancelled"),
            starts=NIGHT,
            people=[],
            is_cancelled=True,
            **common,
        ),
    ]


def cards() -> list[dict[str, object]]:
    names = ("value", "label", "hint", "availability", "checked", "id")
    rows = [
        ("onsite", _("On site"), _("Room"), [_("Places left")], True, "id_way_0"),
        ("online", _("Online"), "", [_("waiting list")], False, "id_way_1"),
    ]
    return [dict(zip(names, row, strict=True)) for row in rows]


class ExampleForm(forms.Form):
    """One field of each sort, filled in wrongly."""

    name = forms.CharField(
        label=gettext_lazy("Family name"),
        help_text=gettext_lazy("A hint says what is not obvious."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    country = forms.ChoiceField(
        label=gettext_lazy("Country/Region"),
        choices=[
            ("", gettext_lazy("No answer")),
            ("CN", "中国 China"),
            ("GB", "英国 United Kingdom"),
        ],
        required=False,
    )
    agree = forms.BooleanField(label=gettext_lazy("A box to tick"), required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("I take part"), widget=forms.RadioSelect, required=False
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            Fieldset(_("Questions"), "name", "email", "country", "agree")
        )
        return helper
