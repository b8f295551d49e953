"""Signed personal links: derived, never stored, closed by raising the version."""

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from registration.models import Delegate
from registration.models.delegate import REFERENCE_ALPHABET

MAC_BYTES = 18  # 144 bits, 24 letters without padding
REFERENCE = re.compile(f"[{REFERENCE_ALPHABET.lower()}]{{8}}")


class BadLink(Exception):
    """The link was never ours, is for something else, or has been closed."""


def token(purpose: str, delegate: Delegate) -> str:
    return f"{delegate.reference.lower()}-{mac(purpose, delegate)}"


def mac(purpose: str, delegate: Delegate) -> str:
    """What binds a link to its purpose, conference, row and version."""
    key = hashlib.sha256(b"confsite.links" + settings.SECRET_KEY.encode()).digest()
    parts = (purpose, delegate.conference_id, delegate.pk, delegate.link_version)
    message = "/".join(map(str, parts)).encode()
    digest = hmac.digest(key, message, "sha256")[:MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode()


def delegate_of(
    purpose: str, token_: str, conference_slug: str | None = None
) -> Delegate:
    """The delegate that a link belongs to. Raises BadLink."""
    reference, _dash, given = token_.partition("-")
    if not REFERENCE.fullmatch(reference):
        raise BadLink
    delegates = Delegate.objects.select_related("conference", "category")
    if conference_slug is not None:
        delegates = delegates.filter(conference__slug=conference_slug)
    delegate = delegates.filter(reference=reference.upper()).first()
    if delegate is None or not hmac.compare_digest(
        mac(purpose, delegate).encode(), given.encode()
    ):
        raise BadLink
    return delegate


def my(delegate: Delegate, page: str = "my") -> str:
    """The address of the personal page, absolute, in the delegate's language."""
    slug = delegate.conference.slug
    with translation.override(delegate.language):
        path = reverse(f"registration:{page}", args=[slug, token("my", delegate)])
    return settings.SITE_URL + path


def ticket(delegate: Delegate) -> str:
    """What the QR code says: any scanner opens a page without a name on it."""
    path = reverse("ticket", args=[token("ticket", delegate)])
    return settings.SITE_URL + path
