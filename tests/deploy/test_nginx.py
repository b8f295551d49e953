"""The configuration of nginx, before two groups that only say what they got."""

import http.client
import re
import ssl
import subprocess
from contextlib import closing, suppress

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from launcher.home import find_free_port
from tests.deploy.groups import group
from tests.deploy.tools import DEPLOY, ask, tool
from tests.servers import is_open, wait_until

HOST = "conference.example.org"
CONFIGURATION = DEPLOY / "nginx/confsite.conf"
TOKEN = "23456789-abcdefghijklmnopqrstuvwx"
WHOLE = """
daemon off;
master_process off;
pid {home}/pid;
error_log {home}/start.log;
events {{}}
http {{
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/confsite.conf;
}}
"""


class Nginx:
    def __init__(self, home):
        self.home = home
        self.ports = {80: find_free_port(), 443: find_free_port()}
        self.groups = [find_free_port(), find_free_port()]
        written = CONFIGURATION.read_text()
        for port, free in self.ports.items():
            written = re.sub(
                rf"listen (\[::\]:)?{port}\b", rf"listen \g<1>{free}", written
            )
        web = (DEPLOY / "nginx/confsite-web.conf").read_text()
        for port, free in zip((8001, 8002), self.groups, strict=True):
            web = web.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free}")
        places = {
            "/etc/nginx/": f"{home}/",
            f"/etc/letsencrypt/live/{HOST}/": f"{home}/",
            "/var/log/confsite/": f"{home}/",
        }
        for place, other in places.items():
            written, web = written.replace(place, other), web.replace(place, other)
        (home / "confsite.conf").write_text(written)
        (home / "confsite-web.conf").write_text(web)
        (home / "nginx.conf").write_text(WHOLE.format(home=home))
        key = ["-keyout", home / "privkey.pem", "-out", home / "fullchain.pem"]
        new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}"]
        ask(tool("openssl"), *new, *key)
        self.command = [tool("nginx"), "-p", str(home), "-c", str(home / "nginx.conf")]

    def connection(self, port: int, name: str) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.ports[port], timeout=9
        )
        if port == 443:
            trust = ssl.create_default_context(cafile=str(self.home / "fullchain.pem"))
            trust.check_hostname = False
            connection.connect()
            connection.sock = trust.wrap_socket(connection.sock, server_hostname=name)
        return connection

    def ask(self, path, method="GET", port=443, name=HOST, **headers):
        with closing(self.connection(port, name)) as connection:
            body = b"a=b" if method == "POST" else None
            connection.request(method, path, body, {"Host": name, **headers})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    found = Nginx(tmp_path_factory.mktemp("nginx"))
    ask(*found.command, "-t")
    process = subprocess.Popen(found.command, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: is_open(found.ports[443]))
        yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def both(nginx):
    with group(nginx.groups[0]), group(nginx.groups[1], is_new=True):
        yield nginx


def test_plain_http_leads_to_the_safe_address(nginx):
    status, headers, _body = nginx.ask("/en/?q=1", port=80)

    assert (status, headers["Location"]) == (301, f"https://{HOST}/en/?q=1")


def test_the_site_hears_how_the_visitor_came(both):
    """With PROXIES=1 the last entry is believed, and that is nginx's own."""
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    _status, _headers, heard = both.ask("/en/", **forged)

    assert "X-Forwarded-For: 203.0.113.7, 127.0.0.1\n" in heard
    assert "X-Forwarded-Proto: https\n" in heard
    assert f"Host: {HOST}\n" in heard


def test_another_name_gets_nothing(both):
    with pytest.raises(ssl.SSLError):
        both.ask("/", name="other.example.org")
    with pytest.raises((http.client.HTTPException, OSError)):
        both.ask("/", port=80, name="other.example.org")


def test_numbers_for_the_monitor_stay_inside(both):
    assert both.ask("/metrics")[0] == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_while_one_group_is_away_the_other_answers(nginx, method):
    for there in nginx.groups:
        with group(there):
            answers = [nginx.ask("/en/", method)[0] for _ in range(4)]
        assert answers == [200] * 4


def test_files_that_only_new_processes_know_are_found(both):
    assert [both.ask("/static/new.css")[0] for _ in range(4)] == [200] * 4
    assert 404 in [both.ask("/en/new/")[0] for _ in range(4)]


def test_a_page_is_too_small_for_a_large_file(both):
    large = {"Content-Length": "2000000", "Connection": "close"}
    with suppress(OSError):
        assert both.ask("/en/", "POST", **large)[0] == 413


def test_a_request_that_has_not_come_reaches_nobody(nginx):
    """Half of a form lies with nginx: the groups are not even there."""
    with (
        group(nginx.groups[0]) as asked,
        closing(nginx.connection(443, HOST)) as slow,
    ):
        slow.putrequest("POST", "/en/slow/")
        slow.putheader("Content-Length", "1000")
        slow.endheaders(b"half")
        assert nginx.ask("/en/other/")[0] == 200

    assert asked == ["/en/other/"]


# -- What is not written down ----------------------------------------------------------


def personal_paths() -> list[str]:
    """Every address of the site that is a key, with a token in its place."""
    return [
        re.sub(r"<[^>]*token>", TOKEN, re.sub(r"<(?![^>]*token>)[^>]*>", "x", path))
        for path in paths(get_resolver())
        if re.search(r"<[^>]*token>", path)
    ]


def paths(resolver: URLResolver, before: str = "/"):
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from paths(pattern, path)
        else:
            yield path


def test_there_are_addresses_that_are_keys():
    assert len(personal_paths()) > 1


def test_personal_links_are_not_written_down(both):
    variants = [
        *personal_paths(),
        f"/en/x/%6dy/{TOKEN}/",
        f"/en//x//my//{TOKEN}/t/x/",
        f"/my/{TOKEN}?again={TOKEN}",
        f"/admin/password/7/{TOKEN}/",
        f"/en/?token={TOKEN}",
    ]
    for path in variants:
        both.ask(path, Referer=f"https://{HOST}/en/x/my/{TOKEN}/")
    # The last entry is there when all are.
    both.ask("/en/x/agenda/?q=somebody")
    log = both.home / "access.log"
    wait_until(lambda: "/en/x/agenda/" in log.read_text())

    assert TOKEN not in log.read_text()
    assert "somebody" not in log.read_text()
    assert '"/en/x/my/..."' in log.read_text()
    assert (both.home / "nginx-error.log").read_text() == ""


def test_nor_when_nobody_can_answer(nginx):
    assert nginx.ask(f"/en/x/my/{TOKEN}/")[0] == 502
    written = "".join(file.read_text() for file in nginx.home.glob("*.log"))

    assert TOKEN not in written
