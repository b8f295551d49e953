"""A load generator: clients on kept connections, one thread each, plain sockets.

Lean on purpose: it runs on the same cores as what it measures.
"""

import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.result import Result

ROUNDS = 5


class Client:
    """One kept HTTP/1.1 connection with a cookie jar."""

    def __init__(self, port: int):
        self.address = ("127.0.0.1", port)
        self.cookies: dict[str, str] = {}
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def get(self, path: str, headers: str = "") -> tuple[int, bytes]:
        return self.request(f"GET {path} HTTP/1.1\r\n{headers}", b"")

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        return self.request(
            f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n",
            body,
        )

    def request(self, head: str, body: bytes) -> tuple[int, bytes]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        cookie = f"Cookie: {jar}\r\n" if jar else ""
        message = f"{head}Host: 127.0.0.1:{self.address[1]}\r\n{cookie}\r\n".encode()
        self.socket.sendall(message + body)
        return self.answer()

    def answer(self) -> tuple[int, bytes]:
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            self.read()
        head, self.buffer = self.buffer[:end], self.buffer[end + 4 :]
        length, closes = 0, False
        for line in head.split(b"\r\n")[1:]:
            name, _colon, value = line.partition(b":")
            match name.lower():
                case b"content-length":
                    length = int(value)
                case b"set-cookie":
                    key, _equals, rest = value.strip().partition(b"=")
                    self.cookies[key.decode()] = rest.partition(b";")[0].decode()
                case b"connection":
                    closes = value.strip().lower() == b"close"
        while len(self.buffer) < length:
            self.read()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        if closes:
            self.socket.close()
            self.connect()
        return int(head[9:12]), body

    def read(self) -> None:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.buffer += data


@dataclass
class Tally:
    """How often it worked out, and how long each time took, in seconds."""

    done: int = 0
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Act = Callable[[Client], object]


def compare(name: str, ours: tuple[int, Act], limit: tuple[int, Act]) -> Result:
    """The median of some rounds of each (port, act), in turn.

    In one round alone the kernel may give most connections to one of two processes.
    """
    rounds = [(per_second(*ours), per_second(*limit)) for _round in range(ROUNDS)]
    value, most = (statistics.median(column) for column in zip(*rounds, strict=True))
    return Result(name, round(value, 1), "1/s", round(most, 1))


def per_second(port: int, act: Act, *, clients: int = 16, seconds: float = 4) -> float:
    """How often a second the clients together get `act` done. Raises if any fails."""
    tally, lock = Tally(), threading.Lock()
    gate = threading.Barrier(clients + 1)
    end = [0.0]

    def run() -> None:
        client = Client(port)
        act(client)  # opens the connections and fills the caches
        gate.wait()
        done = 0
        try:
            while time.monotonic() < end[0]:
                act(client)
                done += 1
        except Exception as error:
            with lock:
                tally.errors.append(repr(error))
        with lock:
            tally.done += done

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    end[0] = time.monotonic() + seconds + 0.2
    gate.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    if tally.errors:
        raise RuntimeError(f"{len(tally.errors)} clients failed: {tally.errors[0]}")
    return tally.done / (time.monotonic() - began)
