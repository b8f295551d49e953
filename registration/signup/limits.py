"""How often one network address may do a thing."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# 200 people behind one company's address must all be able to sign up in ten minutes.
SIGN_UPS = 300
WINDOW = 600  # seconds


def network_address(request: HttpRequest) -> str:
    """Where a request comes from; X-Forwarded-For counts only behind own proxies."""
    if settings.PROXIES:
        header = request.headers.get("X-Forwarded-For", "")
        forwarded = [entry.strip() for entry in header.split(",") if entry.strip()]
        if len(forwarded) >= settings.PROXIES:
            return forwarded[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def is_over_limit(request: HttpRequest, what: str, limit: int = SIGN_UPS) -> bool:
    """Count one more, and say whether it is more than the limit within the window.

    A cache that is gone limits nobody.
    """
    if not settings.LIMITS:
        return False
    window = int(time.time()) // WINDOW
    key = f"limit:{what}:{network_address(request)}:{window}"
    try:
        cache.add(key, 0, timeout=WINDOW)
        return cache.incr(key) > limit
    except Exception:  # noqa: BLE001 - each cache has errors of its own
        return False
