"""Memory of all processes of an idle confsite, PostgreSQL included, summed as PSS.

Limit: what the project allows itself.
"""

import time
from collections.abc import Iterator
from contextlib import suppress

import psutil

from bench.load import Client
from bench.result import Result
from bench.site import SLUG, running

LIMIT = 350.0  # MiB
SETTLE = 20  # seconds


def measure() -> Iterator[Result]:
    with running() as site:
        Client(site.port).get(f"/en/{SLUG}/")
        time.sleep(SETTLE)
        yield Result("memory", round(pss(site.process.pid), 1), "MiB", LIMIT)


def pss(pid: int) -> float:
    """The proportional set size of a process and all its descendants, in MiB."""
    process = psutil.Process(pid)
    total = 0
    for member in [process, *process.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            total += member.memory_full_info().pss
    return total / 2**20
