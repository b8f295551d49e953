"""Answers that are the same for everybody: made once, kept, and sent as bytes."""

import gzip
import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest

from confsite.kept import SameForAll, accepts_gzip

HTML = "text/html; charset=utf-8"
# It may be kept, but must be asked for each time, so that a new release shows at once.
FRESH = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}


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
) -> SameForAll:
    """The text as the browser likes it best; KeepAnswers sends 304 if it has it so."""
    if not accepts_gzip(request):
        headers = {**headers, "ETag": kept.etag}
        return SameForAll(kept.body, content_type=content_type, headers=headers)
    headers = {**headers, "ETag": kept.gzipped_etag, "Content-Encoding": "gzip"}
    return SameForAll(kept.gzipped, content_type=content_type, headers=headers)
