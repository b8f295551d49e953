"""Caddy in place of nginx; CI does not install it, and says that these did not run."""

import http.client
import os
import subprocess
from contextlib import closing

import pytest

from launcher.home import find_free_port
from tests.deploy.groups import group
from tests.deploy.tools import DEPLOY, ask, tool
from tests.servers import is_open, wait_until

TOKEN = "23456789-abcdefghijklmnopqrstuvwx"


class Caddy:
    """As it is shipped, but for addresses, and for certificates that nobody gives."""

    def __init__(self, home):
        self.port = find_free_port()
        self.groups = [find_free_port(), find_free_port()]
        self.log = home / "log"
        written = (DEPLOY / "Caddyfile").read_text()
        places = {"\n{\n": "\n{\n\tadmin off\n"}
        places |= {"conference.example.org {": f"http://127.0.0.1:{self.port} {{"}
        for port, free in zip((8001, 8002), self.groups, strict=True):
            places[f"127.0.0.1:{port}"] = f"127.0.0.1:{free}"
        for place, other in places.items():
            assert place in written
            written = written.replace(place, other, 1)
        self.file = home / "Caddyfile"
        self.file.write_text(written)
        self.environ = {"HOME": str(home), "XDG_DATA_HOME": str(home)}
        self.which = ["--config", str(self.file), "--adapter", "caddyfile"]

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            body = b"a=b" if method == "POST" else None
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def caddy(tmp_path_factory):
    program = tool("caddy", in_ci=False)
    found = Caddy(tmp_path_factory.mktemp("caddy"))
    ask(program, "validate", *found.which, **found.environ)
    with found.log.open("wb") as log:
        process = subprocess.Popen(
            [program, "run", *found.which],
            env={**os.environ, **found.environ},
            stdout=log,
            stderr=log,
        )
        try:
            wait_until(lambda: is_open(found.port))
            yield found
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_while_one_group_is_away_the_other_answers(caddy, method):
    for there in caddy.groups:
        with group(there):
            answers = [caddy.ask("/en/", method)[0] for _ in range(4)]
        assert answers == [200] * 4


def test_what_a_client_says_of_its_way_is_thrown_away(caddy):
    with group(caddy.groups[0]), group(caddy.groups[1]):
        forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        _status, heard = caddy.ask("/en/", **forged)

    assert "X-Forwarded-For: 127.0.0.1\n" in heard
    assert "X-Forwarded-Proto: http\n" in heard


def test_numbers_stay_inside_and_personal_links_out_of_the_log(caddy):
    with group(caddy.groups[0]), group(caddy.groups[1]):
        assert caddy.ask("/metrics")[0] == 404
        caddy.ask(f"/en/x/my/{TOKEN}/")
    assert caddy.ask(f"/en/x/my/{TOKEN}/")[0] >= 500

    assert TOKEN not in caddy.log.read_text()
