"""Pages a second of a large conference, as a browser asks for them: compressed.

Limit: a bare view without middleware that returns the same bytes, or the same 304.
"""

import http.client
from collections.abc import Iterator

from bench.load import Act, Client, compare
from bench.result import Result
from bench.site import SLUG, Site, bare, running

PROGRAMME = f"/en/{SLUG}/agenda/"
SCHEDULE = f"/en/{SLUG}/schedule.json"
GZIP = "Accept-Encoding: gzip\r\n"


def measure() -> Iterator[Result]:
    with running(size="large", MAIL_WORKERS="0") as site:
        page, etag = first_answer(site, PROGRAMME)
        with bare(site, page) as port:
            yield compare(
                "page",
                (site.port, fetch(PROGRAMME, GZIP, 200)),
                (port, fetch("/bare/page/", GZIP, 200)),
            )
            known = f"{GZIP}If-None-Match: {etag}\r\n"
            yield compare(
                "page 304",
                (site.port, fetch(PROGRAMME, known, 304)),
                (port, fetch("/bare/304/", known, 304)),
            )
        schedule, _etag = first_answer(site, SCHEDULE)
        with bare(site, schedule) as port:
            yield compare(
                "page schedule.json",
                (site.port, fetch(SCHEDULE, GZIP, 200)),
                (port, fetch("/bare/page/", GZIP, 200)),
            )


def first_answer(site: Site, path: str) -> tuple[bytes, str]:
    """The compressed body and its ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    assert response.headers["Content-Encoding"] == "gzip", response.status
    body = response.read()
    connection.close()
    return body, response.headers["ETag"]


def fetch(path: str, headers: str, expected: int) -> Act:
    def act(client: Client) -> None:
        status, _body = client.get(path, headers)
        assert status == expected, status

    return act
