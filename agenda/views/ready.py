"""Answers that are the same for everybody: made once, kept, and sent as bytes."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

HTML = "text/html; charset=utf-8"
# It may be kept, but must be asked for each time, so that a new release shows at once.
FRESH = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
NOTHING = re.compile(r"q\s*=\s*0(\.0*)?\s*$")


class Ready(NamedTuple):
    """A body, plain and compressed. The two differ as bytes, so each has its tag."""

    body: bytes
    etag: str
    gzipped: bytes
    gzipped_etag: str


def ready(body: bytes) -> Ready:
    """Compressed once, here. The same body gives the same tags in every process.

    What is secret must not come this way: the length of a compressed answer tells about
    its content (BREACH). Public pages hold no token of a form and nothing of a visitor.
    """
    digest = hashlib.sha256(body).hexdigest()[:32]
    return Ready(body, f'"{digest}"', gzip.compress(body, mtime=0), f'"{digest}-gzip"')


def answer(
    request: HttpRequest,
    kept: Ready,
    content_type: str = HTML,
    headers: Mapping[str, str] = FRESH,
) -> HttpResponse:
    """The text as the browser likes it best, or 304 if the browser has it so."""
    body, etag = kept.body, kept.etag
    compressed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    if compressed:
        body, etag = kept.gzipped, kept.gzipped_etag
    # A cache takes over the headers of a 304, so they are those of the whole answer.
    headers = {**headers, "ETag": etag}
    if is_known(request, etag):
        return HttpResponseNotModified(headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, content_type=content_type, headers=headers)


@lru_cache(maxsize=128)
def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding asks for it (RFC 9110, 12.5.3); `q=0` refuses."""
    wishes = {}
    for wish in accepted.lower().split(","):
        coding, _semicolon, weight = wish.partition(";")
        wishes[coding.strip()] = not NOTHING.search(weight)
    return wishes.get("gzip", wishes.get("*", False))


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has it. A proxy that compresses makes the tag a weak one."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in [tag.removeprefix("W/") for tag in known]
