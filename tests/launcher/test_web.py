"""The whole site as bin/up serves it, and what strangers send to it."""

import http.client
import itertools
import os
import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Event
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.servers import running_site, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]

PAGES = ["front", "agenda/", "speakers/", "changes/", "register/", "agenda.ics"]
# What some server or framework takes for more than a line of the request.
BELIEVED = """
    SCRIPT_NAME Script-Name X-Script-Name PATH_INFO Path-Info SCRIPT_URL
    REDIRECT_URL X-Forwarded-Prefix X-Forwarded-Host X-Forwarded-Server
    X-Forwarded-Port Host-Override X-Forwarded-Uri X-Original-Url X-Original-Host
    X-Rewrite-Url X-Host X-Url-Scheme X-Forwarded-For X-Real-Ip X-Client-Ip
    Client-Ip Via Forwarded Remote-User Remote-Addr X-HTTP-Method-Override
    X-Requested-With HX-Request HX-Current-Url HX-Target Referer Origin From Cookie
    User-Agent Server-Name Server-Port Query-String Request-Uri
"""
SECURE = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Scheme": "https",
    "X-Scheme": "https",
    "Front-End-Https": "on",
}
FORM = "application/x-www-form-urlencoded"
EVIL = "/evil.example"
numbers = itertools.count()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """With a demo, one process that answers, and its database behind a Unix socket."""
    path = tmp_path_factory.mktemp("web")
    with running_site(path, WEB_WORKERS="1", LIMITS="0") as site:
        yield site


def ask(site, path, form=None, **headers) -> tuple[int, str]:
    """A status, and all that is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    with closing(connection):
        connection.request("POST" if form else "GET", path, form, headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return answer.status, f"{answer.headers}\n{text}"


def conference(site) -> str:
    # The test before may have left a database that is on its way back.
    wait_until(lambda: ask(site, "/")[0] == 302)
    _status, answer = ask(site, "/")
    return re.search(r"(?im)^Location: (.*)$", answer)[1].replace("/zh-hans/", "/en/")


@pytest.mark.parametrize("name", [*BELIEVED.split(), *SECURE])
def test_nothing_that_is_kept_depends_on_a_header_of_the_first_who_asks(site, name):
    front = conference(site)
    # Under a query that nobody has asked for, so that this request is the first.
    asked = f"?{next(numbers)}"
    pages = [front if page == "front" else front + page for page in PAGES]
    pages += ["/sitemap.xml", "/robots.txt"]

    for page in pages:
        for path in (page, EVIL + page):
            ask(site, path + asked, **{name: SECURE.get(name, EVIL)})
        status, after = ask(site, page + asked)

        assert status == 200
        assert "evil" not in after
        assert f"https://127.0.0.1:{site.port}" not in after


def kill_a_session(site) -> None:
    """By the hardest signal: the server loses all of them, and recovers."""
    server = site.records()["postgres"].pid
    listed = ["ps", "-eo", "pid=,ppid=,args="]
    lines = subprocess.run(listed, capture_output=True, text=True).stdout.splitlines()
    for pid, parent, *command in map(str.split, lines):
        if parent == str(server) and command[1:3] == ["site", "confsite"]:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
            return


def test_sessions_that_die_over_a_unix_socket_are_never_an_error(site):
    """Whatever a sign-up or a page is doing then: it succeeds, or is a 503."""
    front = conference(site)
    _status, form = ask(site, f"{front}register/")
    cookie = re.search(r"(?im)^Set-Cookie: (\S+);", form)[1]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    category = re.search(r'name="category"[^>]* value="(\d+)"', form)[1]
    own = {"category": category, "attendance": "online", "organisation": "Analytical"}
    own |= {"family_name": "Lovelace", "country": "GB", "position": "Countess"}
    ended, statuses = Event(), set()

    def sign_up() -> None:
        email = f"{uuid4().hex}@example.org"
        fields = dict(hidden) | own | {"email": email, "submission": str(uuid4())}
        headers = {"Cookie": cookie, "Content-Type": FORM}
        statuses.add(ask(site, f"{front}register/", urlencode(fields), **headers)[0])

    def look() -> None:
        for path in (f"{front}agenda/?q={uuid4().hex}", "/admin/agenda/session/"):
            statuses.add(ask(site, path, Cookie=f"sessionid={uuid4().hex}")[0])

    def until_it_ends(work) -> None:
        while not ended.is_set():
            work()

    with ThreadPoolExecutor(6) as threads:
        busy = [threads.submit(until_it_ends, w) for w in (sign_up, look) * 3]
        try:
            for _ in range(8):
                time.sleep(0.5)
                kill_a_session(site)
                wait_until(lambda: ask(site, front)[0] == 200)
        finally:
            ended.set()
    for each in busy:
        each.result()

    assert statuses == {200, 302, 503}
