"""frozen: measured. Django answers in threads; all waiting is done outside of them.

A thread is a costly place to wait in, and there are few. So a request waits on the
event loop until the whole of it has come, within limits of size and time, and an answer
until its moment. A thousand slow phones cost a thousand sockets, and no thread. A file
that is longer than an answer may be passes through a spool.
"""

import asyncio
import logging
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from confsite.spool import SPOOLED, Spool
from confsite.steps import STEP, until_the_next

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Environ = dict[str, Any]

# Each keeps a connection to the database.
THREADS = 8
# Seconds for a body, and how many bytes more of it there must be for each further one.
BODY_WITHIN, SLOWEST = 30, 20_000
# A body beyond this is kept on the disk; so many may be on their way at once.
IN_MEMORY, LARGE_AT_ONCE = 1_000_000, 8
# Who watches the process asks for this; it waits for no visitor and no database.
HEALTH = "/healthz"

pause = asyncio.sleep
EVERY_ENVIRON: Environ = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
SHORT = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
]


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes | Spool


class ClientLeft(Exception):
    """The client has left before it had said everything."""


class InThreads:
    """An ASGI application that has a WSGI application answer whole requests.

    `largest` says how long a body may be at a path. One that is longer is not read, and
    left to the application to refuse.
    """

    def __init__(self, wsgi: Callable[..., Any], largest: Callable[[str], int]):
        self.wsgi = wsgi
        self.largest = largest
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)
        self.todo: SimpleQueue[tuple[asyncio.Future[Answer], Environ]] = SimpleQueue()
        # Begun by the first request: a process is forked before it.
        self.has_threads = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == HEALTH and scope["method"] in ("GET", "HEAD"):
            await say(send, 200, b"ok\n")
            return
        if not scope["raw_path"].startswith(b"/"):
            await say(send, 400, b"That is no address of a page.\n")
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            environ = environ_of(scope) | {"wsgi.input": body}
            try:
                await self.take_body(environ, scope["path"], receive)
            except TimeoutError:
                await say(send, 408, b"The request took too long.\n")
                return
            except ClientLeft:
                return
            arrived = time.monotonic()
            answer = await self.in_a_thread(environ)
        if step := environ.get(STEP):
            await pause(until_the_next(step, time.monotonic() - arrived))
        headers = [(latin(name), latin(value)) for name, value in answer.headers]
        if isinstance(answer.body, Spool):
            await answer.body.send(start(answer.status, headers), send, receive)
            return
        await respond(send, answer.status, headers, answer.body)

    async def take_body(self, environ: Environ, path: str, receive: Receive) -> None:
        """Wait for the whole of it. Raises TimeoutError, ClientLeft."""
        declared = environ.get("CONTENT_LENGTH", "")
        in_chunks = environ.pop("HTTP_TRANSFER_ENCODING", None)
        length = int(declared) if declared.isdecimal() and not in_chunks else 0
        most = self.largest(path)
        if not in_chunks and not 0 < length <= most:
            return
        longest = most if in_chunks else length
        async with asyncio.timeout(BODY_WITHIN + length / SLOWEST):
            async with self.large if longest > IN_MEMORY else nullcontext():
                size = await fill(environ["wsgi.input"], receive, most)
        environ["CONTENT_LENGTH"] = str(size)

    def in_a_thread(self, environ: Environ) -> "asyncio.Future[Answer]":
        if not self.has_threads:
            self.has_threads = True
            for _ in range(THREADS):
                threading.Thread(target=self.work, daemon=True).start()
        future = asyncio.get_running_loop().create_future()
        self.todo.put((future, environ))
        return future

    def work(self) -> None:
        while True:
            future, environ = self.todo.get()
            try:
                answer_to(environ, self.wsgi, future)
            except BaseException:  # whatever it is, the thread goes on
                logger.exception("No answer to %s", environ["PATH_INFO"])
                hand_over(future, Answer(500, [], b""))


def hand_over(future: "asyncio.Future[Answer]", answer: Answer) -> None:
    # When the process ends, its loop may end first.
    with suppress(RuntimeError):
        future.get_loop().call_soon_threadsafe(settle, future, answer)


def settle(future: "asyncio.Future[Answer]", answer: Answer) -> None:
    if not future.done():
        future.set_result(answer)


def answer_to(
    environ: Environ, wsgi: Callable[..., Any], future: "asyncio.Future[Answer]"
) -> None:
    """Hand over the whole answer; of one that is spooled, the beginning."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> None:
        begun[:] = [(status, headers)]

    parts = wsgi(environ, start_response)
    status, headers = begun[0]
    try:
        if environ.get(SPOOLED):
            spool = Spool(future.get_loop())
            hand_over(future, Answer(int(status[:3]), headers, spool))
            spool.fill(parts)
            return
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    hand_over(future, Answer(int(status[:3]), headers, body))


async def fill(body: IO[bytes], receive: Receive, most: int) -> int:
    """Read no further than a body may be long; says how much that was."""
    size, more = 0, True
    while more and size <= most:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientLeft
        size += len(message["body"])
        body.write(message["body"])
        more = message["more_body"]
    body.seek(0)
    if size > most:
        body.truncate()
    return size


def environ_of(scope: Scope) -> Environ:
    """What WSGI calls a request. No header names anything but itself."""
    environ = EVERY_ENVIRON | {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.url_scheme": scope["scheme"],
    }
    for name, value in scope["headers"]:
        # Written with a dash or with an underscore it would be the same in the environ.
        if b"_" in name:
            continue
        key, text = key_of(name), value.decode("latin-1")
        if key in environ:
            separator = "; " if key == "HTTP_COOKIE" else ","
            text = f"{environ[key]}{separator}{text}"
        environ[key] = text
    return environ


def key_of(header: bytes) -> str:
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


async def say(send: Send, status: int, body: bytes) -> None:
    await respond(send, status, SHORT, body)


async def respond(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    await send(start(status, headers))
    await send({"type": "http.response.body", "body": body})


def start(status: int, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


def latin(text: str) -> bytes:
    return text.encode("latin-1")
