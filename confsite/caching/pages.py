"""Answers that are the same for everybody: made once, kept, and sent as bytes."""

import gzip
import hashlib
from collections.abc import Callable, Hashable, Mapping
from operator import attrgetter
from threading import Condition, Lock
from typing import NamedTuple, Self
from weakref import ref

from cachetools import LRUCache, cached
from django.http import HttpRequest

from confsite.caching.microcache import PublicResponse, accepts_gzip

HTML = "text/html; charset=utf-8"
# It may be kept, but must be asked for each time, so that a new release shows at once.
FRESH = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
# What an entry of a cache costs beside its bytes.
OVERHEAD = 1000


class RenderedPage(NamedTuple):
    """A body, compressed. It differs as bytes from the plain one: each has its tag."""

    gzipped: bytes
    digest: str

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Compressed once, here. The same body gives the same tags in every process.

        What is secret must not come this way: the length of a compressed answer tells
        about its content (BREACH). Public pages hold no token of a form and nothing of
        a visitor.
        """
        digest = hashlib.sha256(body).hexdigest()[:32]
        return cls(gzip.compress(body, mtime=0), digest)

    @property
    def body(self) -> bytes:
        """For the few that do not read gzip."""
        return gzip.decompress(self.gzipped)

    @property
    def size(self) -> int:
        """What it costs a cache, the entry itself included."""
        return len(self.gzipped) + OVERHEAD


def respond(
    request: HttpRequest,
    page: RenderedPage,
    content_type: str = HTML,
    headers: Mapping[str, str] = FRESH,
) -> PublicResponse:
    """The text as the browser likes it best; the microcache makes it 304 if it can."""
    if not accepts_gzip(request):
        headers = {**headers, "ETag": f'"{page.digest}"'}
        return PublicResponse(page.body, content_type=content_type, headers=headers)
    headers = {
        **headers,
        "ETag": f'"{page.digest}-gzip"',
        "Content-Encoding": "gzip",
    }
    return PublicResponse(page.gzipped, content_type=content_type, headers=headers)


class PageCache:
    """Holds what was made, up to so many bytes: what was not asked for longest goes.

    After a release all ask for the same page: one thread makes it, and the others wait
    for it.
    """

    def __init__(self, room: int):
        self.pages: LRUCache[Hashable, RenderedPage] = LRUCache(
            room, getsizeof=attrgetter("size")
        )
        lock = Lock()
        self.made = cached(self.pages, page_key, lock, Condition(lock))(
            lambda make, *arguments: make(*arguments)
        )

    def get(
        self, make: Callable[..., RenderedPage], release: object, *arguments: Hashable
    ) -> RenderedPage:
        """What make(release, *arguments) returns, made once."""
        return self.made(make, release, *arguments)


def page_key(make: Hashable, release: object, *arguments: Hashable) -> Hashable:
    """What was made of an earlier release must not keep the release itself."""
    return (make, ref(release), *arguments)


# A conference of 200 sessions fills some 4 MB, its exports and both languages included.
PAGES = PageCache(room=16_000_000)
# Whoever tries every filter there is pushes out other filtered pages at most.
FILTERED = PageCache(room=8_000_000)
