"""Complete sign-ups a second: one GET and one POST, 16 clients, one category.

Limit: a bare Django view on the same server that returns the same form and writes the
same rows, without history, as raw SQL in one transaction.
"""

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.load import Client, per_second
from bench.result import Result
from bench.site import SLUG, Site, bare, running

SECONDS = 10
FORM = f"/en/{SLUG}/register/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="submission" value="([^"]+)"')
CATEGORY = re.compile(rb'name="category"[^>]* value="(\d+)"')


def measure() -> Iterator[Result]:
    # The worker stays at home: this is about answers, `latency` is about letters.
    with running(MAIL_WORKERS="0") as site:
        value = per_second(site.port, sign_up, seconds=SECONDS)
        form = Client(site.port).get(FORM)[1]
        yield Result("signup", round(value, 1), "1/s", round(limit(site, form), 1))


def limit(site: Site, form: bytes) -> float:
    file = site.home.path / "bench-page"
    file.write_bytes(form)
    site.env |= {
        "BENCH_PAGE": str(file),
        "BENCH_DATABASE_URL": site.home.database_url(),
    }
    with bare(site) as port:
        return per_second(port, bare_sign_up, seconds=SECONDS)


def sign_up(client: Client) -> str:
    """Sign up somebody new; returns their address."""
    status, form = client.get(FORM)
    assert status == 200, status
    key = find(KEY, form)
    person = answers(key) | {
        "csrfmiddlewaretoken": find(TOKEN, form),
        "category": find(CATEGORY, form),
        "attendance": "onsite",
        "language": "en",
    }
    status, _body = client.post(FORM, urlencode(person).encode())
    assert status == 302, status
    return person["email"]


def bare_sign_up(client: Client) -> None:
    assert client.get("/bare/signup/")[0] == 200
    body = urlencode(answers(str(uuid.uuid4()))).encode()
    assert client.post("/bare/signup/", body)[0] == 302


def answers(key: str) -> dict[str, str]:
    return {
        "submission": key,
        "family_name": "Lovelace",
        "given_name": "Ada",
        "email": f"{key}@example.org",
        "organisation": "Analytical Engines",
    }


def find(pattern: re.Pattern[bytes], page: bytes) -> str:
    found = pattern.search(page)
    assert found, pattern
    return found[1].decode()
