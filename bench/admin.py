"""Pages of the admin with 100,000 and with 1,000,000 delegates, p50 in ms.

Limit: psycopg2 alone, which sends the statements by which the page reads its rows.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from urllib.parse import quote

import psycopg2

from bench.load import Client
from bench.result import Result
from bench.site import Site, running

SIZES = (100_000, 1_000_000)
TIMES = 15
LIST = "/admin/registration/delegate/?conference__id__exact=1"
# In either script; the slower of the two counts.
SEARCHES = tuple(f"{LIST}&q={quote(name)}" for name in ("li xiaoming", "李晓明"))
DELEGATES = "registration_delegate"


def measure() -> Iterator[Result]:
    with running(MAIL_WORKERS="0") as site:
        desk = Desk(site)
        for size in SIZES:
            site.manage("-m", "bench.desk", "fill", str(size))
            yield desk.compared(f"admin list {size}", [LIST], DELEGATES)
            yield desk.compared(f"admin search {size}", SEARCHES, DELEGATES)
        key = site.manage("-m", "bench.desk", "delegate").strip()
        page = f"/admin/registration/delegate/{key}/change/"
        yield desk.compared("admin delegate", [page], DELEGATES)
        page = "/admin/agenda/conference/1/change/"
        yield desk.compared("admin conference", [page], "agenda_conference")
        yield desk.compared("admin today", ["/admin/"], DELEGATES)


class Desk:
    """A member of staff who is signed in, and a connection of psycopg2."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.client = Client(site.port)
        name, value = site.manage("-m", "bench.desk", "sign-in").split()
        self.client.cookies[name] = value
        self.connection = psycopg2.connect(site.home.database_url())
        self.connection.autocommit = True

    def compared(self, name: str, paths: Iterable[str], table: str) -> Result:
        values, limits = [], []
        for path in paths:
            said = self.site.manage("-m", "bench.desk", "reads", path, table)
            statements = json.loads(said)
            self.client.connect()  # the server has not waited for so long
            values.append(p50(partial(self.open, path)))
            limits.append(p50(partial(self.read, statements)))
        slowest = values.index(max(values))
        return Result(name, values[slowest], "ms", limits[slowest])

    def open(self, path: str) -> None:
        status, _body = self.client.get(path)
        assert status == 200, f"{path}: {status}"

    def read(self, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()


def p50(act: Callable[[], object]) -> float:
    act()
    act()

    def milliseconds() -> float:
        began = time.perf_counter()
        act()
        return (time.perf_counter() - began) * 1000

    return round(statistics.median(milliseconds() for _ in range(TIMES)), 1)
