"""The sign-up form."""

from copy import copy
from functools import partial
from typing import Any, Self
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from confsite import countries
from confsite.bilingual import Pair, suffix
from confsite.csrf import ReasonToReturn
from confsite.fields import LineField
from confsite.words import headed
from registration.enrolment import SignUp
from registration.fields import EmailField, PhoneField, clean_telephone
from registration.signup import consents
from registration.signup.availability import Availability, CategoryAvailability
from registration.signup.cards import attendance_note, category_note
from registration.signup.layout import CardNote, Cards, WaitingNote
from registration.states import Attendance

# Sentences that do not say which field they are about.
NAMELESS = ("max_length", "unprintable")
NAMES = ("family_name", "given_name", "native_name")


def line(
    label: Any, autocomplete: str = "", hint: Any = "", max_length: int = 300
) -> LineField:
    """A line that may be empty, with what a browser may fill in (HTML, autofill)."""
    attrs = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs=attrs)
    return LineField(
        label=label,
        help_text=hint,
        max_length=max_length,
        required=False,
        widget=widget,
    )


class NamesItsFields(forms.Form):
    """A form whose complaints can stand on top of its page by themselves."""

    def add_error(self, field: str | None, error: Any) -> None:
        """What is said at a field is said on top of the page as well, by its name."""
        for one in getattr(error, "error_list", ()):
            if field and one.code in NAMELESS:
                [words] = one.messages
                one.message = headed(self.fields[field].label, words)
                one.params = None
        super().add_error(field, error)


def prepare_person(form: forms.Form) -> None:
    """What the fields about a person say in the language of the page."""
    for name in NAMES:
        # Neither required nor optional: one of them is enough.
        form.fields[name].is_one_of_several = True  # type: ignore[attr-defined]
    form.fields["phone"].help_text = _(
        "As it is dialled in the country or region that you choose below, or with "
        "its country code."
    )
    form.fields["native_name"].widget.attrs["lang"] = "zh-Hans"


def clean_person(form: forms.Form) -> None:
    """What has to fit together of what a form says about a person."""
    clean_telephone(form)
    if not any(form.cleaned_data.get(n) or form.has_error(n) for n in NAMES):
        first = "native_name" if suffix() == "zh" else "family_name"
        form.add_error(first, _("Enter your name."))


def names_in_order() -> list[str]:
    """As they are asked for in the language of the page."""
    if suffix() == "zh":
        # As it is spoken, and the pinyin in the order of the passport.
        return ["native_name", "family_name", "given_name", "title"]
    return ["title", "given_name", "family_name", "native_name"]


class RegistrationForm(NamesItsFields):
    """What a delegate tells us. It cleans and never writes; enrolment does that.

    A plain form: a ModelForm's validation costs three times as much, and what
    must always be true is kept by the database anyway.
    """

    category = forms.ChoiceField(
        label=gettext_lazy("I come as"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose as what you come.")},
    )
    attendance = forms.ChoiceField(
        label=gettext_lazy("I take part"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you take part.")},
    )
    title = line(
        gettext_lazy("Title"),
        "honorific-prefix",
        gettext_lazy("For example Prof, Dr, Sir."),
        max_length=60,
    )
    given_name = line(gettext_lazy("Given name"), "given-name")
    family_name = line(
        gettext_lazy("Family name"),
        "family-name",
        gettext_lazy("As in your passport."),
    )
    native_name = line(
        gettext_lazy("Name in Chinese characters"),
        hint=gettext_lazy("In Chinese our letters address you by it."),
    )
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Our letter to you goes there."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = PhoneField(
        label=gettext_lazy("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    organisation = line(gettext_lazy("Organisation"), "organization")
    position = line(gettext_lazy("Position"), "organization-title")
    country = forms.ChoiceField(
        label=gettext_lazy("Country/Region"),
        help_text=gettext_lazy("Of your organisation."),
        required=False,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    language = forms.ChoiceField(
        choices=[("en", "English"), ("zh-hans", "中文")], widget=forms.HiddenInput
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    # The group for which there was no place when the form came, and why it is back.
    taken = ""
    reason: ReasonToReturn | None = None

    def __init__(
        self,
        *args: Any,
        availability: Availability,
        country_names: tuple[tuple[str, Pair | None], ...],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.availability = availability
        self.fields.update(consents.fields(availability.consents))
        self.set_choices(
            category=[(str(c.pk), c.name) for c in availability.categories],
            attendance=[(way.value, way.label) for way in availability.attendances],
            # A callable: only rendering and checking ask for the 250 names.
            country=partial(countries.choices, country_names),
        )
        self.fields["language"].initial = get_language()
        prepare_person(self)
        if len(availability.categories) == 1:
            self.fields["category"].initial = str(availability.categories[0].pk)
        if len(availability.attendances) == 1:
            self.fields["attendance"].initial = availability.attendances[0].value

    def filled(self, data: QueryDict) -> Self:
        """This form with what somebody typed. To be checked, not to be shown.

        The fields, which only check, are shared with every other one that is filled.
        """
        form = copy(self)
        vars(form).update(
            data=data, is_bound=True, _errors=None, _bound_fields_cache={}
        )
        return form

    def set_choices(self, **choices: Any) -> None:
        for name, answers in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = answers

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = "signup"
        helper.form_show_errors = True
        helper.attrs = {"novalidate": ""}
        hint = format_html('<p class="hint">{}</p>', _("One of these names is enough."))
        helper.layout = Layout(
            Fieldset(
                _("Your place"),
                Cards("category", self.describe_category),
                Cards("attendance", self.describe_attendance),
                WaitingNote(),
            ),
            Fieldset(_("Your name"), HTML(hint), *names_in_order()),
            Fieldset(_("How we reach you"), "email", "phone"),
            Fieldset(_("Your work"), "organisation", "position", "country"),
            *self.consent_group,
            "language",
            "submission",
            Submit(
                "register",
                self.button,
                css_class="btn-primary btn-lg",
                data_register=_("Register"),
                data_waiting=_("Join the waiting list"),
            ),
        )
        return helper

    @property
    def consent_group(self) -> list[Fieldset]:
        """A box for each purpose that staff have switched on."""
        if not self.availability.consents:
            return []
        hint = _(
            "Your registration does not depend on it. You can change your mind at any "
            "time on the page that our letter leads to."
        )
        return [
            Fieldset(
                _("What you agree to (optional)"),
                HTML(format_html('<p class="hint">{}</p>', hint)),
                *consents.fields(self.availability.consents),
                css_class="consents",
            )
        ]

    @property
    def button(self) -> str:
        if self.availability.has_only_waiting_lists or self.leads_to_waiting:
            return _("Join the waiting list")
        return _("Register")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        clean_person(self)
        category = self.chosen
        way = data.get("attendance")
        if category and way and way not in category.attendances:
            only = category.attendances[0].label
            self.add_error(
                "attendance",
                _("“%(category)s” can only take part like this: %(way)s.")
                % {"category": category.name.plain, "way": only},
            )
        return data

    @property
    def chosen(self) -> CategoryAvailability | None:
        return self.availability.category(self.cleaned_data.get("category"))

    @property
    def signup(self) -> SignUp:
        """What enrolment.register() takes."""
        category = self.chosen
        if category is None:
            raise ValueError("the form is not valid")
        data = self.cleaned_data | {"category": None}
        submission: UUID = data.pop("submission")
        del data["category"]
        agreed = consents.agreed(self.availability.consents, data)
        told = self.data.get("told", "").split()
        return SignUp(
            submission,
            self.availability.conference_id,
            category.pk,
            needs_approval=category.needs_approval,
            may_wait=category.group(data["attendance"]) in told,
            hold_hours=self.availability.hold_hours(category, data["attendance"]),
            consents=agreed,
            **data,
        )

    # -- What the page says of places ----------------------------------------------

    @property
    def full_groups(self) -> frozenset[str]:
        known = self.availability.full_groups
        return known | {self.taken} if self.taken else known

    @property
    def told(self) -> str:
        """The groups that this page sends to the waiting list, for its form to say."""
        return " ".join(sorted(self.full_groups))

    @property
    def chosen_group(self) -> str:
        """Those who choose what is chosen at this moment; empty if there are none."""
        category = self.availability.category(self["category"].value())
        way = str(self["attendance"].value())
        return category.group(way) if category else ""

    @property
    def leads_to_waiting(self) -> bool:
        return self.chosen_group in self.full_groups

    def describe_category(self, value: str) -> CardNote:
        category = self.availability.category(value)
        if category is None:
            return CardNote("", [])
        return category_note(category, self.full_groups)

    def describe_attendance(self, value: str) -> CardNote:
        return attendance_note(self.availability, Attendance(value), self.full_groups)
