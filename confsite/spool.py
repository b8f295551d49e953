"""An answer of any length, on its way from a thread to the loop through a file.

A thread makes it as fast as it can, and is free again; the loop sends it as fast as its
reader takes it. A slow line holds no thread, no connection and no snapshot of the
database: only room on the disk, and that not for long.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

logger = logging.getLogger(__name__)

# In the environ: a view asks for it, for an answer that is too long for the memory.
SPOOLED = "confsite.spooled"
# Seconds within which all of it has to be taken.
TAKEN_WITHIN = 3600
AT_ONCE = 256 * 1024
# For large files that may be lost, and on the disk where /tmp is in the memory.
ON_DISK = "/var/tmp"  # noqa: S108 - no name there is ever seen

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


class BrokenOff(Exception):
    """The rest does not come: whoever serves has to cut the line, not to end it."""


class Spool:
    """What a thread has written of an answer; made where the loop runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        is_there = os.access(ON_DISK, os.W_OK)
        self.file = TemporaryFile(dir=ON_DISK if is_there else None)  # noqa: SIM115
        self.loop = loop
        self.news = asyncio.Event()
        self.size = 0
        self.is_over = False
        self.is_whole = False
        # Nobody reads on: the thread need not either.
        self.is_left = False

    # -- In the thread -------------------------------------------------------------

    def fill(self, parts: Iterable[bytes]) -> None:
        """Write until there is no more, or nobody who reads it."""
        try:
            for part in parts:
                if self.is_left:
                    return
                self.file.write(part)
                self.file.flush()
                self.size += len(part)
                self.tell()
            self.is_whole = True
        except Exception:
            logger.exception("A file has been broken off")
        finally:
            self.is_over = True
            self.tell()

    def tell(self) -> None:
        # When the process ends, its loop may end first.
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.news.set)

    # -- On the loop ---------------------------------------------------------------

    async def send(self, start: Message, send: Send, receive: Receive) -> None:
        """Send it as it comes. Raises BrokenOff, TimeoutError."""
        watch = asyncio.ensure_future(left(receive))
        watch.add_done_callback(self.leave)
        try:
            async with asyncio.timeout(TAKEN_WITHIN):
                await send(start)
                await self.send_all(send)
        finally:
            self.is_left = True
            watch.cancel()
            await self.close()

    async def close(self) -> None:
        """Once the thread writes no more."""
        while not self.is_over:
            await self.news.wait()
            self.news.clear()
        self.file.close()

    async def send_all(self, send: Send) -> None:
        sent, is_over = 0, False
        while not is_over:
            await self.news.wait()
            self.news.clear()
            # In this order: what is over grows no more.
            is_over, size = self.is_over, self.size
            while sent < size and not self.is_left:
                part = os.pread(self.file.fileno(), min(AT_ONCE, size - sent), sent)
                sent += len(part)
                await send(body(part, more=True))
            if self.is_left:
                return
        if not self.is_whole:
            raise BrokenOff
        await send(body(b"", more=False))

    def leave(self, watch: "asyncio.Future[None]") -> None:
        if not watch.cancelled():
            self.is_left = True
            self.news.set()


async def left(receive: Receive) -> None:
    """Return when the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def body(part: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": more}
