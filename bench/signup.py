"""Complete sign-ups a second: one GET and one POST, 16 clients, one category.

Limit: a bare Django view on the same server that returns the same form and writes the
same rows, without history, as raw SQL in one transaction.
"""

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.load import Client, compare
from bench.result import Result
from bench.site import SLUG, bare, running

FORM = f"/en/{SLUG}/register/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="submission" value="([^"]+)"')
CATEGORY = re.compile(rb'name="category"[^>]* value="(\d+)"')


def measure() -> Iterator[Result]:
    # The worker stays at home: this is about answers, `latency` is about letters.
    with running(MAIL_WORKERS="0") as site:
        form = Client(site.port).get(FORM)[1]
        with bare(site, form) as port:
            yield compare("signup", (site.port, sign_up), (port, bare_sign_up))


def sign_up(client: Client) -> str:
    """Sign up somebody new; returns their address."""
    person = fill_in(client)
    send(client, person)
    return person["email"]


def fill_in(client: Client) -> dict[str, str]:
    """The form as somebody new fills it in."""
    status, form = client.get(FORM)
    assert status == 200, status
    return answers(find(KEY, form)) | {
        "csrfmiddlewaretoken": find(TOKEN, form),
        "category": find(CATEGORY, form),
        "attendance": "onsite",
        "language": "en",
    }


def send(client: Client, person: dict[str, str]) -> None:
    status, _body = client.post(FORM, urlencode(person).encode())
    assert status == 302, status


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
