"""Signing up: the form. received.py has the one answer to it."""

from dataclasses import replace
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from agenda.release.programme import Programme, released
from agenda.views.page import page_context
from confsite import csrf
from confsite.steps import answered_in_steps
from registration import enrolment
from registration.errors import PlacesTaken
from registration.signup import form_cache, limits, networks, received, returned
from registration.signup.availability import (
    Availability,
    NothingToSignUpFor,
    current_availability,
)


def answer_without_token(request: HttpRequest, conference: str) -> HttpResponse:
    """The form again, as it was filled in, and why it does not count."""
    availability, programme = availability_or_404(conference)
    if not availability.is_open:
        return HttpResponse(closed_page(request, programme))
    form = returned.kept_form(request, programme, availability)
    if "switch_language" in request.POST:
        return returned.page(request, programme, form)
    form.reason = csrf.reason(request)
    return returned.page(request, programme, form, status=403)


@answered_in_steps
@csrf.comes_back_by(answer_without_token)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, conference: str) -> HttpResponse:
    availability, programme = availability_or_404(conference)
    if not availability.is_open:
        return HttpResponse(closed_page(request, programme))
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
        signup = replace(form.signup, network=networks.mark(request))
        enrolment.register(signup)
    except PlacesTaken as refusal:
        limits.take_back(request, limits.SIGN_UPS)
        return returned.ask(request, programme, kept(), refusal)
    response = redirect("registration:received", conference)
    # As it was typed: the address of a registration that was here before may be written
    # otherwise, and would tell that it was.
    received.remember(response, form.signup.submission, form.cleaned_data["email"])
    return response


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


def closed_page(request: HttpRequest, programme: Programme) -> str:
    context = page_context(programme, "registration:register")
    context["was_sent"] = request.method == "POST"
    return render_to_string("registration/closed.html", context)
