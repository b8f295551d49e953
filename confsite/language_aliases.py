"""Addresses that name their language as others do: /zh/, /zh-CN/, /en-GB/."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

# Our own prefixes must not come round again: what is missing there is missing.
PATH = (
    r"^(?!en/|zh-hans/)"
    r"(?P<alias>(?i:en(?:-[a-z]{2})?|zh(?:-hans)?(?:-(?:cn|sg))?))/"
)
PREFIXES = {"en": "en", "zh": "zh-hans"}


@require_safe
def redirect(request: HttpRequest, alias: str) -> HttpResponsePermanentRedirect:
    """The same address, and the same query, below this site's prefix."""
    prefix = PREFIXES[alias[:2].lower()]
    address = request.get_full_path().replace(f"/{alias}/", f"/{prefix}/", 1)
    return HttpResponsePermanentRedirect(address)
