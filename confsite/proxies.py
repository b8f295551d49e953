"""Whether a proxy stands in front of which PROXIES does not know.

Then all visitors have its address, and share what one network may send.
"""

import logging
import time
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone

from confsite.models import Heartbeat

logger = logging.getLogger(__name__)

NAME = "unknown proxy"
# It is written down once in so many seconds, and known for longer.
NOTED_EVERY = 60
KNOWN_FOR = timedelta(minutes=10)

# What whoever passes a request on says of it.
PASSED_ON = ("FORWARDED", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_REAL_IP", "VIA")

_last_noted = float("-inf")


def is_passed_on(request: HttpRequest) -> bool:
    return any(f"HTTP_{name}" in request.META for name in PASSED_ON)


def is_from_next_door(request: HttpRequest) -> bool:
    """Whether a program of this machine asks, for itself and not for somebody else."""
    try:
        peer = ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return False
    return peer.is_loopback and not is_passed_on(request)


def is_forwarded(request: HttpRequest) -> bool:
    """Whether a proxy that nobody counts has passed a request on.

    From afar anybody may write that header; from next door a proxy does.
    """
    if settings.PROXIES or "X-Forwarded-For" not in request.headers:
        return False
    try:
        return not ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_global
    except ValueError:
        return True  # a socket of this machine


def note_if_there_is_one(request: HttpRequest) -> None:
    """Tell all processes, and whoever looks at the admin or at /readyz."""
    global _last_noted
    now = time.monotonic()
    if now - _last_noted < NOTED_EVERY or not is_forwarded(request):
        return
    _last_noted = now
    try:
        Heartbeat.objects.update_or_create(name=NAME, defaults={"at": timezone.now()})
    except Error as error:
        logger.warning("An unknown proxy is not noted: %s", error)


def is_recent(noted_at: datetime | None) -> bool:
    """Whether there was one in the last minutes, and still nobody counts it."""
    if settings.PROXIES or noted_at is None:
        return False
    return noted_at > timezone.now() - KNOWN_FOR


def tell_staff(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold asks this for what stands on the first page of the admin."""
    noted = Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()
    return context | {"unknown_proxy": is_recent(noted) or is_forwarded(request)}
