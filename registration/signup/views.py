"""Signing up: the form, and the one answer."""

import time

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
from registration.signup import form_cache, limits
from registration.signup.availability import (
    Availability,
    NothingToSignUpFor,
    current_availability,
)

RECEIVED_COOKIE = "received"
RECEIVED_FOR = 600  # seconds
# Seconds before which nobody is answered. A known address is some milliseconds more
# work than a new one, and a stranger with a stopwatch would learn who is coming.
ANSWER_AFTER = 0.02


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, conference: str) -> HttpResponse:
    started = time.monotonic()
    availability, programme = availability_or_404(conference)
    if not availability.is_open:
        return HttpResponse(closed_page(programme))
    if request.method != "POST":
        page = form_cache.blank_page(request, programme, availability)
        return HttpResponse(page, headers={"Cache-Control": "private, no-cache"})
    if "switch_language" in request.POST:
        return HttpResponse(switched_page(request, programme, availability))
    if limits.is_over_limit(request, "register"):
        return errors.too_many_requests(retry_after=limits.WINDOW)
    language = get_language() or "en"
    form = form_cache.shared_form(programme, availability, language)
    form = form.filled(request.POST)
    if not form.is_valid():
        form = form_cache.new_form(programme, availability, request.POST)
        return HttpResponse(form_cache.rendered(programme, form, get_token(request)))
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


def availability_or_404(conference: str) -> tuple[Availability, Programme]:
    """What is offered, and the programme that the public sees."""
    try:
        availability = current_availability(conference)
    except NothingToSignUpFor:
        raise Http404 from None
    if availability.release is None:
        raise Http404
    programme = released(availability.conference_id, availability.release)
    return availability, programme


def switched_page(
    request: HttpRequest, programme: Programme, availability: Availability
) -> str:
    """What was typed, in the other language and without complaints."""
    form = form_cache.new_form(programme, availability)
    form.initial = request.POST.dict() | {"language": get_language()}
    return form_cache.rendered(programme, form, get_token(request))


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
