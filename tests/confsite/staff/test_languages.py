"""Pages around the sign-in in either language, chosen on the page itself."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client

from confsite.models import PasswordLetter
from confsite.staff import passwords
from confsite.staff.tasks import password_letters
from tests.confsite.staff.second_factors import PASSWORD, give_app, password
from tests.factories import make_staff

ACCOUNT = "/admin/account/"
WORDS = re.compile(r"[A-Za-z]{2,}[A-Za-z ]*")
# What is called so in Chinese, too.
NAMES = {"UTC", "Firefox", "Linux", "sam", "example", "org", "confsite", "esc"}
VOID = {"input", "link", "meta", "br", "img", "path", "rect"}


class Reader(HTMLParser):
    """What somebody reads: no scripts, no symbols, no names of languages, no keys."""

    def __init__(self):
        super().__init__()
        self.text, self.hidden = "", 0

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        is_hidden = (
            tag in ("script", "style", "template")
            or "material-symbols" in values.get("class", "")
            or values.get("action") == "/admin/language/"
            or values.get("translate") == "no"
        )
        if (is_hidden or self.hidden) and tag not in VOID:
            self.hidden += 1

    def handle_endtag(self, tag):
        if self.hidden and tag not in VOID:
            self.hidden -= 1

    def handle_data(self, data):
        self.text += "" if self.hidden else data


def english_in(response):
    reader = Reader()
    reader.feed(response.content.decode())
    return {word.strip() for word in WORDS.findall(reader.text)} - NAMES


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


@pytest.fixture
def client():
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    return Client(headers={"user-agent": agent, "host": "localhost"})


def test_the_page_to_sign_in_changes_its_language(client):
    page = client.get("/admin/login/?next=/admin/agenda/")
    assert "Welcome back" in page.content.decode()
    client.post("/admin/language/", {"language": "zh-hans", "next": "/admin/login/"})

    for address in ("/admin/login/", "/admin/password/"):
        assert english_in(client.get(address)) == set()


@pytest.mark.parametrize("has_one", [True, False])
def test_behind_the_password_it_stays(client, settings, sam, has_one):
    settings.STAFF_SECOND_FACTOR = True
    client.post("/admin/language/", {"language": "zh-hans", "next": "/admin/login/"})
    if has_one:
        give_app(sam)
    password(client, sam)
    pages = ["second/"] if has_one else ["second/", "app/", "passkey/"]

    for page in pages:
        assert english_in(client.get(ACCOUNT + page)) == set()
        answer = client.post(ACCOUNT + page, {"code": "1", "name": "x"})
        assert english_in(answer) == set()


def test_so_does_one_s_own_account(client, sam):
    password(client, sam)
    give_app(sam)
    client.post("/admin/language/", {"language": "zh-hans", "next": "/admin/"})

    for page in ("", "codes/", "app/", "passkey/", "again/"):
        assert english_in(client.get(ACCOUNT + page)) == set(), page
    answer = client.post(ACCOUNT + "again/", {"password": "wrong"})
    assert english_in(answer) == set()


def test_a_browser_that_is_not_known_is_told_in_chinese(client, settings, sam):
    settings.STAFF_SECOND_FACTOR = True
    Client().force_login(sam)
    client.post("/admin/language/", {"language": "zh-hans", "next": "/admin/login/"})
    password(client, sam)

    assert english_in(client.get(ACCOUNT + "second/")) == set()


@pytest.mark.parametrize("about", PasswordLetter.About)
def test_letters_come_in_both(sam, about):
    passwords.write(sam, about)

    password_letters()

    [letter] = mail.outbox
    first, second = letter.body.split("----")
    assert not re.search(r"[一-鿿]", first)
    assert "会务后台" in second
    assert not WORDS.findall(re.sub(r"https?://\S+", "", second))
