"""What waits holds no thread; what a thread gets is whole, and says what WSGI says."""

import asyncio
import threading

import pytest

from confsite import threads
from confsite.threads import THREADS, InThreads
from tests.loops import run

PATIENCE = 20
GONE = {"type": "http.disconnect"}
IN_CHUNKS = [("transfer-encoding", "chunked")]


def scope(method="GET", path="/en/", headers=()):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"q=1",
        "http_version": "1.1",
        "server": ("127.0.0.1", "80"),
        "client": ("192.0.2.7", "1234"),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }


def form(length: int):
    return scope("POST", headers=[("content-length", str(length))])


def part(body: bytes, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


class Site:
    """A WSGI application in threads, and what it is given."""

    def __init__(self):
        self.app = InThreads(self.answer, lambda path: 100)
        self.environs = []
        self.bodies = []
        self.more = {}
        self.is_awake = threading.Event()
        self.is_awake.set()

    def answer(self, environ, start_response):
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        environ.update(self.more)
        assert self.is_awake.wait(PATIENCE)
        if environ["PATH_INFO"] == "/fails/":
            raise SystemExit
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"so ", b"it is"]

    async def ask(self, scope, *messages, receive=None):
        """The status and the body; None where nothing is answered."""
        sent, coming = [], list(messages)

        async def take():
            return coming.pop(0)

        async def send(message):
            sent.append(message)

        await self.app(scope, receive or take, send)
        return (sent[0]["status"], sent[1]["body"]) if sent else None


def asked(site, *request, **options):
    return run(site.ask(*request, **options))


@pytest.fixture
def site():
    return Site()


def test_a_whole_request_is_answered(site):
    answer = asked(site, form(4), part(b"a=", more=True), part(b"bc"))

    assert answer == (200, b"so it is")
    assert site.bodies == [b"a=bc"]
    (environ,) = site.environs
    assert environ["REQUEST_METHOD"] == "POST"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"
    assert environ["CONTENT_LENGTH"] == "4"
    assert environ["QUERY_STRING"] == "q=1"
    assert environ["SCRIPT_NAME"] == ""


def test_a_body_in_chunks_has_a_length_when_it_is_there(site):
    asked(site, scope("POST", headers=IN_CHUNKS), part(b"a=", more=True), part(b"bc"))

    assert site.bodies == [b"a=bc"]
    assert site.environs[0]["CONTENT_LENGTH"] == "4"
    assert "HTTP_TRANSFER_ENCODING" not in site.environs[0]


def test_a_header_is_believed_under_its_own_name_alone(site):
    headers = [("x_forwarded_for", "evil"), ("script_name", "/evil"), ("x-a", "1")]
    headers += [("x-a", "2"), ("cookie", "a=1"), ("cookie", "b=2")]

    asked(site, scope(path="/%E4%B8%AD/%00", headers=headers))

    (environ,) = site.environs
    assert "evil" not in str(environ)
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/中/\0"


@pytest.mark.parametrize(
    "request_", [scope(), form(9), scope("POST", headers=IN_CHUNKS)]
)
def test_what_is_still_coming_holds_no_thread(site, request_):
    """One more than there are threads, and none of them keeps others from an answer."""

    async def meanwhile():
        never = asyncio.Event()

        async def receive():
            await never.wait()

        slow = [
            asyncio.create_task(site.ask(form(9), receive=receive))
            for _ in range(THREADS + 1)
        ]
        messages = [part(b"a=bcdefgh")] if request_["method"] == "POST" else []
        answer = await asyncio.wait_for(site.ask(request_, *messages), PATIENCE)
        assert not any(task.done() for task in slow)
        for task in slow:
            task.cancel()
        return answer

    assert run(meanwhile()) == (200, b"so it is")


def test_who_watches_the_process_is_answered_while_every_thread_is_busy(site):
    async def meanwhile():
        site.is_awake.clear()
        busy = [asyncio.create_task(site.ask(scope())) for _ in range(THREADS + 1)]
        while len(site.environs) < THREADS:
            await asyncio.sleep(0.01)
        answer = await site.ask(scope(path="/healthz"))
        assert not any(task.done() for task in busy)
        site.is_awake.set()
        await asyncio.gather(*busy)
        return answer

    assert run(meanwhile()) == (200, b"ok\n")


def test_what_has_its_answer_and_waits_for_a_step_holds_no_thread(site, monkeypatch):
    async def meanwhile():
        pauses, ended = [], asyncio.Event()

        async def pause(seconds):
            pauses.append(seconds)
            await ended.wait()

        site.more = {"confsite.step": 0.1}
        with monkeypatch.context() as patch:
            patch.setattr(threads, "pause", pause)
            waiting = [asyncio.create_task(site.ask(scope())) for _ in range(THREADS)]
            while len(pauses) < THREADS:
                await asyncio.sleep(0.01)
            site.more = {}
            assert await site.ask(scope()) == (200, b"so it is")
            assert not any(task.done() for task in waiting)
            ended.set()
            await asyncio.gather(*waiting)
        return pauses

    assert all(0 < seconds <= 0.1 for seconds in run(meanwhile()))


@pytest.mark.parametrize("headers", [[("content-length", "101")], IN_CHUNKS])
def test_a_body_that_is_too_long_is_left_to_the_site_to_refuse(site, headers):
    """By its length; what comes without one is read no further than it may be long."""
    came = [part(b"a" * 60, more=True)] * 2 if headers == IN_CHUNKS else []

    asked(site, scope("POST", headers=headers), *came)

    assert site.bodies == [b""]
    assert int(site.environs[0]["CONTENT_LENGTH"]) > 100


@pytest.mark.parametrize("length", ["", "x", "-1", "0"])
def test_a_length_that_is_none_has_no_body(site, length):
    asked(site, scope("POST", headers=[("content-length", length)]))

    assert site.bodies == [b""]


def test_a_body_has_its_time(site, monkeypatch):
    monkeypatch.setattr(threads, "BODY_WITHIN", 0)

    async def receive():
        await asyncio.Event().wait()

    assert asked(site, form(9), receive=receive)[0] == 408
    assert not site.environs


def test_who_has_gone_is_not_answered(site):
    assert asked(site, form(9), part(b"a=", more=True), GONE) is None
    assert not site.environs


def test_a_thread_outlives_what_goes_wrong_in_it(site):
    async def one_after_the_other():
        for _ in range(THREADS + 1):
            assert (await site.ask(scope(path="/fails/")))[0] == 500
        return await site.ask(scope())

    assert run(one_after_the_other()) == (200, b"so it is")


def test_what_is_no_address_of_a_page_is_refused(site):
    assert asked(site, scope("OPTIONS", path="*"))[0] == 400
    assert not site.environs
