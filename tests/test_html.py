"""Public pages are HTML that a checker accepts."""

import pytest
from django.core.management import call_command
from django.test import Client

from registration import links
from registration.models import Delegate
from tests.crawler import Crawl
from tests.html_rules import errors


class Reader:
    """A visitor who looks at the source of every page."""

    def __init__(self):
        self.client = Client(headers={"host": "127.0.0.1:8000"})
        self.errors = {}

    def get(self, address):
        return self.noted(address, self.client.get(address))

    def noted(self, address, response):
        if response.headers.get("Content-Type", "").startswith("text/html"):
            for error in errors(response.content.decode()):
                self.errors.setdefault(error, address)
        return response


@pytest.mark.django_db
def test_every_public_page_is_accepted():
    call_command("demo", verbosity=0)
    one = Delegate.objects.first()
    my = links.my(one).partition("//")[2].partition("/")[2]
    reader = Reader()
    pages = Crawl(reader, {"127.0.0.1:8000"}, ("/static/", "/admin", "/mailbox"))

    pages.follow("/en/", "/zh-hans/", f"/{my}")
    forms = [address for address in pages.seen if address.endswith("/register/")]
    for address in forms:
        reader.noted(address, reader.client.post(address, {"email": "x"}))

    assert len(forms) == 2
    assert len(pages.seen) > 100
    assert reader.errors == {}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<select><option value=''></option></select>", "an option without words"),
        ('<time datetime="2026-01-01T10:00:00.123456Z">x</time>', "no moment"),
        ('<time datetime="2026-01-01T10:00">x</time>', "no moment"),
        ("<p><div></div></p>", "<div> in <p>"),
        ("<i id=a></i><i id=a></i>", "#a twice"),
        ("<label for=a></label>", "no element #a"),
        ("<div><b></div>", "</div> ends something else"),
        ("<img src=x>", "<img> without alt"),
    ],
)
def test_what_a_checker_refuses_is_found(html, error):
    assert any(said.startswith(error) for said in errors(html))
