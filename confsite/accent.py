"""The accent of a conference as a stylesheet of its own.

The Content-Security-Policy allows no inline style, so the one colour that differs
between conferences travels as a file. Its address is its content: it never changes.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from confsite.colours import palette


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def accent_css(request: HttpRequest, accent: str) -> HttpResponse:
    """Custom properties for an accent of six hex digits, by day and by night."""
    try:
        colours = palette(f"#{accent}")
    except ValueError:
        raise Http404 from None
    return render(
        request,
        "accent.css",
        {"palette": colours},
        content_type="text/css; charset=utf-8",
    )
