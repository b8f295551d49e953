"""Rows a second of the longest list as CSV, from the press to the last byte.

1,000,000 delegates, every column. Limit: COPY of the same columns to a file. Beside it
the same as Excel, and by how much the process that answers grows meanwhile, in MiB:
of that, the project allows itself 64.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import psutil

from bench.result import Result
from bench.site import Site, running

NUMBER = 1_000_000
MOST_MEMORY = 64.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Door:
    """The page, and what opens it, as bench.crowd prints it."""

    path: str
    headers: dict[str, str]
    fields: list[list[str]]


@dataclass(frozen=True)
class Taken:
    """A file that has come: how long that took, and what it took."""

    seconds: float
    size: int
    grown: float  # MiB

    @property
    def rate(self) -> float:
        return round(NUMBER / self.seconds)


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0", WEB_WORKERS="1") as site:
        said = json.loads(site.manage("-m", "bench.crowd", str(NUMBER)))
        door = Door(**said["door"])
        limit = round(NUMBER / said["copy_seconds"])
        rows, sheet = take(site, door, "csv"), take(site, door, "xlsx")
    yield Result("export rows", rows.rate, "rows/s", limit)
    yield Result("export excel rows", sheet.rate, "rows/s", limit)
    most = max(rows.grown, sheet.grown)
    yield Result("export memory", round(most, 1), "MiB", MOST_MEMORY)


def take(site: Site, door: Door, kind: str) -> Taken:
    """Ask for the file, and read it to its end."""
    worker = worker_of(site)
    before = highest = worker.memory_info().rss
    began = time.perf_counter()
    answer = asked(site, door, kind)
    size = 0
    while part := answer.read(1 << 20):
        size += len(part)
        highest = max(highest, worker.memory_info().rss)
    seconds = time.perf_counter() - began
    return Taken(seconds, size, (highest - before) / 2**20)


def asked(site: Site, door: Door, kind: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=600)
    body = urlencode([*map(tuple, door.fields), (kind, "")])
    connection.request("POST", door.path, body, door.headers | FORM)
    answer = connection.getresponse()
    if not answer.headers["Content-Disposition"]:
        raise RuntimeError(f"no file, but {answer.status}")
    return answer


def worker_of(site: Site) -> psutil.Process:
    """The process that answers: the child of granian."""
    members = psutil.Process(site.process.pid).children(recursive=True)
    [web] = [p for p in members if "launcher.web" in " ".join(p.cmdline()[:4])][:1]
    children = web.children()
    return children[0] if children else web
