"""Whoever is slow, hangs or dies: the others are answered meanwhile.

Real processes; conditions alone, for what is slow here is slow for as long as we like.
"""

import os
import select
import signal
import socket
import subprocess
from contextlib import ExitStack, contextmanager

import pytest

from confsite.threads import THREADS
from launcher import processes
from tests.launcher.test_web import ask, conference
from tests.servers import running_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]

POST = "POST /en/ HTTP/1.1\nHost: 127.0.0.1\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One process that answers, so that a few clients are more than it has threads."""
    path = tmp_path_factory.mktemp("slow")
    with running_site(path, WEB_WORKERS="1", LIMITS="0", MAIL_WORKERS="0") as site:
        yield site


def said(site, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", site.port))
    client.sendall(text.replace("\n", "\r\n").encode())
    return client


def read_to_its_end(client: socket.socket) -> str:
    """What the process says of itself, which ends with a line."""
    read = b""
    while not read.endswith(b"ok\n"):
        read += client.recv(999) or b"it has ended"
        assert b"ended" not in read
    return read.decode()[-3:]


def are_open(clients: list[socket.socket]) -> bool:
    """Whether none has been answered or sent away."""
    return not select.select(clients, [], [], 0)[0]


def worker(site) -> int | None:
    parent = site.records()["web"].pid
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    found = [int(pid) for pid, ppid in pairs if ppid == str(parent)]
    return found[0] if found else None


@pytest.mark.parametrize(
    "half",
    [
        "GET /en/conf",
        "GET / HTTP/1.1\nHost: 127.0.0.1\nAccept-Lang",
        f"{POST}Content-Length: 99\n\nfamily",
        f"{POST}Transfer-Encoding: chunked\n\n9\nfamily",
        "GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\nGET /en/conf",
    ],
    ids=["line", "head", "body", "chunk", "second"],
)
def test_half_a_request_keeps_nobody_from_an_answer(site, half):
    front = conference(site)
    with ExitStack() as stack:
        slow = [stack.enter_context(said(site, half)) for _ in range(3 * THREADS)]
        if half.startswith("GET /healthz"):
            assert {read_to_its_end(client) for client in slow} == {"ok\n"}

        for path in (front, f"{front}agenda/", f"{front}register/", "/admin/login/"):
            assert ask(site, path)[0] == 200

        assert are_open(slow)


def test_an_answer_that_nobody_fetches_keeps_nobody_from_another(site):
    front = conference(site)
    request = f"GET {front}agenda/ HTTP/1.1\nHost: 127.0.0.1:{site.port}\n\n"
    with ExitStack() as stack:
        for _ in range(3 * THREADS):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            client.connect(("127.0.0.1", site.port))
            client.sendall(request.replace("\n", "\r\n").encode() * 20)

        assert ask(site, front)[0] == 200


@contextmanager
def hung_database(site):
    """Every process of it stands still; who asks for something waits."""
    server = site.records()["postgres"].pid
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    pids = [server, *(int(pid) for pid, ppid in pairs if ppid == str(server))]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_the_process_says_that_it_lives_while_every_thread_waits(site):
    """For a database that hangs, and so for whatever else a request may wait."""
    assert ask(site, "/readyz")[0] in (200, 503)
    with ExitStack() as stack:
        with hung_database(site):
            request = "GET /readyz HTTP/1.1\nHost: 127.0.0.1\n\n"
            for_all = range(2 * THREADS)
            busy = [stack.enter_context(said(site, request)) for _ in for_all]

            for _ in range(5):
                assert ask(site, "/healthz")[0] == 200

            assert are_open(busy)
        assert all(client.recv(9) == b"HTTP/1.1 " for client in busy)


def test_a_process_that_dies_is_replaced(site):
    front = conference(site)
    first = worker(site)

    os.kill(first, signal.SIGKILL)

    wait_until(lambda: worker(site) not in (first, None) and ask_or_not(site, front))


def test_no_process_outlives_its_server(site):
    front = conference(site)
    left = worker(site)

    site.records()["web"].signal(signal.SIGKILL)

    wait_until(lambda: processes.started(left) is None)
    wait_until(lambda: ask_or_not(site, front))


def ask_or_not(site, path) -> bool:
    return site.get(path) == 200
