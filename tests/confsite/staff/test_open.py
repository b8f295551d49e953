"""What opens to a stranger, and to whoever has a password alone: this list, no more."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from launcher.home import Home
from tests.confsite.staff.second_factors import PASSWORD, give_app, password
from tests.factories import make_staff

# Of each address below settings.STAFF_PATHS that answers with more than the way to the
# sign-in.
OPEN = {
    "/admin/login/": "signing in",
    "/admin/password/": "asks for the link to the mailbox",
    "/admin/password/1/x/": "the link to the mailbox",
    "/admin/language/": "the language of these pages",
    "/mailbox/open/x/": "there is none but on this machine; then a secret address",
}
# Of whoever has given the right password.
BEHIND_THE_PASSWORD = {"/admin/account/second/": "asks for the second factor"}
TO_SET_ONE_UP = {
    "/admin/account/app/": "sets one up",
    "/admin/account/passkey/": "sets one up",
}
SAMPLES = {
    "path:object_id": "1",
    "path:url": "x",
    "str:token": "x",
    "slug:what": "door",
}
PARAMETER = re.compile(r"<([^>]*)>")
# Of Django's own: one of several words, or whatever.
GROUP = re.compile(r"\^?\(\?P<\w+>(\w*)[^)]*\)")
AWAY = re.compile(r"/admin/(login/|account/(second|again)/|$)")


def patterns(entries=None, before="/"):
    """Every address of the site, with the function behind it."""
    for entry in entries or get_resolver().url_patterns:
        text = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield text, entry.callback
        else:
            yield from patterns(entry.url_patterns, text)


def filled(text):
    text = GROUP.sub(lambda match: match[1] or "x", text).rstrip("$")
    return PARAMETER.sub(sample, text)


def sample(match):
    kind = match[1]
    return SAMPLES.get(kind, "1" if kind.startswith("int") else "x")


@pytest.fixture(scope="module")
def staff_pages():
    found = {
        text for text, _view in patterns() if text.startswith(settings.STAFF_PATHS)
    }
    assert len(found) > 150
    return sorted(map(filled, found))


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1:8000"})


@pytest.fixture(autouse=True)
def _mailbox(settings, tmp_path):
    """Of a trial site, whose mailbox has pages, too."""
    settings.HOME = Home(tmp_path)
    settings.HOME.make()
    settings.EMAIL_EMBEDDED = True
    settings.SITE_URL = "http://127.0.0.1:8000"


def opened_to(client, pages):
    found = set()
    for page in pages:
        for answer in (client.get(page), client.post(page)):
            place = answer.headers.get("Location", "")
            is_away = answer.status_code == 302 and AWAY.match(place)
            if not is_away and answer.status_code != 405:
                found.add(page)
    return found


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


@pytest.mark.parametrize("is_demanded", [True, False])
def test_to_a_stranger(client, settings, staff_pages, is_demanded):
    settings.STAFF_SECOND_FACTOR = is_demanded

    assert opened_to(client, staff_pages) == set(OPEN)


@pytest.mark.parametrize("is_demanded", [True, False])
def test_to_who_has_the_password_of_somebody_with_a_second_factor(
    client, settings, staff_pages, sam, is_demanded
):
    settings.STAFF_SECOND_FACTOR = is_demanded
    give_app(sam)
    password(client, sam)

    assert opened_to(client, staff_pages) == {*OPEN, *BEHIND_THE_PASSWORD}


@pytest.mark.parametrize("is_used", [True, False])
def test_to_who_has_that_of_somebody_without(
    client, settings, staff_pages, sam, is_used
):
    settings.STAFF_SECOND_FACTOR = True
    if is_used:
        Client().force_login(sam)
    password(client, sam)

    expected = {*OPEN, *BEHIND_THE_PASSWORD} | (set() if is_used else {*TO_SET_ONE_UP})
    assert opened_to(client, staff_pages) == expected


def test_a_session_from_before_opens_as_little(client, settings, staff_pages, sam):
    client.force_login(sam)
    settings.STAFF_SECOND_FACTOR = True

    assert opened_to(client, staff_pages) == set(OPEN)


@pytest.mark.pure
def test_of_allauth_no_page_is_open():
    ours = {view.__module__ for _text, view in patterns()}

    assert not [module for module in ours if module.startswith("allauth")]
    assert not [name for name in settings.MIDDLEWARE if "allauth" in name]
    # Ten for public pages, four for staff, as before there was a second factor.
    assert len(settings.MIDDLEWARE) == 14
