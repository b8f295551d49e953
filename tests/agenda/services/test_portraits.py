"""Photographs of speakers: how they are served, and where pages show them."""

import hashlib

import pytest

from agenda.models import Portrait, Speaker
from agenda.services import portraits
from tests.clock import a_second_later
from tests.factories import (
    make_conference,
    make_participation,
    make_session,
    make_speaker,
    publish,
)
from tests.pages import open_page

JPEG = b"\xff\xd8\xff\xe0 a face"


@pytest.fixture
def speaker():
    conference = make_conference(published=False, slug="founding")
    speaker = make_speaker(
        conference, slug="li", family_name="Li", portrait=portraits.keep(JPEG)
    )
    make_participation(make_session(conference, slug="talk"), speaker)
    make_speaker(conference, slug="wu", family_name="Wu")
    publish(conference)
    return speaker


def address() -> str:
    return f"/portraits/{hashlib.sha256(JPEG).hexdigest()}.jpg"


def test_a_portrait_is_served_for_ever_and_never_as_a_page(client, speaker):
    response = client.get(address())

    assert response.status_code == 200
    assert response.content == JPEG
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Disposition"] == "attachment"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["0" * 64, "x", "0" * 63 + "%0a", "../" + "0" * 64, "A" * 64]
)
def test_what_is_no_portrait_is_a_404(client, speaker, name):
    assert client.get(f"/portraits/{name}.jpg").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_portraits_are_for_looking_at(client, speaker, method):
    assert getattr(client, method)(address()).status_code == 405


@pytest.mark.parametrize("path", ["", "speakers/", "speakers/li/", "agenda/talk/"])
def test_pages_load_a_portrait_when_it_comes_into_view(client, speaker, path):
    page = open_page(client, f"/en/founding/{path}")

    (image,) = page.all("img")
    assert image.attributes == {
        "class": "portrait",
        "src": address(),
        "width": "400",
        "height": "400",
        "alt": "",
        "loading": "lazy",
        "decoding": "async",
    }


def test_whoever_has_none_has_a_monogram(client, speaker):
    page = open_page(client, "/en/founding/speakers/")

    letters = page.all("span", **{"class": "portrait monogram"})
    assert [letter.text for letter in letters] == ["W"]


def test_a_page_keeps_the_portrait_of_its_release(client, speaker):
    other = Portrait.objects.create(digest="f" * 64, image=b"another")
    Speaker.objects.filter(pk=speaker.pk).update(portrait=other)
    a_second_later()

    assert address() in open_page(client, "/en/founding/speakers/li/").html

    publish(speaker.conference)

    assert address() not in open_page(client, "/en/founding/speakers/li/").html
    assert client.get(address()).status_code == 200
