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

ROUNDS = 9
LENGTH = b"\r\ncontent-length:"


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
        lower = head.lower()
        if b"\r\nset-cookie:" in lower:
            self.take_cookies(head)
        length = 0
        if (at := lower.find(LENGTH)) >= 0:
            length = int(lower[at + len(LENGTH) :].partition(b"\r\n")[0])
        while len(self.buffer) < length:
            self.read()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        if b"\r\nconnection: close" in lower:
            self.socket.close()
            self.connect()
        return int(head[9:12]), body

    def take_cookies(self, head: bytes) -> None:
        for line in head.split(b"\r\n")[1:]:
            name, _colon, value = line.partition(b":")
            if name.lower() == b"set-cookie":
                key, _equals, rest = value.strip().partition(b"=")
                self.cookies[key.decode()] = rest.partition(b";")[0].decode()

    def read(self) -> None:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.buffer += data


@dataclass
class Tally:
    """How often it worked out since it began, and what went wrong."""

    began: float = 0.0
    done: int = 0
    errors: list[str] = field(default_factory=list)


Act = Callable[[Client], object]


def compare(name: str, ours: tuple[int, Act], limit: tuple[int, Act]) -> Result:
    """The median of some rounds of each (port, act), in turn.

    In one round alone the kernel may give most connections to one of two processes.
    """
    rounds = [(per_second(*ours), per_second(*limit)) for _round in range(ROUNDS)]
    value, most = (statistics.median(column) for column in zip(*rounds, strict=True))
    return Result(name, round(value, 1), "1/s", round(most, 1))


def per_second(port: int, act: Act, *, clients: int = 16, seconds: float = 2) -> float:
    """How often a second the clients together get `act` done. Raises if any fails."""
    tally, lock = Tally(), threading.Lock()

    def begin() -> None:
        tally.began = time.monotonic()

    # The time begins when the last of them is ready.
    gate = threading.Barrier(clients, action=begin)

    def run() -> None:
        done = 0
        try:
            act(Client(port))  # fills the caches, which may take a while
            gate.wait()
            client = Client(port)
            act(client)
            gate.wait()
            while time.monotonic() < tally.began + seconds:
                act(client)
                done += 1
        except threading.BrokenBarrierError:
            return  # another one has failed
        except Exception as error:
            gate.abort()
            with lock:
                tally.errors.append(repr(error))
        with lock:
            tally.done += done

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if tally.errors:
        raise RuntimeError(f"{len(tally.errors)} clients failed: {tally.errors[0]}")
    return tally.done / (time.monotonic() - tally.began)
