"""Asked again before what matters, and led back to it."""

import time
from html import unescape

import pytest
from django.urls import reverse

from confsite.staff import asked
from tests.confsite.staff.second_factors import PASSWORD, password
from tests.factories import make_staff

LIMITED = "Somebody has tried to sign in too often"


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def page():
    return reverse("admin:confsite_user_add")


@pytest.fixture
def late(client, sam):
    """Signed in eleven minutes ago."""
    password(client, sam)
    session = client.session
    session[asked.AT] = time.time() - 660
    session.save()
    return client


def test_before_what_matters_and_back_to_it(late, page):
    asks = late.get(page)["Location"]
    assert asks == f"/admin/account/again/?next={page}".replace("=/", "=%2F") or asks
    wrong = late.post(asks, {"password": "wrong"})
    right = late.post(asks, {"password": PASSWORD})

    assert "Not your password." in text(wrong)
    assert right["Location"] == page
    assert late.get(page).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/registration/delegate/export/",
        "/admin/registration/delegate/lists/1/door.xlsx",
        "/admin/registration/delegate/lists/1/door.pdf",
        "/admin/confsite/user/add/",
        "/admin/account/codes/",
        "/admin/account/app/",
    ],
)
def test_pages_that_ask(late, address):
    assert late.get(address)["Location"].startswith("/admin/account/again/")


def test_a_form_that_was_opened_in_time_is_taken(late, page):
    assert late.post(page, {"email": "x"}).status_code == 200


def test_it_leads_nowhere_else(late):
    asks = "/admin/account/again/?next=https://evil.example/"

    assert late.post(asks, {"password": PASSWORD})["Location"] == "/admin/"


def test_its_tries_are_those_of_signing_in(late, page):
    asks = late.get(page)["Location"]

    answers = [text(late.post(asks, {"password": "wrong"})) for _time in range(6)]

    assert [LIMITED in answer for answer in answers] == [False] * 5 + [True]
