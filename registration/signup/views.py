"""Signing up: the form, and the one answer."""

import time
import uuid
from functools import lru_cache

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from agenda.release.programme import Programme, released
from agenda.views.page import page_context, programme_or_404
from confsite import errors
from registration import enrolment
from registration.signup import availability as offers
from registration.signup import limits
from registration.signup.availability import Offer
from registration.signup.forms import RegistrationForm

# Stand in the rendered form for what differs from one visitor to the next.
TOKEN, KEY = "a-token-goes-here", "00000000-0000-4000-8000-000000000000"
RECEIVED_COOKIE = "received"
RECEIVED_FOR = 600  # seconds
# Seconds before which nobody is answered. A known address is some milliseconds more
# work than a new one, and a stranger with a stopwatch would learn who is coming.
ANSWER_AFTER = 0.02


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, conference: str) -> HttpResponse:
    started = time.monotonic()
    offer, programme = offer_or_404(conference)
    if not offer.is_open:
        return HttpResponse(closed_page(programme))
    if request.method != "POST":
        return blank_form(request, programme, offer)
    if "switch_language" in request.POST:
        return HttpResponse(switched_form(request, programme, offer))
    if limits.is_over_limit(request, "register"):
        return errors.too_many_requests(retry_after=limits.WINDOW)
    form = shared_form(programme, offer, get_language() or "en").filled(request.POST)
    if not form.is_valid():
        form = new_form(programme, offer, request.POST)
        return HttpResponse(render_form(programme, form, get_token(request)))
    enrolment.register(form.signup)
    time.sleep(max(0.0, started + ANSWER_AFTER - time.monotonic()))
    response = redirect("registration:received", conference)
    # As it was typed: the address of a registration that was here before may be written
    # otherwise, and would tell that it was.
    remember(response, form.cleaned_data["email"])
    return response


@require_safe
def received(request: HttpRequest, conference: str) -> HttpResponse:
    """The same page for everybody, whether or not the address was known."""
    context = page_context(programme_or_404(conference), "registration:received")
    html = render_to_string(
        "registration/received.html", context | {"address": remembered(request)}
    )
    return HttpResponse(html, headers={"Cache-Control": "private, no-store"})


def offer_or_404(conference: str) -> tuple[Offer, Programme]:
    """What is offered, and the programme that the public sees."""
    try:
        offer = offers.current(conference)
    except offers.NothingOffered:
        raise Http404 from None
    if offer.release is None:
        raise Http404
    return offer, released(offer.release)


def new_form(
    programme: Programme, offer: Offer, data: object = None
) -> RegistrationForm:
    names = programme.conference.country_names
    return RegistrationForm(data, offer=offer, country_names=names)


@lru_cache(maxsize=64)
def shared_form(programme: Programme, offer: Offer, language: str) -> RegistrationForm:
    """A form to be filled by many; making one takes as long as checking it."""
    return new_form(programme, offer)


def blank_form(
    request: HttpRequest, programme: Programme, offer: Offer
) -> HttpResponse:
    """The form as it was rendered once, with this visitor's own token and key."""
    before, between, after = blank_parts(programme, offer, get_language() or "en")
    parts = (before, get_token(request), between, str(uuid.uuid4()), after)
    return HttpResponse("".join(parts), headers={"Cache-Control": "private, no-cache"})


@lru_cache(maxsize=64)
def blank_parts(programme: Programme, offer: Offer, language: str) -> list[str]:
    form = new_form(programme, offer)
    form.initial = {"submission": KEY}
    html = render_form(programme, form, TOKEN)
    before, rest = html.split(TOKEN)
    return [before, *rest.split(KEY)]


def switched_form(request: HttpRequest, programme: Programme, offer: Offer) -> str:
    """What was typed, in the other language and without complaints."""
    form = new_form(programme, offer)
    form.initial = request.POST.dict() | {"language": get_language()}
    return render_form(programme, form, get_token(request))


def render_form(programme: Programme, form: RegistrationForm, csrf_token: str) -> str:
    context = page_context(programme, "registration:register")
    return render_to_string(
        "registration/register.html",
        context
        | {
            "form": form,
            "csrf_token": csrf_token,
            "waiting": form.offer.has_only_waiting_lists,
        },
    )


def closed_page(programme: Programme) -> str:
    context = page_context(programme, "registration:register")
    return render_to_string("registration/closed.html", context)


def remember(response: HttpResponseRedirect, email: str) -> None:
    """Keep for the next page where the letter goes, so that it can say so."""
    response.set_cookie(
        RECEIVED_COOKIE,
        signing.dumps(masked(email), salt=RECEIVED_COOKIE),
        max_age=RECEIVED_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def remembered(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(RECEIVED_COOKIE, "")
    try:
        return str(signing.loads(cookie, salt=RECEIVED_COOKIE, max_age=RECEIVED_FOR))
    except signing.BadSignature:
        return ""


def masked(email: str) -> str:
    """z…g@example.org: enough to notice a typing error, too little for a stranger."""
    local, _at, domain = email.rpartition("@")
    shown = f"{local[0]}…{local[-1]}" if len(local) > 2 else f"{local[0]}…"
    return f"{shown}@{domain}"
