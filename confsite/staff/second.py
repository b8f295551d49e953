"""Pages after the password: the second factor is asked for, or set up."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from confsite.files.qr import qr_svg
from confsite.models import FactorKind, User
from confsite.staff import asked, factors, pending, sealing, sessions
from confsite.staff.adapter import can_have_passkeys
from confsite.staff.factors import TooManyPasskeys
from confsite.staff.forms import AgainForm, AppForm, PasskeyForm, SecondFactorForm
from confsite.staff.sign_in import welcome
from confsite.staff.views import page

TEMPLATE = "staff/factor.html"
# The secret of an app that is being set up: sealed, as the session lies in backups too.
NEW_APP = "new app"
FORBIDDEN = 403
View = Callable[[HttpRequest, User], HttpResponseBase]
methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters()
@methods
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asked for after the password, where there is one; else led to one."""
    waiting = pending.found(request)
    if waiting is None:
        return redirect("admin:login")
    if not factors.has_one(waiting.user):
        return set_up(request, waiting.user)
    form = SecondFactorForm(request, waiting.user, request.POST or None)
    if form.is_valid():
        return welcome(request, waiting.user, waiting.next, proven=True)
    question = factors.passkey_question(request, waiting.user)
    title, button = _("Your second factor"), _("Log in")
    return page(
        request, title, form, button, template=TEMPLATE, **passkey("get", question)
    )


@never_cache
@sensitive_post_parameters()
@methods
def ask_again(request: HttpRequest) -> HttpResponse:
    """Before something that matters; leads back to it."""
    user = own(request)
    form = AgainForm(request, user, request.POST or None)
    if form.is_valid():
        asked.note(request)
        return redirect(onwards(request))
    question = factors.passkey_question(request, user)
    return page(
        request,
        _("Please show that it is you"),
        form,
        _("Continue"),
        template=TEMPLATE,
        lead=_("What comes now is open for ten minutes after you have signed in."),
        back=reverse("admin:index"),
        **passkey("get", question),
    )


def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Nothing opens before; and not behind a password that may be stolen."""
    title = _("Set up a second factor")
    if not factors.may_set_up_first(request, user):
        text = _(
            "We do not know this browser. Ask for a link for your password: it shows "
            "that the mailbox is yours. Then sign in here again."
        )
        return page(
            request,
            title,
            text=text,
            status=FORBIDDEN,
            template=TEMPLATE,
            choices=[(reverse("admin_password_reset"), _("Send the link"))],
        )
    text = _(
        "To sign in here takes more than a password. Choose what you want to be asked "
        "for besides it."
    )
    return page(
        request, title, text=text, template=TEMPLATE, choices=ways(request, user)
    )


def ways(request: HttpRequest, user: User) -> list[tuple[str, str]]:
    """What one can set up here: the address of its page, and what its button says."""
    has_app = factors.of(user, FactorKind.TOTP).exists()
    app = _("Another app in its place") if has_app else _("An app that shows codes")
    found = [(reverse("set_up_app"), app)]
    if can_have_passkeys(request):
        found.append(
            (reverse("set_up_passkey"), _("A passkey: fingerprint, face, key"))
        )
    return found


# -- Setting one up --------------------------------------------------------------------


def for_the_owner(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
    """For who is signed in and was asked lately, or has to set up their first one."""

    @never_cache
    @sensitive_post_parameters()
    @methods
    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponseBase:
        if admin.site.has_permission(request):
            return asked.ask_again(request) or view(request, own(request))
        waiting = pending.found(request)
        if (
            waiting is None
            or factors.has_one(waiting.user)
            or not factors.may_set_up_first(request, waiting.user)
        ):
            return redirect("admin:login")
        return view(request, waiting.user)

    return wrapper


@for_the_owner
def set_up_app(request: HttpRequest, user: User) -> HttpResponse:
    secret = new_secret(request)
    form = AppForm(user, secret, request.POST or None)
    if form.is_valid():
        request.session.pop(NEW_APP)
        return set_up_done(request, user)
    link = factors.app_link(user, secret)
    return page(
        request,
        _("An app that shows codes"),
        form,
        _("Set it up"),
        template=TEMPLATE,
        lead=_("Scan this with an app for codes on your phone, or type the key there."),
        # Of our own making: nothing of it was typed.
        qr=mark_safe(qr_svg(link)),  # noqa: S308
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        link=link,
        **way_back(request),
    )


def new_secret(request: HttpRequest) -> str:
    """The same on each look, until it is set up."""
    try:
        return sealing.unseal(request.session.get(NEW_APP, ""))
    except sealing.Unreadable:
        secret = factors.new_app_secret()
        request.session[NEW_APP] = sealing.seal(secret)
        return secret


@for_the_owner
def set_up_passkey(request: HttpRequest, user: User) -> HttpResponse:
    form = PasskeyForm(request, user, request.POST or None)
    if form.is_valid():
        return set_up_done(request, user)
    try:
        options = factors.passkey_options(request, user)
    except TooManyPasskeys as refusal:
        messages.warning(request, str(refusal))
        return redirect("security")
    return page(
        request,
        _("A passkey"),
        form,
        template=TEMPLATE,
        lead=_("Your browser asks for your fingerprint, your face, or a key."),
        **passkey("create", options),
        **way_back(request),
    )


def set_up_done(request: HttpRequest, user: User) -> HttpResponse:
    """The recovery codes follow, as long as nobody has seen them."""
    codes = reverse("recovery_codes")
    if waiting := pending.found(request):
        query = urlencode({REDIRECT_FIELD_NAME: waiting.next})
        return welcome(request, user, f"{codes}?{query}", proven=True)
    request.session[pending.PROVEN] = time.time()
    if factors.first_ones(user).count() == 1:
        # Whoever has come in by a stolen password would take it away again.
        sessions.end_all(user, but=request.session.session_key)
    messages.success(request, _("Your second factor is set up."))
    return redirect(codes if factors.codes_are_new(user) else "security")


# -- What they share -------------------------------------------------------------------


def own(request: HttpRequest) -> User:
    """The admin lets nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def onwards(request: HttpRequest) -> str:
    """Where somebody wanted to go, within the site."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(
        wanted, hosts, require_https=request.is_secure()
    ):
        return wanted
    return reverse("admin:index")


def way_back(request: HttpRequest) -> dict[str, Any]:
    is_signed_in = request.user.is_authenticated
    return {"back": reverse("security" if is_signed_in else "second_factor")}


def passkey(what: str, options: dict[str, Any] | None) -> dict[str, Any]:
    """For the button that asks the browser for one."""
    if options is None:
        return {}
    label = _("Make the passkey") if what == "create" else _("Use a passkey")
    return {"passkey": what, "options": options, "passkey_label": label}
