"""Behind the links of letters that confirm something: a page, and one button.

Opening it changes nothing: programs that read mail open links, too.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from agenda.release.programme import NotPublished, latest
from agenda.views.page import page_context
from confsite import csrf
from confsite.clocks import Moment
from registration import links
from registration.errors import AlreadyOver, RegisteredAlready, WasErased
from registration.letters import kinds
from registration.letters.kinds import LetterKind
from registration.models import Erasure, Letter
from registration.personal.views import private, published_or_404
from registration.privacy import addresses, erasing

View = Callable[..., HttpResponse]


def confirming(kind: LetterKind) -> Callable[[View], View]:
    """Open the page to whoever has the link of such a letter, for two days.

    An old link is told so: who holds it has had the letter.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, conference: str, token: str) -> HttpResponse:
            try:
                letter = links.letter_of(kind, token, conference)
            except links.BadLink:
                return private(run_out(request, conference))
            return private(view(request, letter, token))

        return guarded

    return decorate


def run_out(request: HttpRequest, conference: str) -> HttpResponse:
    """The link was for once or for two days, or never ours; the same to everybody."""
    try:
        programme = latest(conference)
    except NotPublished:
        raise Http404 from None
    context = page_context(programme, "registration:register")
    page = render_to_string("registration/run_out.html", context, request)
    return HttpResponse(page, status=410)


def page(
    request: HttpRequest, letter: Letter, token: str, **extra: object
) -> HttpResponse:
    programme = published_or_404(letter.delegate)
    context = page_context(programme, f"registration:{letter.kind}", token) | extra
    context |= {"letter": letter, "csrf_token": get_token(request)}
    context["delegate"] = letter.delegate
    return HttpResponse(render_to_string(f"registration/{letter.kind}.html", context))


def comes_back(kind: LetterKind) -> Callable[[View], View]:
    """Show the page again where the press came without cookie or with an old token."""

    @confirming(kind)
    def answer(request: HttpRequest, letter: Letter, token: str) -> HttpResponse:
        response = page(request, letter, token, reason=csrf.reason(request))
        response.status_code = 403
        return response

    return csrf.comes_back_by(answer)


@comes_back(kinds.CONFIRM_ADDRESS)
@require_http_methods(["GET", "HEAD", "POST"])
@confirming(kinds.CONFIRM_ADDRESS)
def confirm_address(request: HttpRequest, letter: Letter, token: str) -> HttpResponse:
    if request.method != "POST":
        return page(request, letter, token)
    try:
        delegate = addresses.confirm(letter)
    except (RegisteredAlready, AlreadyOver) as refusal:
        return page(request, letter, token, refusal=str(refusal))
    slug = delegate.conference.slug
    my = reverse("registration:my", args=[slug, links.token("my", delegate)])
    return HttpResponseRedirect(f"{my}?done=moved")


@comes_back(kinds.CONFIRM_ERASURE)
@require_http_methods(["GET", "HEAD", "POST"])
@confirming(kinds.CONFIRM_ERASURE)
def confirm_erasure(request: HttpRequest, letter: Letter, token: str) -> HttpResponse:
    if request.method != "POST":
        others = erasing.others_of(letter.delegate)
        return page(request, letter, token, others=others)
    try:
        receipt = erasing.erase(letter.delegate)
    except WasErased:
        return run_out(request, letter.delegate.conference.slug)
    arguments = [letter.delegate.conference.slug, receipt.pk]
    return HttpResponseRedirect(reverse("registration:erased", args=arguments))


@require_safe
def erased(request: HttpRequest, conference: str, receipt: UUID) -> HttpResponse:
    """The receipt, which tells of nobody."""
    done = Erasure.objects.exclude(done_at=None).filter(conference__slug=conference)
    erasure = get_object_or_404(done, pk=receipt)
    try:
        programme = latest(conference)
    except NotPublished:
        raise Http404 from None
    context = page_context(programme, "registration:erased", str(erasure.pk))
    context["erasure"] = erasure
    at = erasure.done_at
    context["done_at"] = at and Moment(at, *erasure.conference.clocks)
    return private(HttpResponse(render_to_string("registration/erased.html", context)))
