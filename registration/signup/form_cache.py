"""frozen: measured. The sign-up form, made once for many.

Making a form and rendering it takes twenty times as long as checking what somebody
typed (the 250 names of countries alone are half of it). So one form checks for many,
and its page is rendered once for each release, availability and language; what differs
from one visitor to the next, the token and the key of the form, is put in between.
"""

import uuid

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from agenda.release.programme import Programme
from agenda.views.page import page_context
from confsite.caching.releases import cached_per_release
from registration.signup.availability import Availability
from registration.signup.forms import RegistrationForm

# Stand in the rendered form for what differs from one visitor to the next.
TOKEN, KEY = "a-token-goes-here", "00000000-0000-4000-8000-000000000000"


def new_form(
    programme: Programme, availability: Availability, data: object = None
) -> RegistrationForm:
    names = programme.conference.country_names
    return RegistrationForm(data, availability=availability, country_names=names)


@cached_per_release(maxsize=16)
def shared_form(
    programme: Programme, availability: Availability, language: str
) -> RegistrationForm:
    """A form to be filled by many; making one takes as long as checking it."""
    return new_form(programme, availability)


def blank_page(
    request: HttpRequest, programme: Programme, availability: Availability
) -> str:
    """The page of the empty form, with this visitor's own token and key."""
    language = get_language() or "en"
    before, between, after = blank_parts(programme, availability, language)
    return f"{before}{get_token(request)}{between}{uuid.uuid4()}{after}"


@cached_per_release(maxsize=16)
def blank_parts(
    programme: Programme, availability: Availability, language: str
) -> list[str]:
    form = new_form(programme, availability)
    form.initial = {"submission": KEY}
    html = rendered(programme, form, TOKEN)
    before, rest = html.split(TOKEN)
    return [before, *rest.split(KEY)]


def rendered(programme: Programme, form: RegistrationForm, csrf_token: str) -> str:
    """The page of a form as it is filled."""
    context = page_context(programme, "registration:register") | {
        "form": form,
        "csrf_token": csrf_token,
        "waiting": form.availability.has_only_waiting_lists,
    }
    return render_to_string("registration/register.html", context)
