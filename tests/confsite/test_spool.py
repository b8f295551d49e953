"""A long file leaves through a spool: who takes it slowly keeps no thread."""

import asyncio
import threading
from tempfile import TemporaryFile

import pytest

from confsite import spool
from confsite.spool import SPOOLED, BrokenOff
from confsite.threads import InThreads
from tests.confsite.test_threads import GONE, PATIENCE, scope
from tests.loops import run


class LongFile:
    """A WSGI application whose answer has parts that wait until they are let go."""

    def __init__(self, *parts, fails=False):
        self.parts, self.fails = parts, fails
        self.is_made = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.made = []
        self.app = InThreads(self.answer, lambda path: 0)

    def answer(self, environ, start_response):
        environ[SPOOLED] = True
        start_response("200 OK", [("Content-Type", "text/csv")])
        return self.bytes()

    def bytes(self):
        try:
            for part in self.parts:
                self.made.append(part)
                yield part
                assert self.go_on.wait(PATIENCE)
            if self.fails:
                raise ValueError("the database has gone")
        finally:
            self.is_made.set()


class Reader:
    """Takes what comes, once it is let; leaves when it is told."""

    def __init__(self, *, slow=False):
        self.taken = []
        self.may_take = asyncio.Event()
        self.leaves = asyncio.Event()
        self.has_some = asyncio.Event()
        if not slow:
            self.may_take.set()

    async def send(self, message):
        if message["type"] == "http.response.body":
            await self.may_take.wait()
            self.taken.append(message)
            self.has_some.set()

    async def receive(self):
        await self.leaves.wait()
        return GONE

    @property
    def text(self):
        return b"".join(message["body"] for message in self.taken)

    @property
    def is_ended(self):
        return bool(self.taken) and not self.taken[-1]["more_body"]


@pytest.fixture(autouse=True)
def files(monkeypatch):
    """No file stays open, however its story ends."""
    opened = []

    def opening(**options):
        opened.append(TemporaryFile(**options))  # noqa: SIM115
        return opened[-1]

    monkeypatch.setattr(spool, "TemporaryFile", opening)
    yield
    assert [file.closed for file in opened] == [True]


async def until(event: threading.Event):
    assert await asyncio.to_thread(event.wait, PATIENCE)


def test_the_parts_arrive_in_order_and_the_answer_ends():
    async def story():
        file, reader = LongFile(b"a" * 300_000, b"b", b"c"), Reader()
        await file.app(scope(), reader.receive, reader.send)
        return reader

    reader = run(story())

    assert reader.text == b"a" * 300_000 + b"bc"
    assert reader.is_ended


def test_a_part_leaves_before_the_next_is_made():
    async def story():
        file, reader = LongFile(b"a", b"b"), Reader()
        file.go_on.clear()
        answer = asyncio.ensure_future(file.app(scope(), reader.receive, reader.send))
        await asyncio.wait_for(reader.has_some.wait(), PATIENCE)
        early = reader.text, list(file.made)
        file.go_on.set()
        await answer
        return early, reader.text

    assert run(story()) == ((b"a", [b"a"]), b"ab")


def test_the_thread_is_free_before_a_slow_reader_has_anything():
    async def story():
        file, reader = LongFile(b"a", b"b"), Reader(slow=True)
        answer = asyncio.ensure_future(file.app(scope(), reader.receive, reader.send))
        await until(file.is_made)
        early = reader.text
        reader.may_take.set()
        await answer
        return early, reader.text

    assert run(story()) == (b"", b"ab")


def test_a_file_that_fails_does_not_end_as_if_it_were_whole():
    async def story():
        file, reader = LongFile(b"a", fails=True), Reader()
        with pytest.raises(BrokenOff):
            await file.app(scope(), reader.receive, reader.send)
        return reader

    reader = run(story())

    assert reader.text == b"a"
    assert not reader.is_ended


def test_nothing_more_is_made_for_a_reader_who_has_left(monkeypatch):
    async def story():
        has_left, leave = asyncio.Event(), spool.Spool.leave
        monkeypatch.setattr(
            spool.Spool,
            "leave",
            lambda self, watch: (leave(self, watch), has_left.set()),
        )
        file, reader = LongFile(b"a", b"b", b"c"), Reader()
        file.go_on.clear()
        answer = asyncio.ensure_future(file.app(scope(), reader.receive, reader.send))
        await asyncio.wait_for(reader.has_some.wait(), PATIENCE)
        reader.leaves.set()
        await asyncio.wait_for(has_left.wait(), PATIENCE)
        file.go_on.set()
        await answer
        await until(file.is_made)
        return file.made

    assert run(story()) == [b"a", b"b"]


def test_who_never_takes_it_is_sent_away(monkeypatch):
    monkeypatch.setattr(spool, "TAKEN_WITHIN", 0)

    async def story():
        file, reader = LongFile(b"a"), Reader(slow=True)
        with pytest.raises(TimeoutError):
            await file.app(scope(), reader.receive, reader.send)
        await until(file.is_made)

    run(story())
