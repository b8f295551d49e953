"""Signed personal links: derived, never stored, closed by raising the version."""

import base64
import hmac
import re

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from registration.models import ConsentRequest, Delegate, RegistrationSettings
from registration.models.delegate import REFERENCE_ALPHABET
from registration.states import ConsentPurpose

MAC_BYTES = 18  # 144 bits, 24 letters without padding
REFERENCE = re.compile(f"[{REFERENCE_ALPHABET.lower()}]{{8}}")


class BadLink(Exception):
    """The link was never ours, is for something else, or has been closed."""


def token(purpose: str, delegate: Delegate) -> str:
    return f"{delegate.reference.lower()}-{mac(purpose, delegate)}"


def mac(purpose: str, delegate: Delegate, key: str | bytes | None = None) -> str:
    """What binds a link to its purpose, conference, row and version."""
    parts = (purpose, delegate.conference_id, delegate.pk, delegate.link_version)
    message = "/".join(map(str, parts))
    signed = salted_hmac("confsite.links", message, key, algorithm="sha256")
    return base64.urlsafe_b64encode(signed.digest()[:MAC_BYTES]).decode()


def is_ours(given: str, purpose: str, delegate: Delegate) -> bool:
    """Whether it was made with today's key, or one of those that it has replaced."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(
        hmac.compare_digest(mac(purpose, delegate, key).encode(), given.encode())
        for key in keys
    )


def delegate_of(
    purpose: str, token_: str, conference_slug: str | None = None
) -> Delegate:
    """The delegate that a link belongs to. Raises BadLink.

    The conference may have had another address when the link was sent.
    """
    reference, _dash, given = token_.partition("-")
    if not REFERENCE.fullmatch(reference):
        raise BadLink
    asked = ConsentRequest.objects.filter(conference=OuterRef("conference"))
    lists = RegistrationSettings.objects.filter(
        conference=OuterRef("conference"),
        conference__consent_requests__purpose=ConsentPurpose.LISTED,
        conference__consent_requests__is_asked=True,
    )
    delegates = Delegate.with_tests.select_related("conference", "category").annotate(
        # So that a conference without consents costs its people no statement.
        has_consents=Exists(asked),
        participants_list=Subquery(lists.values("participants_list")[:1]),
    )
    delegate = delegates.filter(reference=reference.upper()).first()
    if delegate is None or not is_ours(given, purpose, delegate):
        raise BadLink
    if conference_slug and not delegate.conference.has_been_at(conference_slug):
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
