"""What staff write about a delegate: cleaned like the public form, refused in words."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
)

from agenda.models import CountryName
from confsite import countries
from confsite.bilingual import Pair
from confsite.fields import LineField, LongTextField
from confsite.keys import is_key
from registration.admin.grounds import ask_why, why, without_a_place
from registration.fields import EmailField, PhoneField, clean_telephone, shown
from registration.models import Category, Tag
from registration.sign_up import SignUp
from registration.states import DelegateState, Mailing


class NoteField(LongTextField):
    """Several lines, broken as in files and not as browsers send them: so a note that
    is taken out and brought in again is the same."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


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
    "contact_name": LineField,
    "contact_email": EmailField,
    "note": NoteField,
}
NOBODY_TO_WRITE_TO = gettext_lazy(
    "No letter can reach this person: there is neither an address of their own nor one "
    "of a contact. Print the letter instead."
)


class DelegateForm(forms.ModelForm):
    """Facts about a delegate; places and state are no matter of forms."""

    # What no form sets, but the constraints on addresses depend on.
    fixed = frozenset({"conference", "state"})
    # Of somebody new: the conference that they most likely come to.
    offered: int | None = None
    # In which staff may enter them; None is all of them.
    conferences: Sequence[int] | None = None

    class Meta:
        help_texts = {
            "email": gettext_lazy("Empty where they have none of their own."),
            "contact_name": gettext_lazy(
                "Who gets their letters where they have no address of their own: a "
                "secretary, the office of their delegation."
            ),
            "note": gettext_lazy(
                "Read by staff alone, and found by the search of the list."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "chosen_tags" in self.fields:
            self._offer_tags()
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

    def _offer_tags(self) -> None:
        tags: Any = self.fields["chosen_tags"]
        tags.queryset = Tag.objects.filter(conference=self.instance.conference_id)
        if not tags.queryset:
            tags.help_text = _("There are none for this conference yet.")
        chosen = self.instance.tagged.values_list("tag", flat=True)
        self.initial["chosen_tags"] = sorted(chosen)

    @property
    def country_names(self) -> countries.Overrides:
        """As the conference words them; what visitors do not see may be chosen here."""
        names: Any = CountryName.objects.order_by("conference__starts_at")
        if conference := self.instance.conference_id or self.offered:
            names = names.filter(conference=conference)
        elif self.conferences is not None:
            names = names.filter(conference__in=self.conferences)
        words = {row.country.code: Pair(row.name_en, row.name_zh) for row in names}
        return tuple(words.items())

    def _get_validation_exclusions(self) -> set[str]:
        # Whether somebody must have a name depends on whether they were erased.
        looked_at = {*self.fixed, "erased_at"}
        return super()._get_validation_exclusions() - looked_at  # type: ignore[misc]


class OneDelegateForm(DelegateForm):
    """Somebody who is there already, with the tags that colleagues gave them."""

    chosen_tags = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tags"),
        queryset=Tag.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class NewDelegateForm(DelegateForm):
    """A delegate whom staff enter: nobody awaits their own approval."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.filter(conference__registration__isnull=False)
        .select_related("conference")
        .order_by("-conference__starts_at", "position", "pk"),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "Only conferences with registration settings are listed."
        ),
    )
    beyond = without_a_place(gettext_lazy("If there is no place free"))
    reason = why(required=False)
    # Of this very form: sent twice, it enters one person.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())
        by_conference: dict[str, list[tuple[int, str]]] = {}
        categories = self.fields["category"].queryset  # type: ignore[attr-defined]
        if self.conferences is not None:
            categories = categories.filter(conference__in=self.conferences)
            self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        if self.offered:
            # That which was chosen stays, whatever conference is chosen meanwhile.
            chosen = str(self["category"].value() or "")
            stays = Q(pk=chosen if is_key(chosen) else None)
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
        self.instance.state = DelegateState.CONFIRMED
        self.instance.submission = data.get("key") or self.instance.submission
        self._check_letters(category)
        ask_why(self)
        if data.get("attendance", category.attendances[0]) not in category.attendances:
            words = _("This category cannot be attended in that way.")
            self.add_error("attendance", words)
        return data

    def _check_letters(self, category: Category) -> None:
        is_now = self.cleaned_data.get("mailing") == Mailing.NOW
        if is_now and not category.conference.releases.exists():
            words = _(
                "The conference has not been published, so there is nothing to tell "
                "yet: let letters follow later."
            )
            self.add_error("mailing", words)

    def _get_validation_exclusions(self) -> set[str]:
        # Without a category there is no conference to compare addresses in.
        left_out = super()._get_validation_exclusions()
        return left_out if self.instance.conference_id else left_out | self.fixed

    @property
    def signup(self) -> SignUp:
        """What staff_actions.enter() takes."""
        category = self.cleaned_data["category"]
        typed = {
            name: self.cleaned_data[name]
            for name in (*FIELDS, "attendance", "country", "language")
        }
        return SignUp(
            submission=self.instance.submission,
            conference_id=category.conference_id,
            category_id=category.pk,
            **typed,
        )
