"""Another address: its mailbox confirms it, the one before is told, and no stranger
learns whether it is registered."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client

from registration import links
from registration.letters import kinds
from registration.models import Delegate, Letter
from registration.states import Mailing
from tests.factories import make_category, register_someone
from tests.pages import Page, open_page
from tests.registration.delivery import deliver
from tests.registration.personal.test_page import path
from tests.registration.seats import letters_of

NEW = "new@example.org"


@pytest.fixture
def delegate():
    return register_someone(make_category(), email="old@example.org", hold_hours=24)


def ask(client, delegate, email=NEW):
    response = client.post(path(delegate, "address"), {"email": email})
    assert response.status_code == 302, response.content.decode()
    return response["Location"].partition("?done=")[2]


def confirming(delegate):
    letter = Letter.objects.filter(delegate=delegate, kind=kinds.CONFIRM_ADDRESS)
    return links.of_letter(letter.latest("pk")).partition("confsite.example")[2]


def anew(delegate):
    return Delegate.objects.get(pk=delegate.pk)


def test_nothing_changes_until_the_button_behind_the_new_link(client, delegate, sink):
    assert ask(client, delegate) == "address"
    deliver()
    assert sink.recipients[-1] == NEW
    words = sink.letters[-1].get_body(("plain",)).get_content()
    for secret in ("Guest", "Ada", delegate.reference, "old@example.org"):
        assert secret not in words
    link = confirming(delegate)
    assert link in words
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert anew(delegate).email == "old@example.org"


def test_confirmed_it_is_the_only_address_and_is_proved(client, delegate, sink):
    old_page = path(delegate)
    ask(client, delegate)
    deliver()

    response = client.post(confirming(delegate))

    now = anew(delegate)
    assert (now.email, bool(now.proved_at), now.is_held) == (NEW, True, False)
    assert "from now on" in open_page(client, response["Location"]).html
    assert client.get(old_page).status_code == 404
    deliver()
    told = {
        to: letter.get_body(("plain",)).get_content()
        for to, letter in zip(sink.recipients[2:], sink.letters[2:], strict=True)
    }
    assert set(told) == {NEW, "old@example.org"}
    assert NEW not in told["old@example.org"]
    assert "/my/" not in told["old@example.org"]


def test_the_link_works_once_and_for_two_days(client, delegate):
    ask(client, delegate)
    first = confirming(delegate)
    ask(client, delegate, "another@example.org")
    assert client.post(first).status_code == 410
    link = confirming(delegate)
    Letter.objects.update(queued_at=Now() - timedelta(hours=49))
    assert client.post(link).status_code == 410
    Letter.objects.update(queued_at=Now() - timedelta(hours=47))
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 410
    assert anew(delegate).email == "another@example.org"


def test_a_registered_address_gets_the_same_answer_and_letter(client, delegate):
    other = register_someone(delegate.category, email=NEW)

    assert ask(client, delegate) == "address"

    letter = Letter.objects.latest("pk")
    assert (letter.recipient, letter.kind) == (NEW, "confirm_address")
    assert letters_of(other) == ["confirmed"]
    page = client.post(confirming(delegate))
    assert "This address is registered already." in page.content.decode()
    assert anew(delegate).email == "old@example.org"


def test_four_times_in_an_hour_is_too_often(client, delegate):
    answers = [ask(client, delegate, f"{n}@example.org") for n in range(4)]

    assert answers == [*["address"] * 3, "too_many"]
    assert ask(client, delegate, "old@example.org") == "same"


def test_who_gets_no_letters_is_told_to_ask(client, delegate):
    Delegate.objects.update(mailing=Mailing.NEVER)

    assert ask(client, delegate) == "nobody"


def test_a_link_opens_nothing_else(client, delegate):
    ask(client, delegate)
    link = confirming(delegate)

    for page in ("", "data/", "erase/", "confirm-erasure/"):
        other = link.replace("confirm-address/", page)
        assert client.post(other).status_code in (404, 405, 410), other
        assert client.get(other).status_code in (404, 410), other
    assert client.get(f"{path(delegate)}confirm-address/").status_code == 410


def test_without_a_cookie_nothing_is_lost(delegate):
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post(path(delegate, "address"), {"email": NEW})

    page = Page(refused.content.decode())
    assert refused.status_code == 403
    assert page.all("input", name="email")[0]["value"] == NEW
    assert strict.post(path(delegate, "details"), {"phone": "1"}).status_code == 403
    assert strict.post(path(delegate, "erase")).status_code == 403
    assert letters_of(delegate) == ["held"]
