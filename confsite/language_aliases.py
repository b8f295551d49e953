"""Addresses that name their language as others do: /zh/, /zh-CN/, /en-GB/."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

# Our own spelling must not come round again: what is missing there is missing.
OTHERS = (
    r"^(?!en/|zh-hans/)"
    r"(?P<spelling>(?i:en(?:-[a-z]{2})?|zh(?:-hans)?(?:-(?:cn|sg))?))/"
)
OURS = {"en": "en", "zh": "zh-hans"}


@require_safe
def respelled(request: HttpRequest, spelling: str) -> HttpResponsePermanentRedirect:
    """The same address, and the same query, as this site spells its language."""
    ours = OURS[spelling[:2].lower()]
    address = request.get_full_path().replace(f"/{spelling}/", f"/{ours}/", 1)
    return HttpResponsePermanentRedirect(address)
