"""The page on which staff sign in."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from unfold.forms import AuthenticationForm

from confsite.models import User
from confsite.staff import devices, tries
from confsite.staff.tries import TooManyTries


class SignInForm(AuthenticationForm):
    """Address and password; looked at only if there were not too many tries."""

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if not (email and self.cleaned_data.get("password")):
            return super().clean()
        try:
            tried = tries.begin(self.request, email)
        except TooManyTries as refusal:
            raise ValidationError(str(refusal), code="too_many_tries") from refusal
        try:
            cleaned = super().clean()
        except ValidationError:
            tried.failed()
            raise
        tried.succeeded()
        return cleaned


def sign_in(request: HttpRequest) -> HttpResponse:
    """Django's own page; the browser of who has signed in is known from then on."""
    was_signed_in = request.user.is_authenticated
    response = admin.site.login(request)
    if isinstance(request.user, User) and not was_signed_in:
        devices.remember(request, response, request.user)
    return response
