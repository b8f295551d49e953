"""The whole site as bin/up serves it, and what strangers send to it."""

import http.client
import itertools
import re
from contextlib import closing

import pytest

from tests.servers import running_site

pytestmark = pytest.mark.faults

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
EVIL = "/evil.example"
numbers = itertools.count()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """With a demo, one process that answers, and its database behind a Unix socket."""
    with running_site(tmp_path_factory.mktemp("web"), WEB_WORKERS="1") as site:
        yield site


def ask(site, path, **headers) -> tuple[int, str]:
    """A status, and all that is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return answer.status, f"{answer.headers}\n{text}"


def conference(site) -> str:
    status, answer = ask(site, "/")
    assert status == 302
    return re.search(r"(?m)^Location: (.*)$", answer)[1].replace("/zh-hans/", "/en/")


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
