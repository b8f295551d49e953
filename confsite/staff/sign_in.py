"""The page on which staff sign in, and what comes after the password."""

import time
from typing import Any

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import AuthenticationForm

from confsite.models import User
from confsite.staff import asked, devices, factors, pending, sessions, tries
from confsite.staff.tries import TooManyTries


class SignInForm(AuthenticationForm):
    """Address and password; looked at only if there were not too many tries."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy(
            "This address and this password do not belong together. Small and capital "
            "letters of the password differ."
        )
    }

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


class SignIn(LoginView):
    """As the admin's own; a right password is not always enough."""

    authentication_form = SignInForm
    template_name = "staff/sign_in.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user, onwards = form.get_user(), self.get_success_url()
        if not factors.are_asked_of(user):
            return welcome(self.request, user, onwards)
        pending.begin(self.request, user, onwards)
        return redirect("second_factor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= admin.site.each_context(self.request)
        here = self.request.get_full_path()
        return context | {"title": _("Log in"), "subtitle": None, "app_path": here}


def sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect("admin:index")
    return SignIn.as_view()(request)


def welcome(
    request: HttpRequest, user: User, onwards: str, *, proven: bool = False
) -> HttpResponse:
    """Sign somebody in; their browser is known from then on."""
    login(request, user)
    request.session.pop(pending.KEY, None)
    if proven:
        request.session[pending.PROVEN] = time.time()
    asked.note(request)
    sessions.note(request, user)
    response = redirect(onwards or reverse("admin:index"))
    devices.remember(request, response, user)
    return response
