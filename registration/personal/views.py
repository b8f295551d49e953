"""One registration, behind its personal link. Opening it changes nothing."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from agenda.release.programme import NotPublished, Programme
from agenda.views import moved
from agenda.views.page import page_context
from confsite import csrf
from confsite.files.qr import qr_svg
from confsite.keys import is_key
from registration import correspondence, enrolment, holds, links, returning
from registration.consents import services as consents
from registration.errors import (
    NobodyToWriteTo,
    RegisteredAgain,
    RegistrationError,
    SignUpIsClosed,
    TextHasChanged,
    TooManyLetters,
    YourAddressAlready,
)
from registration.letters import calendar
from registration.letters.kinds import CalendarMethod
from registration.models import Delegate, DelegateMerge
from registration.personal.agreements import agreements, is_listed
from registration.personal.summary import (
    button,
    next_step,
    status_sentence,
    ways_in,
)
from registration.published import programme_of
from registration.states import ConsentPurpose, DelegateState, ParticipantsList

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """Open the page to the holder of the link, and to no cache and no search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, conference: str, token: str) -> HttpResponse:
        try:
            delegate = links.delegate_of("my", token, conference)
        except links.BadLink:
            raise Http404 from None
        now = delegate.conference.slug
        if conference != now:
            return private(moved.to_conference(request, now))
        kept = DelegateMerge.objects.kept_for(delegate)
        if kept is None:
            return private(view(request, delegate, token))
        return private(lead_on(request, delegate, kept))

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def lead_on(request: HttpRequest, gone: Delegate, kept: Delegate) -> HttpResponse:
    """To the registration that theirs was merged into, where we write to them.

    Whoever reads another mailbox learns that it was, and nothing else.
    """
    if gone.mailbox.lower() == kept.mailbox.lower() != "":
        return HttpResponseRedirect(links.my(kept))
    context = page_context(published_or_404(gone), "registration:register")
    page = render_to_string("registration/merged.html", context, request)
    return HttpResponse(page, status=410)


def comes_back_on(name: str) -> Callable[[View], View]:
    """Show that page again where a form came without cookie or with an old token."""

    @personal
    def answer(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
        response = render(request, delegate, token, name, reason=csrf.reason(request))
        response.status_code = 403
        return response

    return csrf.comes_back_by(answer)


@require_safe
@personal
def my(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    done = "test" if delegate.is_test else request.GET.get("done", "")
    notice = NOTICES.get(done)
    return render(request, delegate, token, "my", notice=str(notice or ""))


@comes_back_on("cancel")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def cancel(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    if request.method == "POST" or not delegate.is_live:
        return act(delegate, token, enrolment.cancel, done="cancelled")
    return render(request, delegate, token, "cancel")


@comes_back_on("my")
@require_POST
@personal
def resend(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    # The letter that follows a place that is kept is the one they ask for.
    verbs = [] if delegate.is_held else [correspondence.send_again]
    return act(delegate, token, holds.keep, *verbs, done="sent")


@comes_back_on("my")
@require_POST
@personal
def keep(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    done = "kept" if delegate.is_held else "proved"
    return act(delegate, token, holds.keep, done=done)


@comes_back_on("my")
@require_POST
@personal
def come_back(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    return act(delegate, token, returning.come_back, done="back")


@require_safe
@personal
def agreed(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    return render(request, delegate, token, "agreed")


@comes_back_on("agreed")
@require_POST
@personal
def agree(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    version = request.POST.get("version", "")
    verb = partial(
        consents.agree,
        purpose=purpose_or_404(request),
        version=int(version) if is_key(version) else 0,
        language=get_language() or "en",
    )
    return act(delegate, token, verb, done="agreed")


@comes_back_on("agreed")
@require_POST
@personal
def withdraw(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    verb = partial(consents.withdraw, purpose=purpose_or_404(request))
    return act(delegate, token, verb, done="withdrawn")


@require_safe
@personal
def calendar_file(request: HttpRequest, delegate: Delegate, token: str) -> HttpResponse:
    if not has_a_ticket(delegate):
        raise Http404
    published = published_or_404(delegate)
    return HttpResponse(
        calendar.entry(delegate, published, CalendarMethod.REQUEST).data,
        content_type="text/calendar; charset=utf-8; method=REQUEST",
        headers={"Content-Disposition": 'attachment; filename="conference.ics"'},
    )


@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """What any scanner finds behind the QR code: no name, only what it is.

    Staff get on from there to whose it is; the reference stands in its address.
    """
    try:
        delegate = links.delegate_of("ticket", token)
    except links.BadLink:
        raise Http404 from None
    context = page_context(published_or_404(delegate), "agenda:front")
    context["reference"] = token.partition("-")[0]
    return private(HttpResponse(render_to_string("registration/ticket.html", context)))


def purpose_or_404(request: HttpRequest) -> str:
    purpose = request.POST.get("purpose", "")
    if purpose not in ConsentPurpose.values:
        raise Http404
    return purpose


def published_or_404(delegate: Delegate) -> Programme:
    try:
        return programme_of(delegate)
    except NotPublished:
        raise Http404 from None


def has_a_ticket(delegate: Delegate) -> bool:
    """Whether they can put the conference into their calendar and show a code."""
    return delegate.state == DelegateState.CONFIRMED and not delegate.is_held


# Where the page leads to.
PAGES = (
    *("my", "cancel", "resend", "calendar", "keep", "come_back"),
    *("details", "address", "data", "data_file", "erase"),
    *("agree", "withdraw", "listed_name", "my_participants"),
)
NOTICES = {
    "kept": gettext_lazy("The place is yours."),
    "proved": gettext_lazy(
        "Thank you. When it is your turn the place is yours at once."
    ),
    "back": gettext_lazy("You are registered again."),
    "cancelled": gettext_lazy("Your registration has been cancelled."),
    "sent": gettext_lazy("The letter is on its way."),
    "too_many": TooManyLetters.message,
    "agreed": gettext_lazy("You have agreed. You can withdraw it here at any time."),
    "withdrawn": gettext_lazy("You have withdrawn your consent."),
    "named": gettext_lazy("The list of participants names you so from now on."),
    "text": TextHasChanged.message,
    "over": gettext_lazy("This registration was over already."),
    "again": RegisteredAgain.message,
    "closed": SignUpIsClosed.message,
    "nobody": gettext_lazy("No letter can be sent to you by mail. Please ask us."),
    "corrected": gettext_lazy("Your details are as you have written them."),
    "asked_again": gettext_lazy(
        "Your details are as you have written them. They are looked at again, and we "
        "write to you as soon as that is done. Your place is kept meanwhile."
    ),
    "address": gettext_lazy(
        "We have written to the new address. Open the link in that letter within two "
        "days; until then our letters go where they went before."
    ),
    "moved": gettext_lazy("Our letters go to your new address from now on."),
    "same": YourAddressAlready.message,
    "erase": gettext_lazy(
        "We have written to you. Nothing has been erased yet: open the link in that "
        "letter within two days."
    ),
    "test": gettext_lazy("This is a test: it takes no place, and buttons do nothing."),
}
# What is shown where a verb refuses.
REFUSALS = {
    TooManyLetters: "too_many",
    RegisteredAgain: "again",
    SignUpIsClosed: "closed",
    NobodyToWriteTo: "nobody",
    YourAddressAlready: "same",
    TextHasChanged: "text",
}


def act(
    delegate: Delegate, token: str, *verbs: Callable[[Delegate], None], done: str
) -> HttpResponseRedirect:
    """Do it, and show on the personal page how it went; with a test do nothing."""
    try:
        for verb in () if delegate.is_test else verbs:
            verb(delegate)
    except RegistrationError as refusal:
        done = REFUSALS.get(type(refusal), "over")
    page = reverse("registration:my", args=[delegate.conference.slug, token])
    return HttpResponseRedirect(f"{page}?done={done}")


def render(
    request: HttpRequest, delegate: Any, token: str, name: str, **extra: object
) -> HttpResponse:
    slug = delegate.conference.slug
    programme = published_or_404(delegate)
    ways = [] if programme.conference.is_over else ways_in(delegate)
    agreed = agreements(delegate)
    context = page_context(programme, f"registration:{name}", token)
    urls = {
        f"{page}_url": reverse(f"registration:{page}", args=[slug, token])
        for page in PAGES
    }
    context |= urls | extra
    if pressed := button(delegate):
        context["button"] = {"url": urls[f"{pressed.page}_url"], "label": pressed.label}
    context |= {
        "delegate": delegate,
        "has_a_place": has_a_ticket(delegate),
        "next_step": next_step(delegate, has_ways_in=bool(ways)),
        "status_sentence": status_sentence(delegate),
        "agreements": agreed,
        "is_listed": delegate.is_live and is_listed(agreed),
        "reads_participants": has_a_ticket(delegate)
        and delegate.participants_list not in (None, ParticipantsList.OFF),
        "ways_in": ways,
        # segno writes it, from an address of our own making.
        "qr_svg": mark_safe(qr_svg(links.ticket(delegate))),  # noqa: S308
        "csrf_token": get_token(request),
    }
    return HttpResponse(render_to_string(f"registration/{name}.html", context))
