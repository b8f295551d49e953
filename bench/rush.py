"""2,000 people who press the button at the same moment, for 100 places.

Everybody has opened the form before, and knows that there is a waiting list. Limits:
the places; no errors; as many answers a second as a few clients in turn get (`signup`).
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.load import Client, per_second
from bench.result import Result
from bench.signup import FORM, fill_in, sign_up
from bench.site import Site, running

PEOPLE, PLACES = 2000, 100
PATIENCE = 300  # seconds


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        limit = per_second(site.port, sign_up, seconds=5)
        site.manage("-m", "bench.places", "leave", str(PLACES))
        answers, seconds = pressed(site.port, forms(site))
        confirmed = int(site.manage("-m", "bench.places", "given"))
    errors = PEOPLE - answers["302"]
    yield Result("rush confirmed", confirmed, "people", PLACES)
    yield Result("rush errors", errors, "people", 0)
    yield Result("rush", round(PEOPLE / seconds, 1), "1/s", round(limit, 1))


def forms(site: Site) -> list[bytes]:
    """What each of them sends, from a browser of their own."""
    return [form(site.port) for _ in range(PEOPLE)]


def form(port: int) -> bytes:
    client = Client(port)
    person = fill_in(client)
    person["told"] = f"{person['category']}-{person['attendance']}"
    body = urlencode(person)
    jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    client.socket.close()
    return (
        f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {jar}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def pressed(port: int, requests: list[bytes]) -> tuple[Counter[str], float]:
    """All at once, each over a connection of its own: how many had which answer."""
    answers: Counter[str] = Counter()
    began = time.monotonic()
    with selectors.DefaultSelector() as waiting:
        for request in requests:
            client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            client.sendall(request)
            waiting.register(client, selectors.EVENT_READ)
        while waiting.get_map() and time.monotonic() < began + PATIENCE:
            for key, _events in waiting.select(1):
                answers[status(key.fileobj)] += 1
                waiting.unregister(key.fileobj)
                key.fileobj.close()
    return answers, time.monotonic() - began


def status(client: socket.socket) -> str:
    try:
        return client.recv(4096)[9:12].decode()
    except OSError as error:
        return type(error).__name__
