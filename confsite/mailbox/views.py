"""What the embedded mailbox holds, for whoever tries confsite on this machine.

The letters hold personal links, so these pages exist only while the embedded mailbox is
in use, and only from this machine to this machine: never on a public site, and not
behind a proxy or a tunnel that makes one of it. Others use this machine as well: they
are for staff who have signed in, and for whoever has the address that bin/up prints.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from confsite import proxies
from confsite.mailbox.message import ReceivedMessage
from launcher.maildir import Maildir

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
COOKIE = "mailbox"
LETTERS_PER_PAGE = 50
# Enough for the headers of any letter; the list shows nothing below them.
HEADERS = 64_000
# A letter may bring its own style and its own pictures, and opens links in the window
# around it; it runs no script and asks no server for anything. Of the same origin it
# is so that the page around it can see how long it is.
HTML_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; form-action 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
DOWNLOAD_POLICY = "default-src 'none'; sandbox"


def mailbox_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guards every page of the mailbox."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        if not settings.EMAIL_EMBEDDED or not is_from_here(request):
            raise Http404
        if not is_invited(request):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **options)

    return never_cache(require_safe(guarded))


def is_invited(request: HttpRequest) -> bool:
    if is_key(request.COOKIES.get(COOKIE, "")):
        return True
    # The middleware of staff pages has looked who asks. Letters of every conference
    # lie here.
    user = request.user
    return user.is_active and user.is_staff and user.is_superuser


def is_key(given: str) -> bool:
    return constant_time_compare(given, settings.HOME.mailbox_key())


def is_from_here(request: HttpRequest) -> bool:
    """Whether nothing between the browser and this site is on another machine."""
    if settings.PROXIES or proxies.is_passed_on(request):
        return False
    site = urlsplit(settings.SITE_URL).hostname
    asked = urlsplit(f"//{request.get_host()}").hostname
    return {site, asked, request.META.get("REMOTE_ADDR")} <= LOOPBACK


def maildir() -> Maildir:
    return Maildir(settings.HOME.mailbox)


def open_letter(name: str, size: int = -1) -> ReceivedMessage:
    letters = maildir()
    try:
        source, recipients = letters.read(name, size), letters.recipients(name)
        return ReceivedMessage(name, source, list(recipients))
    except FileNotFoundError:
        raise Http404 from None


@never_cache
@require_safe
def open_mailbox(request: HttpRequest, key: str) -> HttpResponse:
    """The address that bin/up prints: this browser may look from now on."""
    if not settings.EMAIL_EMBEDDED or not is_from_here(request) or not is_key(key):
        raise Http404
    response = redirect("mailbox:list")
    response.set_cookie(
        COOKIE, key, path=reverse("mailbox:list"), httponly=True, samesite="Lax"
    )
    return response


@mailbox_page
def list_letters(request: HttpRequest) -> HttpResponse:
    """Every letter or those to one address, newest first."""
    recipient = request.GET.get("to", "").strip()
    letters = maildir()
    names = letters.names_to(recipient) if recipient else letters.names()
    page = Paginator(names, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    shown = [open_letter(name, HEADERS) for name in page]
    context = {"letters": shown, "page": page, "recipient": recipient}
    return render(request, "mailbox/list.html", context)


@csp_update({"frame-src": [SELF]})
@mailbox_page
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mailbox/letter.html", {"letter": open_letter(name)})


@mailbox_page
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The letter as its reader's mail program would show it, for a frame."""
    shown = open_letter(name).html
    if not shown:
        raise Http404
    # Its links open in the whole window, as if the letter were not framed.
    response = HttpResponse('<!doctype html><base target="_top">' + shown.text)
    response["Content-Security-Policy"] = HTML_POLICY
    return response


@mailbox_page
def source(request: HttpRequest, name: str) -> HttpResponse:
    return download(open_letter(name).source, f"{name}.eml", "message/rfc822")


@mailbox_page
def part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    parts = open_letter(name).parts
    if number >= len(parts):
        raise Http404
    chosen = parts[number]
    return download(
        chosen.content, chosen.filename or f"part-{number}", chosen.content_type
    )


def download(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """A file to keep, never to be shown by the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response
