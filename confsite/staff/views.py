"""Pages for staff who are not signed in: a link for the password, and what it opens."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from unfold.widgets import INPUT_CLASSES

from confsite.models import User
from confsite.staff import devices, passwords
from confsite.staff.passwords import LinkIsOver, NetworkAsksTooOften

REFUSED, GONE = 429, 410


class OwnAddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=User._meta.get_field("email").max_length,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "class": " ".join(INPUT_CLASSES)}
        ),
    )


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = " ".join(INPUT_CLASSES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the letter with the link: the same answer for every address."""
    form = OwnAddressForm(request.POST or None)
    if not form.is_valid():
        return page(request, _("A link for your password"), form, _("Send the link"))
    try:
        passwords.forgotten(request, form.cleaned_data["email"])
    except NetworkAsksTooOften as refusal:
        return page(request, _("Please wait"), text=refusal, status=REFUSED)
    words = _(
        "If this is the address of a member of staff, a letter with a link is on its "
        "way. It opens once, within 48 hours."
    )
    return page(request, _("Look into your mailbox"), text=words)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Set one's own password. Opening the link changes nothing."""
    try:
        user = passwords.owner(pk, token)
        form = NewPasswordForm(user, request.POST or None)
        if not form.is_valid():
            return page(request, _("Set your password"), form, _("Set the password"))
        passwords.choose(user, token, form.cleaned_data["new_password1"])
    except LinkIsOver as refusal:
        return page(request, _("The link is over"), text=refusal, status=GONE)
    messages.success(request, _("Your password is set. You can sign in with it."))
    response = redirect("admin:login")
    devices.remember(request, response, user)
    return response


def page(
    request: HttpRequest,
    title: str,
    form: forms.Form | None = None,
    button: str = "",
    text: object = "",
    status: int = 200,
    template: str = "staff/password.html",
    **more: Any,
) -> TemplateResponse:
    context = {"title": title, "form": form, "button": button, "text": text, **more}
    context |= admin.site.each_context(request)
    return TemplateResponse(request, template, context, status=status)
