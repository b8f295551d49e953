"""Where somebody is signed in, for them to see and to end."""

import re

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from confsite.models import StaffSession, User
from confsite.networks import network_address

# The first that is found: each calls itself by the names of those below, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "MicroMessenger": "WeChat",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone|iPad": "iOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def note(request: HttpRequest, user: User) -> None:
    """Somebody has just signed in here, or goes on under another key."""
    StaffSession.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "user": user,
            "network": network_address(request),
            "browser": request.headers.get("User-Agent", "")[:300],
        },
    )


def of(user: User) -> QuerySet[StaffSession]:
    """The newest first; without those that are over."""
    open_ones = StaffSession.objects.filter(user=user)
    return open_ones.filter(session__expire_date__gt=timezone.now()).order_by(
        "-started_at"
    )


def end(user: User, pk: int) -> None:
    """One of theirs."""
    end_these(of(user).filter(pk=pk))


def end_all(user: User, but: str | None = None) -> None:
    """All of them, but for the one with this key."""
    end_these(StaffSession.objects.filter(user=user).exclude(session=but))


def end_these(rows: QuerySet[StaffSession]) -> None:
    keys = list(rows.values_list("session", flat=True))
    Session.objects.filter(pk__in=keys).delete()


def in_words(row: StaffSession) -> str:
    """Firefox, Linux: as far as it says so."""
    found = [first(names, row.browser) for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def first(names: dict[str, str], text: str) -> str:
    return next((word for name, word in names.items() if re.search(name, text)), "")
