"""What staff write about a delegate: cleaned like the public form, refused in words."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from agenda.models import CountryName
from confsite import countries
from confsite.bilingual import Pair
from confsite.fields import LineField
from registration import places
from registration.enrolment import SignUp
from registration.fields import EmailField, PhoneField, clean_telephone, shown
from registration.models import Category

# The public form's own fields, so that nothing gets in here that it would refuse.
FIELDS = {
    "title": LineField,
    "given_name": LineField,
    "family_name": LineField,
    "native_name": LineField,
    "organisation": LineField,
    "position": LineField,
    "email": EmailField,
    "phone": PhoneField,
}


class DelegateForm(forms.ModelForm):
    """Facts about a delegate; places and state are no matter of forms."""

    # What no form sets, but the constraints on addresses depend on.
    fixed = frozenset({"conference", "state"})
    # Of somebody new: the conference that they most likely come to.
    offered: int | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True
        if isinstance(country := self.fields.get("country"), forms.ChoiceField):
            country.choices = countries.choices(self.country_names)
        if "phone" in self.fields:
            # The box keeps the code: the country may be changed beside it.
            home = self.instance.country.code or ""
            self.fields["phone"].help_text = shown(self.instance.phone, home)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        clean_telephone(self)
        return data

    @property
    def country_names(self) -> countries.Overrides:
        """As the conference words them; what visitors do not see may be chosen here."""
        names: Any = CountryName.objects.order_by("conference__starts_at")
        if conference := self.instance.conference_id or self.offered:
            names = names.filter(conference=conference)
        words = {row.country.code: Pair(row.name_en, row.name_zh) for row in names}
        return tuple(words.items())

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - self.fixed  # type: ignore[misc]


class NewDelegateForm(DelegateForm):
    """A delegate whom staff sign up, as if they had filled in the form themselves."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.filter(
            conference__registration__isnull=False, conference__releases__isnull=False
        )
        .select_related("conference")
        .order_by("-conference__starts_at", "position", "pk")
        .distinct(),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "Only published conferences with registration settings are listed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        by_conference: dict[str, list[tuple[int, str]]] = {}
        categories = self.fields["category"].queryset  # type: ignore[attr-defined]
        if self.offered:
            # That which was chosen stays, whatever conference is chosen meanwhile.
            chosen = str(self["category"].value() or "")
            stays = Q(pk=chosen if chosen.isdecimal() else None)
            categories = categories.filter(Q(conference=self.offered) | stays)
        for category in categories:
            name = str(category.conference)
            by_conference.setdefault(name, []).append((category.pk, str(category)))
        self.fields["category"].choices = [("", "–"), *by_conference.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        category = data.get("category")
        if category is None:
            return data
        self.instance.conference = category.conference
        self.instance.state = places.first_state(needs_approval=category.needs_approval)
        if data.get("attendance", category.attendances[0]) not in category.attendances:
            words = _("This category cannot be attended in that way.")
            self.add_error("attendance", words)
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # Without a category there is no conference to compare addresses in.
        left_out = super()._get_validation_exclusions()
        return left_out if self.instance.conference_id else left_out | self.fixed

    @property
    def signup(self) -> SignUp:
        """What enrolment.register() takes."""
        category = self.cleaned_data["category"]
        typed = {
            name: self.cleaned_data[name]
            for name in (*FIELDS, "attendance", "country", "language")
        }
        return SignUp(
            submission=self.instance.submission,
            conference_id=category.conference_id,
            category_id=category.pk,
            needs_approval=category.needs_approval,
            is_vouched_for=True,
            **typed,
        )
