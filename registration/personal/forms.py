"""The forms of the personal page: what people correct, and where we write to them."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confsite import countries
from confsite.csrf import ReasonToReturn
from registration.models import Delegate
from registration.privacy.corrections import details_of, seen
from registration.signup.forms import (
    NamesItsFields,
    RegistrationForm,
    clean_person,
    names_in_order,
    prepare_person,
)

# The form's own fields, so that nothing gets in here that it would refuse.
SIGN_UP = RegistrationForm.base_fields


class DetailsForm(NamesItsFields):
    """The details of one person as they stand, to be put right."""

    title = SIGN_UP["title"]
    given_name = SIGN_UP["given_name"]
    family_name = SIGN_UP["family_name"]
    native_name = SIGN_UP["native_name"]
    phone = SIGN_UP["phone"]
    organisation = SIGN_UP["organisation"]
    position = SIGN_UP["position"]
    country = SIGN_UP["country"]
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our letters"),
        choices=[("en", "English"), ("zh-hans", "中文")],
    )
    # How they stood when the page was opened: nobody overwrites what is newer unseen.
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    reason: ReasonToReturn | None = None

    def __init__(
        self, delegate: Delegate, country_names: countries.Overrides, data: Any = None
    ):
        initial = details_of(delegate) | {"seen": seen(delegate)}
        super().__init__(data, initial=initial)
        country: Any = self.fields["country"]
        country.choices = countries.choices(country_names)
        code = initial["country"]
        if code not in dict(country.choices):
            # What visitors are not offered staff may have chosen.
            country.choices = [*country.choices, (code, countries.as_shipped(code))]
        prepare_person(self)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = "details"
        helper.attrs = {"novalidate": ""}
        hint = format_html('<p class="hint">{}</p>', _("One of these names is enough."))
        helper.layout = Layout(
            Fieldset(_("Your name"), HTML(hint), *names_in_order()),
            Fieldset(_("How we reach you"), "phone", "language"),
            Fieldset(_("Your work"), "organisation", "position", "country"),
            "seen",
            Submit("save", _("Save"), css_class="btn-primary btn-lg"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        clean_person(self)
        return data


class NewAddressForm(NamesItsFields):
    """Another address for our letters."""

    email = SIGN_UP["email"]

    reason: ReasonToReturn | None = None

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].help_text = _("A letter with a link goes there.")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = "address"
        helper.attrs = {"novalidate": ""}
        send = Submit("send", _("Send the letter"), css_class="btn-primary btn-lg")
        helper.layout = Layout("email", send)
        return helper
