"""S4: a mailbox gets three letters an hour that nobody there asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registration import correspondence, enrolment
from registration.letters import claims, kinds, mailboxes, progress
from registration.letters.mailboxes import canonical
from registration.models import Letter, StaffAction
from registration.states import StaffVerb
from tests.confsite.staff.test_tallies import an_hour_passes
from tests.factories import make_category, make_delegate, make_letter, make_signup
from tests.pages import sign_up
from tests.registration.delivery import QUEUED, SENT, deliver, make_due, pause_of
from tests.threads import in_threads

# All lead to one mailbox.
SPELLINGS = [
    "ada.lovelace@gmail.com",
    "ADA.Lovelace@GMail.com",
    "adalovelace+conference@googlemail.com",
    "a.d.a.lovelace@gmail.com",
    '"ada.lovelace"@gmail.com',
    "ａｄａlovelace@gmail.com",
]
HAS_ENOUGH = "This mailbox has had three letters within an hour"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "other"),
    [
        *[(SPELLINGS[0], spelling) for spelling in SPELLINGS],
        ("ada@münchen.example", "Ada@xn--mnchen-3ya.example"),
        ("ada@münchen.example", "ada@MU\u0308NCHEN.example"),
        ("ada@例子.example", "ada@例子。example"),
        ("ada@straße.example", "ada@STRASSE.example"),
        ("ada@example.org", "ADA+x+y@example.org."),
    ],
)
def test_spellings_of_one_mailbox(address, other):
    assert canonical(address) == canonical(other)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "other"),
    [
        # Only where the provider reads no dots.
        ("ada.lovelace@example.org", "adalovelace@example.org"),
        ("ada@example.org", "ada@example.net"),
        ("+ada@example.org", "+wei@example.org"),
        ("ada@xn--.example", "wei@xn--.example"),
    ],
)
def test_these_are_two(address, other):
    assert canonical(address) != canonical(other)


@pytest.fixture
def spread():
    """Twelve first letters to one mailbox, of three conferences; and one to another."""
    for category in (make_category(), make_category(), make_category()):
        for spelling in SPELLINGS[1:5]:
            delegate = make_delegate(category=category, email=spelling)
            make_letter(delegate, kind=kinds.CONFIRMED)
    make_letter(make_delegate(email="wei@example.org"))


def to_ada(sink):
    return [to for to in sink.recipients if "lovelace" in to.lower()]


def deliver_in_threads(_n: int) -> int:
    return deliver()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("spread")
def test_several_workers_count_together_over_all_conferences(sink):
    in_threads(4, deliver_in_threads)

    assert len(to_ada(sink)) == 3
    assert "wei@example.org" in sink.recipients
    waiting = Letter.objects.filter(state=QUEUED)
    assert len(waiting) == 9
    for letter in waiting:
        assert letter.reason.startswith(HAS_ENOUGH)
        assert letter.attempts == 0
        assert 3500 < pause_of(letter) <= 3600


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("spread")
def test_without_the_guard_all_leave_at_once(sink, monkeypatch):
    monkeypatch.setattr(mailboxes.tallies, "mark", lambda wanted, *limit: {*wanted})

    in_threads(4, deliver_in_threads)

    assert len(to_ada(sink)) == 12


@pytest.mark.usefixtures("spread")
def test_the_next_leave_when_an_hour_is_over(sink):
    deliver()
    make_due()
    deliver()
    assert len(to_ada(sink)) == 3

    an_hour_passes()
    make_due()
    deliver()

    assert len(to_ada(sink)) == 6
    assert not Letter.objects.filter(state=SENT).exclude(reason="").exists()


@pytest.mark.usefixtures("spread")
def test_without_limits_nothing_waits(sink, settings):
    settings.LIMITS = False

    deliver()

    assert len(to_ada(sink)) == 12


def test_what_was_asked_for_is_not_counted(sink):
    ada = make_delegate(email="ada@example.org")
    action = StaffAction.objects.create(verb=StaffVerb.SENT_AGAIN)
    for _number in range(3):
        make_letter(ada)
    make_letter(ada, kind=kinds.APPROVED)
    make_letter(ada, action=action)
    deliver()
    assert len(sink.recipients) == 5

    Letter.objects.update(queued_at=timezone.now() - mailboxes.HOUR * 2)
    correspondence.send_again(ada)
    deliver()

    assert len(sink.recipients) == 6


def test_a_letter_that_is_tried_again_is_counted_once(sink):
    ada = make_delegate(email="ada@example.org")
    sink.answers["ada@example.org"] = "451 later"
    letters = [make_letter(ada) for _number in range(2)]
    for _time in range(4):
        deliver()
        make_due()
    sink.answers.clear()
    letters.append(make_letter(ada))

    deliver()

    assert len(sink.recipients) == 3
    assert {letter.pk for letter in letters} == {
        *Letter.objects.filter(state=SENT).values_list("pk", flat=True)
    }


def test_a_sign_up_says_and_costs_the_same(client, sink):
    def statements(email):
        category = make_category()
        sign_up(client, category)
        with CaptureQueriesContext(connection) as queries:
            answer = sign_up(client, category, email=email)
        deliver()
        return answer.status_code, len(queries)

    first = statements("wei+0@example.org")
    others = [statements(f"wei+{n}@example.org") for n in range(1, 5)]

    assert others == [first] * 4
    assert len([to for to in sink.recipients if to.startswith("wei+")]) == 3


@pytest.mark.usefixtures("spread", "sink")
def test_the_light_stays_green_while_mailboxes_have_enough():
    deliver()
    long_ago = timezone.now() - progress.OVERDUE * 2
    Letter.objects.filter(state=QUEUED).update(queued_at=long_ago)

    assert progress.letters_leave()
    Letter.objects.filter(state=QUEUED).update(reason="451 later")
    assert not progress.letters_leave()


def test_a_batch_costs_one_statement_more(sink, django_assert_max_num_queries):
    for _number in range(claims.BATCH):
        make_letter()
    batch = claims.claim()

    with django_assert_max_num_queries(1):
        assert mailboxes.within_the_limit(batch) == batch


def test_the_letter_waits_and_the_registration_is_taken(sink):
    delegates = [
        enrolment.register(make_signup(make_category(), email=f"Ada+{n}@example.org"))
        for n in range(4)
    ]

    deliver()

    assert [delegate.state for delegate in delegates] == ["confirmed"] * 4
    assert [d.letters.get().state for d in delegates] == [SENT] * 3 + [QUEUED]
