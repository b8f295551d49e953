"""Answers that are the same for everybody: made once, kept, and sent as bytes."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import NamedTuple
from weakref import ref

from django.http import HttpRequest

from agenda.release.programme import Programme
from confsite.caching.microcache import PublicResponse, accepts_gzip

HTML = "text/html; charset=utf-8"
# It may be kept, but must be asked for each time, so that a new release shows at once.
FRESH = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
# What an entry of a store costs beside its bytes.
OVERHEAD = 1000


class Ready(NamedTuple):
    """A body, compressed. It differs as bytes from the plain one: each has its tag."""

    gzipped: bytes
    digest: str

    @property
    def body(self) -> bytes:
        """For the few that do not read gzip."""
        return gzip.decompress(self.gzipped)


def ready(body: bytes) -> Ready:
    """Compressed once, here. The same body gives the same tags in every process.

    What is secret must not come this way: the length of a compressed answer tells about
    its content (BREACH). Public pages hold no token of a form and nothing of a visitor.
    """
    digest = hashlib.sha256(body).hexdigest()[:32]
    return Ready(gzip.compress(body, mtime=0), digest)


def answer(
    request: HttpRequest,
    kept: Ready,
    content_type: str = HTML,
    headers: Mapping[str, str] = FRESH,
) -> PublicResponse:
    """The text as the browser likes it best; the microcache makes it 304 if it can."""
    if not accepts_gzip(request):
        headers = {**headers, "ETag": f'"{kept.digest}"'}
        return PublicResponse(kept.body, content_type=content_type, headers=headers)
    headers = {
        **headers,
        "ETag": f'"{kept.digest}-gzip"',
        "Content-Encoding": "gzip",
    }
    return PublicResponse(kept.gzipped, content_type=content_type, headers=headers)


class Store:
    """Keeps what was made, up to so many bytes: what was not asked for longest goes."""

    def __init__(self, room: int):
        self.room = room
        self.taken = 0
        self.kept: OrderedDict[Hashable, Ready] = OrderedDict()
        self.turns: dict[Hashable, Lock] = {}
        self.lock = Lock()

    def get(
        self, make: Callable[..., Ready], programme: Programme, *arguments: Hashable
    ) -> Ready:
        """What make(programme, *arguments) returns, made once.

        After a release all ask for the same page: one thread makes it, and the others
        wait for their turn to find it made.
        """
        # Weakly: what was made of an earlier release must not keep the release itself.
        key = (make, ref(programme), *arguments)
        if found := self.find(key):
            return found
        with self.lock:
            turn = self.turns.setdefault(key, Lock())
        try:
            with turn:
                return self.find(key) or self.put(key, make(programme, *arguments))
        finally:
            self.turns.pop(key, None)

    def find(self, key: Hashable) -> Ready | None:
        with self.lock:
            found = self.kept.get(key)
            if found:
                self.kept.move_to_end(key)
            return found

    def put(self, key: Hashable, made: Ready) -> Ready:
        with self.lock:
            if key in self.kept:
                return self.kept[key]
            self.kept[key] = made
            self.taken += size(made)
            while self.taken > self.room:
                _oldest, gone = self.kept.popitem(last=False)
                self.taken -= size(gone)
        return made


def size(made: Ready) -> int:
    return len(made.gzipped) + OVERHEAD


# A conference of 200 sessions fills some 4 MB, its exports and both languages included.
PAGES = Store(room=16_000_000)
# Whoever tries every filter there is pushes out other filtered pages at most.
FILTERED = Store(room=8_000_000)
