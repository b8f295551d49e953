"""A delegate's page says which letters have not arrived, and why."""

from datetime import timedelta

import pytest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import strip_tags

from registration.admin.letter import why_it_waits
from registration.models import MailTrouble
from registration.states import LetterState
from tests.admin_pages import office
from tests.factories import make_delegate, make_letter

__all__ = ["office"]  # a fixture, used by its name

LIST = reverse_lazy("admin:registration_delegate_changelist")
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


class TestTheMailServerIsAway:
    @pytest.fixture(autouse=True)
    def trouble(self):
        until = timezone.now() + timedelta(seconds=20)
        reason = "535 wrong <b>password"
        return MailTrouble.objects.create(until=until, failures=3, reason=reason)

    @pytest.mark.parametrize("page", ["index", "registration_letter_changelist"])
    def test_staff_read_it_first(self, office, page):
        make_letter()

        html = office.get(reverse(f"admin:{page}")).content.decode()

        assert "the mail server cannot be used" in html
        assert "535 wrong &lt;b&gt;password" in html

    def test_above_the_list_of_delegates(self, office, delegate):
        html = office.get(reverse("admin:registration_delegate_changelist")).content

        assert b"the mail server cannot be used" in html

    def test_nobody_reads_it_when_it_is_over(self, office, trouble):
        trouble.delete()

        html = office.get(reverse("admin:index")).content.decode()

        assert "the mail server cannot be used" not in html

    def test_it_stands_on_every_letter_that_waits(self, office, delegate):
        make_letter(delegate, queued_at=timezone.now() - timedelta(minutes=5))
        sent = {"state": LetterState.SENT, "sent_at": timezone.now()}
        make_letter(**sent)

        words = told(office, delegate)
        html = office.get(reverse("admin:registration_letter_changelist"))

        assert "has not taken it yet. next attempt: " in words
        assert "535 wrong" in words
        rows = html.context["cl"].result_list
        shown = {letter.state: why_it_waits(letter) for letter in rows}
        assert shown == {"queued": "535 wrong <b>password", "sent": ""}


def test_a_letter_that_waits_for_its_provider_says_so(office, delegate):
    domain = delegate.email.rpartition("@")[2]
    until = timezone.now() + timedelta(minutes=4)
    facts = {"until": until, "failures": 1, "reason": "421 too many"}
    MailTrouble.objects.create(domain=domain, **facts)
    make_letter(delegate, queued_at=timezone.now() - timedelta(minutes=5))

    assert "421 too many" in told(office, delegate)


class TestAMailboxThatIsNone:
    def test_flags_its_delegate(self, office, delegate):
        refused = {"state": LetterState.FAILED, "refused_address": delegate.email}
        make_letter(delegate, **refused)
        make_delegate()

        page = office.get(f"{LIST}?address=unreachable")

        assert [row.pk for row in page.context["cl"].result_list] == [delegate.pk]
        assert b"no such mailbox</span>" in page.content

    def test_flags_nobody_with_another_address(self, office, delegate):
        make_letter(delegate, state=LetterState.FAILED, refused_address="a@example.org")

        page = office.get(str(LIST))

        assert not any(row.unreachable for row in page.context["cl"].result_list)
