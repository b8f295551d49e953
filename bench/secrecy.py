"""What a stranger with a stopwatch learns: sign-ups with new and with known addresses.

In turn, and each timed alone, while others sign up at half of what the site can do.
Limit of the difference between both medians: 5 ms.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.load import Client, per_second
from bench.result import Result
from bench.signup import fill_in, send, sign_up
from bench.site import running

PAIRS = 250
LIMIT = 5.0  # milliseconds
VISITORS = 8


def measure() -> Iterator[Result]:
    with running() as site:
        most = per_second(site.port, sign_up)
        with half_busy(site.port, most / 2):
            new, known = zip(*pairs(site.port), strict=True)
    medians = {"new": statistics.median(new), "known": statistics.median(known)}
    for which, median in medians.items():
        yield Result(f"secrecy {which}", round(median, 2), "ms", 0)
    difference = abs(medians["new"] - medians["known"])
    yield Result("secrecy difference", round(difference, 2), "ms", LIMIT)


@contextmanager
def half_busy(port: int, per_second: float) -> Iterator[None]:
    """Visitors who together sign up so often, until the end."""
    over = threading.Event()
    began = time.monotonic()

    def visitor(first: int) -> None:
        client = Client(port)
        slot = first
        while not over.wait(began + slot / per_second - time.monotonic()):
            sign_up(client)
            slot += VISITORS

    threads = [threading.Thread(target=visitor, args=(n,)) for n in range(VISITORS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def pairs(port: int) -> Iterator[tuple[float, float]]:
    """The ms of a new address, and of the same one in another form."""
    client = Client(port)
    for _pair in range(PAIRS):
        person = fill_in(client)
        new = timed(client, person)
        again = fill_in(client) | {"email": person["email"]}
        yield new, timed(client, again)


def timed(client: Client, person: dict[str, str]) -> float:
    began = time.perf_counter()
    send(client, person)
    return (time.perf_counter() - began) * 1000
