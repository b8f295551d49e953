"""Programme pages a second. Limit: a bare view that returns the same bytes."""

from collections.abc import Iterator

from bench.load import Client, compare
from bench.result import Result
from bench.site import SLUG, bare, running

PATH = f"/en/{SLUG}/agenda/"


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        page = Client(site.port).get(PATH)[1]
        with bare(site, page) as port:
            yield compare(
                "page",
                (site.port, lambda client: fetch(client, PATH)),
                (port, lambda client: fetch(client, "/bare/page/")),
            )


def fetch(client: Client, path: str) -> None:
    status, _body = client.get(path)
    assert status == 200, status
