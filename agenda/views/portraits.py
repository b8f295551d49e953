"""Photographs of speakers, under the digest of their bytes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agenda.models import Portrait

# An address always means the same bytes. What was uploaded is never a page (S6), though
# a page may show it.
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Disposition": "attachment",
}


@require_safe
def portrait(request: HttpRequest, digest: str) -> HttpResponse:
    """Nobody guesses the address of a photograph that no release shows."""
    images = Portrait.objects.filter(pk=digest).values_list("image", flat=True)
    image = images.first()
    if image is None:
        raise Http404
    return HttpResponse(bytes(image), content_type="image/jpeg", headers=HEADERS)
