"""Signing up: the form, and the one answer."""

import time
from functools import partial

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from agenda.release.programme import Programme, released
from agenda.views.page import page_context, programme_or_404
from confsite import csrf
from registration import enrolment
from registration.enrolment import SignUp
from registration.errors import PlacesTaken
from registration.signup import form_cache, limits, returned
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


def answer_without_token(request: HttpRequest, conference: str) -> HttpResponse:
    """The form again, as it was filled in, and why it does not count."""
    availability, programme = availability_or_404(conference)
    if not availability.is_open:
        return HttpResponse(closed_page(programme))
    form = returned.kept_form(request, programme, availability)
    if "switch_language" in request.POST:
        return returned.page(request, programme, form)
    form.reason = csrf.reason(request)
    return returned.page(request, programme, form, status=403)


@csrf.comes_back_by(answer_without_token)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, conference: str) -> HttpResponse:
    started = time.monotonic()
    availability, programme = availability_or_404(conference)
    if not availability.is_open:
        return HttpResponse(closed_page(programme))
    if request.method != "POST":
        page = form_cache.blank_page(request, programme, availability)
        return HttpResponse(page, headers={"Cache-Control": "private, no-cache"})
    kept = partial(returned.kept_form, request, programme, availability)
    if "switch_language" in request.POST:
        return returned.page(request, programme, kept())
    language = get_language() or "en"
    form = form_cache.shared_form(programme, availability, language)
    form = form.filled(request.POST)
    if not form.is_valid():
        form = form_cache.new_form(programme, availability, request.POST)
        return returned.come_back(request, programme, form)
    if limits.is_over_limit(request, limits.SIGN_UPS):
        return returned.hold_back(request, programme, kept())
    try:
        enrol_in_time(form.signup, started)
    except PlacesTaken as refusal:
        limits.take_back(request, limits.SIGN_UPS)
        return returned.ask(request, programme, kept(), refusal)
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
    pk = availability.conference_id
    programme = released(pk, availability.release, conference)
    return availability, programme


def enrol_in_time(signup: SignUp, started: float) -> None:
    """Raises PlacesTaken, no sooner than others are told that they are registered."""
    try:
        enrolment.register(signup)
    finally:
        time.sleep(max(0.0, started + ANSWER_AFTER - time.monotonic()))


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
