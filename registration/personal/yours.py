"""Your details and data: corrected, moved to another mailbox, read, and erased."""

from functools import partial

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confsite import csrf
from confsite.clocks import Moment
from confsite.csrf import ReasonToReturn
from confsite.words import headed
from registration.errors import EditedMeanwhile, RegistrationError
from registration.models import Delegate
from registration.personal.forms import DetailsForm, NewAddressForm
from registration.personal.views import (
    act,
    comes_back_on,
    personal,
    published_or_404,
    render,
)
from registration.privacy import addresses, corrections, erasing, holding

# -- Correct my details ----------------------------------------------------------------


def details_form(delegate: Delegate, data: object = None) -> DetailsForm:
    names = published_or_404(delegate).conference.country_names
    return DetailsForm(delegate, names, data)


def details_page(
    request: HttpRequest, delegate: Delegate, token: str, form: DetailsForm
) -> HttpResponse:
    ends = delegate.conference.registration.corrections_end
    return render(
        request,
        delegate,
        token,
        "details",
        form=form,
        may_correct=corrections.may_correct(delegate),
        asks_again=corrections.asks_again(delegate),
        until=Moment(ends, *delegate.conference.clocks).in_full,
    )


@personal
def details_again(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    """What was typed, which came without cookie or with an old token."""
    form = details_form(delegate)
    form.initial = request.POST.dict()
    form.reason = csrf.reason(request)
    response = details_page(request, delegate, token, form)
    response.status_code = 403
    return response


@csrf.comes_back_by(details_again)
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def details(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    if request.method != "POST":
        return details_page(request, delegate, token, details_form(delegate))
    form = details_form(delegate, request.POST)
    if not form.is_valid():
        return details_page(request, delegate, token, form)
    try:
        done = "corrected" if delegate.is_test else save(delegate, form)
    except EditedMeanwhile as refusal:
        form = what_is_newer(delegate, request, refusal)
        return details_page(request, delegate, token, form)
    except RegistrationError:
        return details_page(request, delegate, token, details_form(delegate))
    page = reverse("registration:my", args=[delegate.conference.slug, token])
    return HttpResponseRedirect(f"{page}?done={'test' if delegate.is_test else done}")


def save(delegate: Delegate, form: DetailsForm) -> str:
    typed = dict(form.cleaned_data)
    await_approval = corrections.correct(delegate, typed, typed.pop("seen"))
    return "asked_again" if await_approval else "corrected"


def what_is_newer(
    delegate: Delegate, request: HttpRequest, refusal: EditedMeanwhile
) -> DetailsForm:
    """What was typed, with what stands there by now: sent again, it is meant so."""
    delegate.refresh_from_db()
    form = details_form(delegate)
    now = form.initial
    form.initial = request.POST.dict() | {"seen": now["seen"]}
    lines = [
        headed(form.fields[name].label, value or "–")
        for name, value in corrections.details_of(delegate).items()
        if value != request.POST.get(name, "")
    ]
    again = _("Save once more what is below if you want it to be so. By now there is:")
    form.reason = ReasonToReturn(str(refusal), (again, *lines))
    return form


# -- Change my address -----------------------------------------------------------------


def address_page(
    request: HttpRequest, delegate: Delegate, token: str, form: NewAddressForm
) -> HttpResponse:
    return render(request, delegate, token, "address", form=form)


@personal
def address_again(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    form = NewAddressForm(initial=request.POST.dict())
    form.reason = csrf.reason(request)
    response = address_page(request, delegate, token, form)
    response.status_code = 403
    return response


@csrf.comes_back_by(address_again)
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def address(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return address_page(request, delegate, token, form)
    ask = partial(addresses.ask, email=form.cleaned_data["email"])
    return act(delegate, token, ask, done="address")


# -- My data ---------------------------------------------------------------------------


@require_safe
@personal
def data(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    sections = list(holding.of(delegate))
    return render(request, delegate, token, "data", sections=sections)


@require_safe
@personal
def data_file(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    return as_file(holding.as_json(delegate), delegate)


def as_file(content: dict, delegate: Delegate) -> JsonResponse:
    name = f"registration-{delegate.reference}.json"
    return JsonResponse(
        content,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# -- Erase me --------------------------------------------------------------------------


@comes_back_on("erase")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def erase(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    if request.method == "POST":
        return act(delegate, token, ask_to_erase, done="erase")
    others = erasing.others_of(delegate)
    return render(request, delegate, token, "erase", others=others)


def ask_to_erase(delegate: Delegate) -> None:
    erasing.ask(delegate)
