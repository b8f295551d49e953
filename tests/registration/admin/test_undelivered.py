"""A delegate's page says which letters have not arrived, and why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from registration.states import LetterState
from tests.admin_pages import office
from tests.factories import make_delegate, make_letter

__all__ = ["office"]  # a fixture, used by its name

REASON = "550 5.1.1 <b>no such user</b>"


@pytest.fixture
def delegate():
    return make_delegate()


def page_of(office, delegate) -> str:
    url = reverse("admin:registration_delegate_change", args=[delegate.pk])
    html = office.get(url).content.decode()
    assert "<b>no such user" not in html
    return " ".join(strip_tags(html).replace("&lt;b&gt;", "").split())


def told(office, delegate) -> str:
    """Between the label and the next section."""
    words = page_of(office, delegate)
    return words.lower().split("letters that have not arrived")[1].split("title")[0]


def test_a_letter_that_was_set_aside_with_its_reason(office, delegate):
    make_letter(delegate, state=LetterState.FAILED, reason=REASON)

    assert "set aside 550 5.1.1" in told(office, delegate)


def test_a_letter_that_waits_with_its_reason_and_when_it_is_tried_again(
    office, delegate
):
    due = timezone.now() + timedelta(hours=1)
    make_letter(delegate, attempts=2, due_at=due, reason="450 greylisted")

    words = told(office, delegate)

    assert "on its way tried 2 times. next attempt: " in words
    assert "nanjing. 450 greylisted" in words


def test_a_letter_that_no_server_has_taken(office, delegate):
    old = timezone.now() - timedelta(minutes=5)
    make_letter(delegate, queued_at=old)

    assert "the mail server has not taken it yet." in told(office, delegate)


@pytest.mark.parametrize("later", ["sent", "nothing", "new"])
def test_what_has_arrived_or_is_new_is_no_trouble(office, delegate, later):
    if later == "sent":
        make_letter(delegate, state=LetterState.FAILED, reason=REASON)
        sent = {"state": LetterState.SENT, "sent_at": timezone.now()}
        make_letter(delegate, **sent)
    elif later == "new":
        make_letter(delegate)

    assert told(office, delegate).split()[0] == "-"


def test_every_letter_below_says_what_became_of_it(office, delegate):
    make_letter(delegate, state=LetterState.FAILED, reason=REASON)
    make_letter(delegate, state=LetterState.SENT, sent_at=timezone.now())

    assert "550 5.1.1" in page_of(office, delegate)
