"""The one answer to a sign-up, from where a mistyped address can be corrected.

Like the answer, the correction looks the same whether or not an address was known.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agenda.views.page import page_context, programme_or_404
from confsite import csrf
from confsite.steps import answered_in_steps
from registration import enrolment
from registration.fields import EmailField
from registration.signup import limits

COOKIE = "received"
KEPT_FOR = 3600  # seconds


class Sent(NamedTuple):
    """The form that this browser has sent, and to which address we write."""

    submission: str
    address: str  # as masked() shows it


class CorrectionForm(forms.Form):
    """Another address for what was sent."""

    email = EmailField(
        label=gettext_lazy("The right e-mail address"),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


def without_token(request: HttpRequest, conference: str) -> HttpResponse:
    """The page again with what was typed, and why it does not count."""
    form = CorrectionForm(initial=request.POST.dict())
    reason = csrf.reason(request) if remembered(request) else forgotten()
    return page(request, conference, form, 403, reason=reason)


@answered_in_steps
@csrf.comes_back_by(without_token)
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, conference: str) -> HttpResponse:
    """The same page for everybody, whether or not the address was known."""
    sent = remembered(request)
    if request.method != "POST":
        return page(request, conference, CorrectionForm())
    if sent is None:
        kept = CorrectionForm(initial=request.POST.dict())
        return page(request, conference, kept, reason=forgotten())
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return page(request, conference, form)
    if limits.is_over_limit(request, limits.SIGN_UPS):
        again = CorrectionForm(initial=request.POST.dict())
        return limits.wait(
            page(request, conference, again, 429, reason=limits.reason())
        )
    email = form.cleaned_data["email"]
    enrolment.correct_address(UUID(sent.submission), email)
    response = redirect("registration:received", conference)
    remember(response, sent.submission, email)
    return response


def page(
    request: HttpRequest,
    conference: str,
    form: CorrectionForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = page_context(programme_or_404(conference), "registration:received")
    context |= {"form": form, "csrf_token": get_token(request)} | more
    context["sent"] = remembered(request)
    html = render_to_string("registration/received.html", context)
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(html, status=status, headers=headers)


def forgotten() -> csrf.ReasonToReturn:
    """The browser no longer says which form it has sent."""
    words = _(
        "The page had been open for too long, so we do not know any more whose letters "
        "these are. Please write to us, or register again with the right address."
    )
    return csrf.ReasonToReturn(_("The address has not been changed"), (words,))


def remember(response: HttpResponse, submission: object, email: str) -> None:
    """Keep for the next page what was sent and where the letter goes.

    In this browser alone, where no script reads it: whoever has the key of a form may
    have the letter sent elsewhere.
    """
    response.set_cookie(
        COOKIE,
        signing.dumps(Sent(str(submission), masked(email)), salt=COOKIE),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def remembered(request: HttpRequest) -> Sent | None:
    cookie = request.COOKIES.get(COOKIE, "")
    try:
        return Sent(*signing.loads(cookie, salt=COOKIE, max_age=KEPT_FOR))
    except (signing.BadSignature, TypeError):
        # TypeError: from before an upgrade, when it held less.
        return None


def masked(email: str) -> str:
    """z…g@example.org: enough to notice a typing error, too little for a stranger."""
    local, _at, domain = email.rpartition("@")
    shown = f"{local[0]}…{local[-1]}" if len(local) > 2 else f"{local[0]}…"
    return f"{shown}@{domain}"
