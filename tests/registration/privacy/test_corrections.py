"""People correct their details: until a date, and nobody overwrites what is newer."""

import pytest
from django.utils import timezone

from registration import enrolment
from registration.models import Delegate, RegistrationSettings
from registration.states import DelegateState
from tests.factories import make_category, register_someone
from tests.pages import open_page
from tests.registration.personal.test_page import path
from tests.registration.seats import letters_of


@pytest.fixture
def delegate():
    return register_someone(
        make_category(), organisation="Institute", phone="+442079460958", country="GB"
    )


@pytest.fixture
def approved():
    delegate = register_someone(make_category(needs_approval=True))
    enrolment.approve(delegate)
    return Delegate.objects.get(pk=delegate.pk)


def anew(delegate):
    return Delegate.objects.get(pk=delegate.pk)


def form_of(client, delegate):
    """What the page holds, as a browser would send it."""
    page = open_page(client, path(delegate, "details"))
    boxes = {
        e["name"]: e.get("value") or "" for e in page.all("input") if e.get("name")
    }
    country, language = delegate.country.code, delegate.language
    return boxes | {"country": country or "", "language": language}


def send(client, delegate, form, **changes):
    return client.post(path(delegate, "details"), form | changes)


def test_a_correction_is_written_down_and_nothing_else_moves(client, delegate):
    form = form_of(client, delegate)
    response = send(client, delegate, form, organisation="研究院", language="zh-hans")

    now = anew(delegate)
    assert response["Location"].endswith("?done=corrected")
    assert (now.organisation, now.language) == ("研究院", "zh-hans")
    assert (now.phone, now.email) == ("+442079460958", delegate.email)
    assert (now.state, letters_of(now)) == (DelegateState.CONFIRMED, ["confirmed"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"family_name": "", "given_name": ""}, "Enter your name."),
        ({"phone": "12"}, "Enter a telephone number"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"position": "x" * 301}, "Position: "),
        ({"language": "de"}, "Select a valid choice"),
        ({"given_name": "a\x00b"}, ""),
    ],
)
def test_what_the_form_would_refuse_is_refused(client, delegate, change, words):
    before = anew(delegate)
    response = send(client, delegate, form_of(client, delegate), **change)

    assert response.status_code == 200
    page = response.content.decode()
    assert "There is a problem" in page
    assert words in page
    assert vars(anew(delegate)) | {"_state": 0} == vars(before) | {"_state": 0}


def test_a_newer_edit_is_shown_before_it_is_overwritten(client, delegate):
    old = form_of(client, delegate)
    send(client, delegate, form_of(client, delegate), organisation="From the telephone")

    response = send(client, delegate, old, organisation="From the laptop")

    page = response.content.decode()
    assert "changed since this page was opened" in page
    assert "Organisation: From the telephone" in page
    assert "From the laptop" in page
    assert anew(delegate).organisation == "From the telephone"
    again = form_of(client, anew(delegate)) | {"organisation": "From the laptop"}
    send(client, delegate, again)
    assert anew(delegate).organisation == "From the laptop"


def test_a_forged_mark_of_what_was_seen_overwrites_nothing(client, delegate):
    form = form_of(client, delegate)
    for seen in ("", "x", "0" * 64):
        response = send(client, delegate, form, organisation="Other", seen=seen)
        assert response.status_code == 200
    assert anew(delegate).organisation == "Institute"


def test_what_staff_approved_awaits_approval_again_and_says_so(client, approved):
    page = open_page(client, path(approved, "details"))
    assert "it is looked at again" in page.html
    form = form_of(client, approved)

    send(client, approved, form, phone="020 7946 0958", country="GB")
    assert anew(approved).state == DelegateState.CONFIRMED

    response = send(client, approved, form_of(client, anew(approved)), organisation="B")
    assert response["Location"].endswith("?done=asked_again")
    assert anew(approved).state == DelegateState.PENDING
    assert letters_of(approved)[-1] == "pending"


def test_after_the_date_nothing_is_corrected(client, delegate):
    form = form_of(client, delegate)
    RegistrationSettings.objects.update(corrections_until=timezone.now())

    response = send(client, delegate, form, organisation="Late")

    assert "can no longer be corrected here" in response.content.decode()
    assert anew(delegate).organisation == "Institute"
    assert (
        "<form"
        not in open_page(client, path(delegate, "details"))
        .html.partition("<main")[2]
        .partition("</main")[0]
    )
