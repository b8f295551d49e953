"""Follows every link of the site, as somebody with much time would."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

LINK = re.compile(r'<(?:a|iframe|img|link)\b[^>]*?\s(?:href|src)="([^"]*)"')
# What the forms of an admin's list narrow it by, one value at a time.
FILTER = re.compile(r'<select[^>]*\sname="(\w+__\w+)"[^>]*>(.*?)</select>', re.DOTALL)
VALUE = re.compile(r'<option[^>]*\svalue="([^"]+)"')
NUMBER = re.compile(r"\d+")
# A place in the XML of a sitemap.
PLACE = re.compile(r"<loc>([^<]*)</loc>")
# Parts of a query that show the same rows again, or say where somebody came from.
SAME_AGAIN = {"_changelist_filters", "_facets", "_popup", "_to_field", "next", "o"}
# What answers alike wherever its row stands is asked for of a few rows: papers, which
# are dear, of one; so is what differs in a number of its query alone, such as the form
# for one more row below a row.
A_FEW = {
    re.compile(r"\.pdf|[?&]pdf="): 1,
    re.compile(r"/(delete|history)/$|\?.*\d"): 3,
}


@dataclass
class Crawl:
    """What was asked for, and what was answered with something else than a page."""

    client: Client
    hosts: set[str]
    elsewhere: tuple[str, ...]
    # Of addresses that differ in a number alone so many are asked for; None: all.
    most: int | None = None
    seen: set[str] = field(default_factory=set)
    shapes: Counter[str] = field(default_factory=Counter)
    failures: dict[str, int | str] = field(default_factory=dict)

    def follow(self, *addresses: str) -> None:
        """Ask for these, and for all that they lead to."""
        queue = deque(addresses)
        while queue:
            address = queue.popleft()
            if address not in self.seen and self.is_new(address):
                queue += self.links(address)

    def is_new(self, address: str) -> bool:
        self.seen.add(address)
        shape = NUMBER.sub("1", address)
        self.shapes[shape] += 1
        limits = [few for alike, few in A_FEW.items() if alike.search(address)]
        limits += [self.most] if self.most else []
        return all(self.shapes[shape] <= limit for limit in limits)

    def links(self, address: str) -> Iterable[str]:
        try:
            response = self.client.get(address)
        except Exception as error:  # noqa: BLE001 - the next page may be in order
            self.failures[address] = repr(error)
            return []
        if 300 <= response.status_code < 400:
            return self.ours(address, [response.headers["Location"]])
        if response.status_code != 200:
            self.failures[address] = response.status_code
        return self.ours(address, found(response))

    def ours(self, address: str, links: Iterable[str]) -> Iterator[str]:
        for link in links:
            parts = urlsplit(urljoin(address, link))
            is_here = parts.scheme in ("", "http", "https") and (
                not parts.netloc or parts.netloc in self.hosts
            )
            query = parse_qsl(parts.query)
            is_narrower = sum("__" in key for key, _value in query) > 1
            if is_here and not (is_narrower or parts.path.startswith(self.elsewhere)):
                kept = urlencode([pair for pair in query if pair[0] not in SAME_AGAIN])
                yield f"{parts.path}?{kept}" if kept else parts.path


def found(response: HttpResponse) -> Iterator[str]:
    """The links of a page, and the values of the filters of a list."""
    kind = response.headers["Content-Type"].partition(";")[0]
    if kind not in ("text/html", "application/xml"):
        return
    text = response.content.decode()
    for link in LINK.findall(text) + PLACE.findall(text):
        yield unescape(link)
    for name, options in FILTER.findall(text):
        for value in VALUE.findall(options):
            yield f"?{urlencode({name: unescape(value)})}"
