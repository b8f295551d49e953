"""From the answer to the letter in the mailbox, in ms, at 20 sign-ups a second.

Limit: what the project promises itself for the 95th percentile, one second.
"""

import re
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.load import Client
from bench.result import Result
from bench.signup import sign_up
from bench.site import running

PER_SECOND, SECONDS = 20, 20
LIMIT = 1000.0  # milliseconds


TO = re.compile(rb"^To: (\S+)", re.MULTILINE)


def measure() -> Iterator[Result]:
    with running() as site:
        answered = sign_ups(site.port)
        arrived = arrivals(site.home.mailbox, set(answered))
    waits = [(arrived[address] - at) * 1000 for address, at in answered.items()]
    cuts = statistics.quantiles(waits, n=100)
    yield Result("latency p50", round(cuts[49], 1), "ms", LIMIT)
    yield Result("latency p95", round(cuts[94], 1), "ms", LIMIT)


def sign_ups(port: int) -> dict[str, float]:
    """Address → the time of its answer; eight visitors take the slots in turn."""
    answered: dict[str, float] = {}
    began = time.monotonic() + 0.5

    def visitor(first: int, visitors: int) -> None:
        client = Client(port)
        for slot in range(first, PER_SECOND * SECONDS, visitors):
            time.sleep(max(0.0, began + slot / PER_SECOND - time.monotonic()))
            address = sign_up(client)
            answered[address] = time.time()

    threads = [threading.Thread(target=visitor, args=(n, 8)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


def arrivals(mailbox: Path, expected: set[str]) -> dict[str, float]:
    """Address → the time at which its letter was written to the mailbox."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        arrived = {}
        for letter in (mailbox / "new").iterdir():
            if to := TO.search(letter.read_bytes()):
                arrived[to[1].decode()] = letter.stat().st_mtime
        if expected <= set(arrived):
            return arrived
        time.sleep(0.2)
    raise RuntimeError(f"{len(expected - set(arrived))} letters did not arrive")
