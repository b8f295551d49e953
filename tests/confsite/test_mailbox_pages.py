"""The pages of the embedded mailbox."""

import re
from email.message import EmailMessage
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from confsite.mailbox import views
from confsite.models import User
from launcher.home import Home
from launcher.maildir import Maildir
from tests.factories import make_staff


@pytest.fixture
def letters(settings, tmp_path):
    home = Home(tmp_path)
    home.make()
    settings.HOME = home
    settings.EMAIL_EMBEDDED = True
    settings.SITE_URL = "http://127.0.0.1:8000"
    return Maildir(home.mailbox)


@pytest.fixture
def stranger():
    """Somebody else who uses this machine."""
    return Client(headers={"host": "127.0.0.1:8000", "accept-language": "en"})


@pytest.fixture
def client(stranger, letters, settings):
    """The browser of somebody who has opened the address that bin/up prints."""
    opened = stranger.get(f"/mailbox/open/{settings.HOME.mailbox_key()}/")
    assert opened.headers["Location"] == "/mailbox/"
    return stranger


def write(letters, to="ada@example.org", subject="You have a place", **parts):
    """Keep a letter of the kind that confsite sends; gives its name."""
    message = EmailMessage()
    message["From"] = "Conference <post@example.org>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(parts.get("text", "Your link: https://example.org/my/abc/\n"))
    message.add_alternative(parts.get("html", "<p>A place</p>"), subtype="html")
    message.add_alternative("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", subtype="calendar")
    message.add_attachment(
        b"\x89PNG\r\n", maintype="image", subtype="png", filename="二维码 code.png"
    )
    return keep(letters, bytes(message), to)


def keep(letters, content, to="ada@example.org"):
    letters.add("post@example.org", [to], content)
    return letters.names()[0]


def text_of(response):
    return unescape(response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "{}/", "{}/html/", "{}/source/", "{}/part/0/"])
def test_others_who_use_this_machine_are_asked_to_sign_in(stranger, letters, path):
    address = f"/mailbox/{path}".format(write(letters))

    refused = stranger.get(address)

    assert refused.status_code == 302
    assert refused.headers["Location"] == f"/admin/login/?next={address}"
    stranger.force_login(make_staff(is_superuser=False))
    assert stranger.get(address).status_code == 302
    stranger.force_login(make_staff())
    assert stranger.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("lacks", ["is_staff", "is_active"])
def test_who_is_no_longer_staff_is_a_stranger(stranger, letters, lacks):
    user = make_staff()
    stranger.force_login(user)
    assert stranger.get("/mailbox/").status_code == 200

    User.objects.update(**{lacks: False})

    assert stranger.get("/mailbox/").status_code == 302


@pytest.mark.django_db
def test_the_secret_address_is_exact_and_its_cookie_is_for_the_mailbox(
    stranger, letters, settings
):
    key = settings.HOME.mailbox_key()
    assert len(key) >= 32
    for guess in ("x", key[:-1], key + "x"):
        assert stranger.get(f"/mailbox/open/{guess}/").status_code == 404
    stranger.cookies["mailbox"] = key[:-1]
    assert stranger.get("/mailbox/").status_code == 302

    cookie = stranger.get(f"/mailbox/open/{key}/").cookies["mailbox"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "/mailbox/",
        True,
        "Lax",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"), [("EMAIL_EMBEDDED", False), ("PROXIES", 1)]
)
def test_the_secret_address_leads_nowhere_from_elsewhere(
    stranger, letters, settings, setting, value
):
    setattr(settings, setting, value)

    address = f"/mailbox/open/{settings.HOME.mailbox_key()}/"
    assert stranger.get(address).status_code == 404


def test_the_newest_letter_comes_first(client, letters):
    write(letters, subject="the first")
    write(letters, subject="the second")

    page = text_of(client.get("/mailbox/"))

    assert page.index("the second") < page.index("the first")


def test_an_empty_mailbox_says_how_a_letter_comes(client, letters):
    assert "No letter yet." in text_of(client.get("/mailbox/"))


def test_the_mailbox_speaks_chinese(client, letters):
    response = client.get("/mailbox/", headers={"accept-language": "zh-CN"})

    assert response.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans">' in text_of(response)


def test_a_search_shows_the_letters_to_one_address(client, letters):
    write(letters, to="ada@example.org", subject="to Ada")
    write(letters, to="grace@example.org", subject="to Grace")

    page = text_of(client.get("/mailbox/", {"to": "Grace@"}))

    assert "to Grace" in page
    assert "to Ada" not in page


def test_a_search_that_finds_nothing_says_so(client, letters):
    write(letters)

    page = text_of(client.get("/mailbox/", {"to": "<nobody>"}))

    assert "There is no letter to “<nobody>”." in page


def test_many_letters_come_in_pages(client, letters, monkeypatch):
    monkeypatch.setattr(views, "LETTERS_PER_PAGE", 2)
    for number in range(5):
        write(letters, subject=f"letter {number}")

    last = text_of(client.get("/mailbox/", {"page": "3"}))

    assert "letter 0" in last
    assert "letter 1" not in last
    assert "Page 3 of 3" in last
    assert "page=2" in last


def test_a_letter_shows_who_what_and_every_version(client, letters):
    name = write(letters)

    page = text_of(client.get(f"/mailbox/{name}/"))

    assert "You have a place" in page
    assert "Conference <post@example.org>" in page
    assert "ada@example.org" in page
    assert '<a href="https://example.org/my/abc/"' in page
    assert "BEGIN:VCALENDAR" in page
    assert "二维码 code.png" in page
    assert f'src="/mailbox/{name}/html/"' in page


def test_a_letter_in_another_language_says_which(client, letters):
    name = keep(letters, "Subject: 您好\r\nContent-Language: zh-Hans\r\n\r\n".encode())

    assert '<h1 lang="zh-Hans">您好</h1>' in text_of(client.get(f"/mailbox/{name}/"))


def test_the_html_version_can_do_nothing_to_the_page_around_it(client, letters):
    name = write(letters, html="<script>alert(1)</script><p>A place</p>")

    page = client.get(f"/mailbox/{name}/")
    response = client.get(f"/mailbox/{name}/html/")

    assert "<script>alert(1)" not in page.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script-src" not in policy
    # It may be measured by the page around it; what runs nothing cannot use that.
    assert "allow-scripts" not in policy + page.content.decode()
    assert "frame-ancestors 'self'" in policy


def test_the_page_may_frame_the_letter_and_nothing_else(client, letters):
    name = write(letters)

    policy = client.get(f"/mailbox/{name}/").headers["Content-Security-Policy"]

    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy


def test_an_attachment_is_a_download_whatever_it_contains(client, letters):
    name = write(letters)

    response = client.get(f"/mailbox/{name}/part/3/")

    assert response.content == b"\x89PNG\r\n"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E4%BA%8C%E7%BB%B4%E7%A0%81%20code.png"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == views.DOWNLOAD_POLICY


def test_the_source_is_the_letter_as_it_was_sent(client, letters):
    content = b"Subject: plain\r\n\r\nbody\r\n"
    name = keep(letters, content)

    response = client.get(f"/mailbox/{name}/source/")

    assert response.content == content
    assert response.headers["Content-Type"] == "message/rfc822"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no header at all",
        b"Subject: =?utf-8?b?broken\r\n\r\n",
        b"Subject: =?no-such-charset?q?x?=\r\n\r\n",
        b"Subject: \xff\xfe\r\nFrom: \xe4\xbd\xa0\r\n\r\n",
        b"Content-Type: text/html; charset=nonsense\r\n\r\n<p>\xff",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
        b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nhello",
        b'Content-Disposition: attachment; filename="../../a\r\n b"\r\n\r\nx',
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!",
    ],
)
def test_no_letter_breaks_the_mailbox(client, letters, content):
    name = keep(letters, content)
    paths = ["", f"{name}/", f"{name}/source/", f"{name}/part/0/"]

    answers = [client.get(f"/mailbox/{path}").status_code for path in paths]

    assert answers == [200, 200, 200, 200]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "{}/", "{}/html/", "{}/source/", "{}/part/0/"])
def test_there_is_no_mailbox_where_letters_leave(client, letters, settings, path):
    name = write(letters)
    address = f"/mailbox/{path}".format(name)
    assert client.get(address).status_code == 200

    settings.EMAIL_EMBEDDED = False

    assert client.get(address, follow=True).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "{}/", "{}/html/", "{}/source/", "{}/part/0/"])
def test_there_is_no_mailbox_on_a_public_site(client, letters, settings, path):
    settings.ALLOWED_HOSTS = ["conference.example.org", "127.0.0.1"]
    address = f"/mailbox/{path}".format(write(letters))

    host = {"host": "conference.example.org"}
    response = client.get(address, headers=host, follow=True)

    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"]
)
def test_there_is_none_for_who_comes_through_a_proxy(client, letters, name):
    """It runs on this machine, and the visitor may be anywhere."""
    assert client.get("/mailbox/").status_code == 200
    through = client.get("/mailbox/", headers={name: "127.0.0.1"}, follow=True)
    assert through.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"), [("PROXIES", 1), ("SITE_URL", "https://conf.example")]
)
def test_there_is_none_on_a_site_that_is_set_up_for_others(
    client, letters, settings, setting, value
):
    setattr(settings, setting, value)

    assert client.get("/mailbox/", follow=True).status_code == 404


@pytest.mark.django_db
def test_there_is_none_for_another_machine(client, letters):
    response = client.get("/mailbox/", follow=True, REMOTE_ADDR="192.0.2.7")

    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "..%2F..%2Fsecret-key/",
        "1795370590000000000.1_1.confsite/",
        "{}/part/99/",
    ],
)
def test_what_does_not_exist_is_not_found(client, letters, path):
    address = f"/mailbox/{path}".format(write(letters))

    assert client.get(address, follow=True).status_code == 404


def test_the_pages_are_never_kept(client, letters):
    name = write(letters)

    response = client.get(reverse("mailbox:letter", args=[name]))

    assert "no-store" in response.headers["Cache-Control"]


def test_a_list_opens_the_letters_on_its_page_alone(client, letters, monkeypatch):
    """Ten thousand others do not slow it down."""
    monkeypatch.setattr(views, "LETTERS_PER_PAGE", 2)
    for number in range(5):
        write(letters, subject=f"letter {number}")
    for name in letters.names()[2:]:
        # What nobody could open.
        path = letters.path / "new" / name
        path.unlink()
        path.symlink_to("nowhere")

    page = text_of(client.get("/mailbox/"))

    assert re.findall("letter [0-9]", page) == ["letter 4", "letter 3"]
