"""Signed personal links: derived, never stored, closed by raising the version."""

import base64
import hmac
import re

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from registration.letters.kinds import LetterKind
from registration.models import ConsentRequest, Delegate, Letter, RegistrationSettings
from registration.models.delegate import REFERENCE_ALPHABET
from registration.models.erasure import LINK_LIFE
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
    delegate, given = _found(token_, conference_slug)
    if not is_ours(given, purpose, delegate):
        raise BadLink
    return delegate


def _found(token_: str, conference_slug: str | None) -> tuple[Delegate, str]:
    """Whose link it says it is, and what is still to be compared. Raises BadLink."""
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
    if delegate is None:
        raise BadLink
    if conference_slug and not delegate.conference.has_been_at(conference_slug):
        raise BadLink
    return delegate, given


def my(delegate: Delegate, page: str = "my") -> str:
    """The address of the personal page, absolute, in the delegate's language."""
    slug = delegate.conference.slug
    with translation.override(delegate.language):
        path = reverse(f"registration:{page}", args=[slug, token("my", delegate)])
    return settings.SITE_URL + path


# -- What a letter confirms ------------------------------------------------------------


def of_letter(letter: Letter) -> str:
    """The address that a letter brings: of the personal page, or of its own."""
    if not letter.letter_kind.confirms:
        return my(letter.delegate)
    delegate = letter.delegate
    arguments = [delegate.conference.slug, token(_confirming(letter), delegate)]
    with translation.override(letter.language):
        path = reverse(f"registration:{letter.kind}", args=arguments)
    return settings.SITE_URL + path


def letter_of(kind: LetterKind, token_: str, conference_slug: str) -> Letter:
    """The letter of this kind whose link that is. Raises BadLink.

    It is the last of its kind to this person, and of the last two days; whoever asked
    again uses the newer one.
    """
    delegate, given = _found(token_, conference_slug)
    begins = Now() - LINK_LIFE
    recent = Q(queued_at__gt=begins) | Q(sent_at__gt=begins)
    letters = delegate.letters.filter(recent, kind=kind).order_by("pk")
    letter = letters.last()
    if letter is None or not is_ours(given, _confirming(letter), delegate):
        raise BadLink
    letter.delegate = delegate
    return letter


def _confirming(letter: Letter) -> str:
    """Of this very letter: its link opens nothing else, and no other opens this."""
    return f"{letter.kind}/{letter.uid}"


def ticket(delegate: Delegate) -> str:
    """What the QR code says: any scanner opens a page without a name on it."""
    path = reverse("ticket", args=[token("ticket", delegate)])
    return settings.SITE_URL + path
