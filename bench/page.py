"""Programme pages a second. Limit: a bare view that returns the same bytes."""

from collections.abc import Iterator

from bench.load import Client, per_second
from bench.result import Result
from bench.site import SLUG, bare, running

SECONDS = 6
PATH = f"/en/{SLUG}/agenda/"


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        value = per_second(
            site.port, lambda client: fetch(client, PATH), seconds=SECONDS
        )
        file = site.home.path / "bench-page"
        file.write_bytes(Client(site.port).get(PATH)[1])
        site.env |= {
            "BENCH_PAGE": str(file),
            "BENCH_DATABASE_URL": site.home.database_url(),
        }
        with bare(site) as port:
            limit = per_second(
                port, lambda client: fetch(client, "/bare/page/"), seconds=SECONDS
            )
        yield Result("page", round(value, 1), "1/s", round(limit, 1))


def fetch(client: Client, path: str) -> None:
    status, _body = client.get(path)
    assert status == 200, status
