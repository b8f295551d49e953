"""See it as an attendee: public pages and the form before anybody else can.

Below the address of the admin, for staff alone: public pages know neither a session nor
a preview, and nothing of this is ever in one of their caches.
"""

import re
from functools import partial
from typing import cast
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agenda.admin.timetable import known_programme
from agenda.models import Conference
from agenda.publishing.publish import snapshot
from agenda.registration_status import CLOSED, RegistrationStatus
from agenda.release.programme import Programme
from agenda.rights import visible
from agenda.views import preview
from confsite.admin.pages import StaffRequest
from confsite.bilingual import LANGUAGES
from registration import trials
from registration.signup import form_cache, returned
from registration.signup.availability import NothingToSignUpFor, current_availability
from registration.signup.forms import RegistrationForm

TRY = "registration.add_delegate"
FORM = "register/"


@require_http_methods(["GET", "HEAD", "POST"])
def attendee(
    request: HttpRequest, conference: int, language: str = "", page: str = ""
) -> HttpResponse:
    """A public page of the programme as it stands now, marked as a preview."""
    if not request.user.has_perm("agenda.view_conference"):
        raise PermissionDenied
    known = visible(
        Conference.objects.all(), request.user, "agenda.view_conference", "pk"
    )
    row = get_object_or_404(known, pk=conference)
    if language not in {"", *LANGUAGES}:
        raise Http404
    with override(language or get_language() or "en"):
        if page == FORM:
            return sign_up(cast(StaffRequest, request), row)
        shown = known_programme(snapshot(row), request, row)
        path = f"/{get_language()}/{row.slug}/{page}"
        html = preview.page(shown, path, request.GET, status(request, row))
        return marked(row, shown, html)


def sign_up(request: StaffRequest, conference: Conference) -> HttpResponse:
    """The form; sent, it is a test: no place is taken, and its letter goes to staff."""
    if not request.user.has_perm(TRY, conference):
        raise PermissionDenied
    try:
        availability = current_availability(conference.slug)
    except NothingToSignUpFor:
        messages.warning(
            request,
            _("There is no form yet: add registration settings and a category."),
        )
        return redirect("admin:index")
    shown = known_programme(snapshot(conference), request, conference)
    form = form_cache.new_form(shown, availability)
    if "switch_language" in request.POST:
        form = returned.kept_form(request, shown, availability)
    elif request.method == "POST":
        form = form_cache.new_form(shown, availability, request.POST)
        if form.is_valid():
            return try_it(request, conference, form)
    else:
        form.initial = {"submission": str(uuid4())}
    html = form_cache.rendered(shown, form, get_token(request))
    return marked(conference, shown, html, is_form=True)


def try_it(
    request: StaffRequest, conference: Conference, form: RegistrationForm
) -> HttpResponse:
    trials.register(form.signup, request.user)
    words = _("A test: nobody was registered. Its letter goes to %s.")
    messages.success(request, words % request.user.email)
    return redirect("admin:index")


def status(request: HttpRequest, conference: Conference) -> RegistrationStatus:
    """As if registration were open, where there is a form to try."""
    if not request.user.has_perm(TRY, conference):
        return CLOSED
    try:
        current_availability(conference.slug)
    except NothingToSignUpFor:
        return CLOSED
    form = reverse("registration:register", args=[conference.slug])
    return RegistrationStatus("open", _("Register"), form)


def marked(
    conference: Conference, shown: Programme, html: str, *, is_form: bool = False
) -> HttpResponse:
    """A public page with a bar that says what it is, and links that stay in here."""
    slug = re.escape(shown.conference.slug)
    link = re.compile(rf'(href|action)="/({"|".join(LANGUAGES)})/{slug}/([^"#?]*)')
    html = link.sub(partial(inside, conference), html)
    context = {"conference": conference, "is_form": is_form}
    head = render_to_string("admin/registration/attendee/head.html", context)
    bar = render_to_string("admin/registration/attendee/bar.html", context)
    html = html.replace("</head>", f"{head}</head>", 1)
    html = re.sub(r"<body[^>]*>", lambda body: f"{body[0]}{bar}", html, count=1)
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(html, headers=headers)


def inside(conference: Conference, link: re.Match[str]) -> str:
    """The preview of a public page; nowhere, where there is none."""
    attribute, language, page = link.groups()
    name, _args = preview.view_of(f"/{language}/{conference.slug}/{page}")
    if name not in preview.FACTS and page != FORM:
        return f'{attribute}="#'
    name = "registration_attendee_in"
    args = [conference.pk, language, *([page] if page else [])]
    return f'{attribute}="{reverse(f"admin:{name}", args=args)}'
