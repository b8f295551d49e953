"""A form that comes back filled, one press from done, and says why."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.release.programme import Programme
from confsite.csrf import ReasonToReturn
from registration.errors import PlacesTaken
from registration.signup import form_cache, limits
from registration.signup.availability import Availability
from registration.signup.forms import RegistrationForm


def kept_form(
    request: HttpRequest, programme: Programme, availability: Availability
) -> RegistrationForm:
    """What was typed, in the language of the page, without complaints."""
    form = form_cache.new_form(programme, availability)
    form.initial = request.POST.dict() | {"language": get_language()}
    try:
        uuid.UUID(form.initial.get("submission", ""))
    except ValueError:
        # It would be refused each time.
        form.initial["submission"] = str(uuid.uuid4())
    return form


def page(
    request: HttpRequest,
    programme: Programme,
    form: RegistrationForm,
    status: int = 200,
) -> HttpResponse:
    html = form_cache.rendered(programme, form, get_token(request))
    return HttpResponse(html, status=status)


def come_back(
    request: HttpRequest, programme: Programme, form: RegistrationForm
) -> HttpResponse:
    """A form that was refused; not even those without end."""
    if limits.is_over_limit(request, limits.COME_BACK):
        return hold_back(request, programme, form)
    return page(request, programme, form)


def ask(
    request: HttpRequest,
    programme: Programme,
    form: RegistrationForm,
    refusal: PlacesTaken,
) -> HttpResponse:
    """Whether somebody who has not read of the waiting list wants to join it."""
    form.taken = form.chosen_group
    words = _(
        "If you join the waiting list, a place that becomes free goes to the first "
        "person who waits for it, and we write to you at once. Or choose something "
        "else below."
    )
    form.reason = ReasonToReturn(
        _("Only the waiting list is left"), (str(refusal), words)
    )
    return come_back(request, programme, form)


def hold_back(
    request: HttpRequest, programme: Programme, form: RegistrationForm
) -> HttpResponse:
    """One more than is taken from a network within some minutes."""
    form.reason = limits.reason()
    return limits.wait(page(request, programme, form, status=429))
