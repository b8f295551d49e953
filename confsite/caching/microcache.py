"""frozen: measured. Answers that are the same for everybody, kept for a second.

A hall full of phones asks for the same few pages. The first to ask in a second is
answered by the whole chain, from the middleware to the view and back; the others get
what it got. Nothing has to be told when a page changes: what a page is made of may be a
second old already (confsite/caching/ttl.py), and both seconds are the same.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple, Self, TypeGuard

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils.http import parse_etags

from confsite.caching.ttl import moment

# In one second; whoever makes up addresses fills it no further, and pushes out nothing.
MOST = 1000
NOTHING = re.compile(r"q\s*=\s*0(\.0*)?\s*$")
OF_A_BODY = {"content-type", "content-encoding", "content-length"}

Address = tuple[str | None, str, str, str]


class PublicResponse(HttpResponse):
    """A page with an ETag that depends on its address and Accept-Encoding alone."""


class MicrocacheMiddleware:
    """What it has kept passes through no other middleware but the one that counts.

    Views say by PublicResponse what may be kept. Only what is compressed is, for nearly
    everybody reads that, and its bytes are those that the view keeps itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.second: tuple[object, dict[Address, CachedResponse]] = (None, {})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        # Before the view looks at anything: its answer is as old as this.
        cached = self.cached_now()
        address = address_of(request)
        found = cached.get(address) if accepts_gzip(request) else None
        if found:
            return found.respond(request)
        response = self.get_response(request)
        if not is_public(response):
            return response
        made = CachedResponse.of(response)
        if made.is_compressed and len(cached) < MOST:
            cached[address] = made
        return made.respond(request)

    def cached_now(self) -> dict[Address, "CachedResponse"]:
        """Two threads may begin a second each, and one is lost."""
        now = moment()
        began, cached = self.second
        if began != now:
            cached = {}
            self.second = now, cached
        return cached


class CachedResponse(NamedTuple):
    """An answer as the chain made it, and the headers of the 304 in its place."""

    body: bytes
    headers: ResponseHeaders
    short_headers: ResponseHeaders
    is_compressed: bool

    @classmethod
    def of(cls, response: PublicResponse) -> Self:
        headers = response.headers
        return cls(
            response.content,
            headers,
            # A cache takes over the headers of a 304; it has the body's own.
            ResponseHeaders(
                {n: v for n, v in headers.items() if n.lower() not in OF_A_BODY}
            ),
            headers.get("Content-Encoding") == "gzip",
        )

    def respond(self, request: HttpRequest) -> HttpResponse:
        """The whole of it, or 304 if the browser has it."""
        response: HttpResponse
        if is_known(request, self.headers["ETag"]):
            response = HttpResponseNotModified()
            response.headers = self.short_headers
        else:
            response = HttpResponse(b"" if request.method == "HEAD" else self.body)
            response.headers = self.headers
        return response


def is_public(response: HttpResponseBase) -> TypeGuard[PublicResponse]:
    """Whether the view says so, and nothing on the way back has said otherwise."""
    return (
        isinstance(response, PublicResponse)
        and response.status_code == HTTPStatus.OK
        and response.headers.get("Vary") == "Accept-Encoding"
        and not response.cookies
    )


def address_of(request: HttpRequest) -> Address:
    """All of the URL: with another host or scheme the chain may refuse or redirect."""
    host = request.META.get("HTTP_HOST", "")
    query = request.META.get("QUERY_STRING", "")
    return request.scheme, host, request.path, query


def accepts_gzip(request: HttpRequest) -> bool:
    return takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=128)
def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding asks for it (RFC 9110, 12.5.3); `q=0` refuses."""
    wishes = {}
    for wish in accepted.lower().split(","):
        coding, _semicolon, weight = wish.partition(";")
        wishes[coding.strip()] = not NOTHING.search(weight)
    return wishes.get("gzip", wishes.get("*", False))


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has it."""
    known = tags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return etag in known or "*" in known


@lru_cache(maxsize=128)
def tags(known: str) -> frozenset[str]:
    """Those of If-None-Match. A proxy that compresses makes them weak ones."""
    return frozenset(tag.removeprefix("W/") for tag in parse_etags(known))
