"""What staff type, or their browser says, to show that it is them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminOwnPasswordChangeForm
from unfold.widgets import INPUT_CLASSES

from confsite.models import User
from confsite.staff import factors, tries
from confsite.staff.tries import TooManyTries, Try


def counted(request: HttpRequest, user: User, what: str = "") -> Try:
    """One more try. Raises ValidationError if there were too many."""
    try:
        return tries.begin(request, user.email, what)
    except TooManyTries as refusal:
        raise ValidationError(str(refusal), code="too_many_tries") from refusal


def code_field(label: Any, help_text: Any = "", **attrs: str) -> forms.CharField:
    typed = {"autocomplete": "one-time-code", "inputmode": "numeric", **attrs}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": " ".join(INPUT_CLASSES), **typed}),
    )


class SecondFactorForm(forms.Form):
    """A code, or what a passkey has answered; each counts as a try."""

    code = code_field(
        _("Code"),
        _("Six digits of the app, or one of your recovery codes."),
        autofocus="autofocus",
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, user: User, *args: Any):
        super().__init__(*args)
        self.request, self.user = request, user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        credential, typed = data.get("credential"), self.typed(data)
        if not (credential or typed):
            raise ValidationError(_("Please fill in the field."))
        tried = counted(self.request, self.user, self.what(credential))
        if self.fits(credential, typed):
            tried.succeeded()
            return data
        tried.failed()
        raise ValidationError(self.misfit(credential))

    def typed(self, data: dict[str, Any]) -> str:
        return data.get("code", "")

    def what(self, credential: str | None) -> str:
        return tries.SECOND_FACTOR

    def fits(self, credential: str | None, typed: str) -> bool:
        if credential:
            return factors.accepts_passkey(self.request, self.user, credential)
        return factors.accepts_code(self.user, typed)

    def misfit(self, credential: str | None) -> Any:
        if credential:
            return _("This passkey does not fit. Please try again.")
        return _("This code does not fit, or has been used. Please wait for the next.")


class AgainForm(SecondFactorForm):
    """The password once more, or a passkey."""

    code = None  # type: ignore[assignment]
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "current-password",
                "autofocus": "autofocus",
                "class": " ".join(INPUT_CLASSES),
            }
        ),
    )
    field_order = ["password"]

    def typed(self, data: dict[str, Any]) -> str:
        return data.get("password", "")

    def what(self, credential: str | None) -> str:
        return tries.SECOND_FACTOR if credential else ""

    def fits(self, credential: str | None, typed: str) -> bool:
        if credential:
            return super().fits(credential, typed)
        return self.user.check_password(typed)

    def misfit(self, credential: str | None) -> Any:
        return super().misfit(credential) if credential else _("Not your password.")


class AppForm(forms.Form):
    """The first code of an app, which shows that it was set up."""

    code = code_field(_("The code that the app shows"))

    def __init__(self, user: User, secret: str, *args: Any):
        super().__init__(*args)
        self.user, self.secret = user, secret

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not factors.add_app(self.user, self.secret, code):
            raise ValidationError(
                _("This code does not fit. Is the phone's time right?")
            )
        return code


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("A name for it, such as “Work laptop”"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": " ".join(INPUT_CLASSES)}),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, user: User, *args: Any):
        super().__init__(*args)
        self.request, self.user = request, user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name" in data and not factors.add_passkey(
            self.request, self.user, data["name"], data["credential"]
        ):
            raise ValidationError(_("No passkey was made. Please try again."))
        return data


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """The old password counts as a try to sign in: a session is not always its
    owner's."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        tried = counted(self.request, self.user)
        try:
            old = super().clean_old_password()
        except ValidationError:
            tried.failed()
            raise
        tried.succeeded()
        return old
