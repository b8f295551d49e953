"""Letters on their way: what is promised is sent, once, whoever else fails."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from registration import enrolment
from registration.errors import (
    LetterCannotBeWritten,
    NoAddressToWriteTo,
    NobodySigns,
    NothingIsPublished,
)
from registration.letters import claims, delivery, kinds, outbox, render, smtp
from registration.letters.kinds import Priority
from registration.letters.render import LetterContent
from registration.models import Letter, StaffAction
from registration.states import LetterState
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_letter,
    make_registration_settings,
    make_staff,
    register_someone,
)
from tests.registration.delivery import (
    FAILED,
    QUEUED,
    SENT,
    deliver,
    make_due,
)
from tests.threads import in_threads

pytestmark = pytest.mark.server


class TestTheWay:
    def test_a_sign_up_becomes_a_letter_in_the_mailbox(self, sink):
        delegate = register_someone(make_category(), email="ada@example.org")

        assert deliver() == 1

        (letter,) = sink.to("ada@example.org")
        mail = delegate.letters.get()
        assert letter["X-Confsite-Letter"] == "confirmed"
        assert letter["Message-ID"] == f"<{mail.uid}@confsite.example>"
        assert (mail.state, mail.recipient) == (SENT, "ada@example.org")
        assert mail.subject == letter["Subject"]
        assert (mail.claim, mail.reason, mail.attempts) == (None, "", 1)
        assert mail.sent_at is not None

    def test_what_is_kept_for_staff_opens_nothing(self, sink, mail):
        deliver()

        mail.refresh_from_db()
        sent = sink.letters[0].get_body(["plain"]).get_content()
        assert "/my/" in sent
        assert "/my/" not in mail.text
        assert mail.text != ""

    def test_a_sent_letter_is_not_sent_again(self, sink, mail):
        deliver()

        assert deliver() == 0
        assert len(sink.letters) == 1

    def test_letters_leave_in_the_order_in_which_they_were_queued(self, sink):
        order = [make_letter().delegate.email for _ in range(15)]

        deliver()

        assert sink.recipients == order

    def test_one_connection_serves_ten_letters(self, sink):
        """Exim, by its defaults, puts the eleventh aside for half an hour."""
        for _ in range(claims.BATCH + 2):
            make_letter()

        assert deliver() == claims.BATCH + 2
        assert sink.brought == [10, 10, 2]

    def test_nothing_to_send_asks_no_mail_server(self, sink):
        assert deliver() == 0
        assert sink.connections == 0

    def test_a_letter_for_later_waits(self, sink):
        make_letter(due_at=timezone.now() + timedelta(minutes=1))

        assert deliver() == 0

    def test_a_letter_that_is_no_longer_true_does_not_leave(self, sink):
        """Who cancels before the confirmation has left gets the cancellation alone."""
        delegate = register_someone(make_category())
        enrolment.cancel(delegate)

        assert deliver() == 1

        assert [letter["X-Confsite-Letter"] for letter in sink.letters] == ["cancelled"]
        states = delegate.letters.order_by("pk").values_list("state", flat=True)
        assert list(states) == [LetterState.OVERTAKEN, SENT]

    def test_what_staff_may_undo_and_notes_to_others_are_not_overtaken(self):
        delegate = make_delegate()
        action = StaffAction.objects.create(verb="approved", by=make_staff())
        kept = make_letter(delegate, kind=kinds.APPROVED, action=action)
        note = make_letter(
            delegate, kind=kinds.ADDRESS_CHANGED, recipient="before@example.org"
        )
        make_letter(delegate)

        outbox.overtake(delegate)

        assert list(delegate.letters.filter(state=QUEUED)) == [note, kept]

    def test_what_was_rolled_back_was_never_queued(self, sink):
        with transaction.atomic():
            outbox.queue(kinds.CONFIRMED, make_delegate())
            transaction.set_rollback(True)

        assert deliver() == 0

    @pytest.mark.django_db(transaction=True)
    def test_a_letter_that_comes_meanwhile_is_taken_along(self, sink):
        """The ring that was saved: the run lingers for longer than rings are apart."""
        make_letter()
        delegate = make_delegate()
        sink.is_awake.clear()
        run = threading.Thread(
            target=lambda: in_threads(1, lambda n: delivery.deliver(drain_for=0.5))
        )
        run.start()
        assert sink.has_data.wait(10)
        make_letter(delegate)
        sink.is_awake.set()
        run.join()

        assert len(sink.letters) == 2


class TestHowSoonItLeaves:
    @pytest.mark.parametrize("kind", [kinds.CONFIRMED, kinds.APPROVED])
    def test_is_said_by_its_kind(self, kind):
        delegate = make_delegate()
        outbox.queue(kind, delegate)
        outbox.queue_for([delegate], kind, None)

        priorities = delegate.letters.values_list("priority", flat=True)
        assert set(priorities) == {kind.priority}

    def test_is_that_of_what_it_was_changed_into(self):
        letter = outbox.queue(kinds.APPROVED, make_delegate())

        outbox.change(letter, kinds.WAITING)

        letter.refresh_from_db()
        assert letter.priority == kinds.WAITING.priority

    @pytest.mark.parametrize(("more", "priority"), [(0, "URGENT"), (1, "NON_URGENT")])
    def test_nobody_waits_for_one_of_many(self, more, priority):
        delegates = [make_delegate()] * (outbox.A_FEW + more)

        outbox.queue_for(iter(delegates), kinds.CONFIRMED, None)

        assert {mail.priority for mail in Letter.objects.all()} == {Priority[priority]}


@pytest.mark.django_db(transaction=True)
class TestPoison:
    """L4: a letter that cannot be written never blocks the others."""

    @pytest.fixture
    def poison(self, monkeypatch):
        bad = make_letter()
        content = render.content

        def choke(mail: Letter) -> LetterContent:
            if mail.pk == bad.pk:
                raise RuntimeError("this template is broken")
            return content(mail)

        monkeypatch.setattr(render, "content", choke)
        return bad

    def test_does_not_block_the_others(self, sink, poison):
        others = [make_letter() for _ in range(3)]

        assert deliver() == 3

        assert sink.recipients == [mail.delegate.email for mail in others]
        poison.refresh_from_db()
        assert (poison.state, poison.attempts) == (QUEUED, 1)
        assert poison.reason == str(LetterCannotBeWritten())

    def test_is_set_aside_after_five_crashes(self, sink, poison):
        for attempts in range(1, claims.MAX_CRASHES + 1):
            make_due()
            deliver()
            poison.refresh_from_db()
            assert poison.attempts == attempts

        assert poison.state == FAILED
        with translation.override("zh-hans"):
            assert poison.reason_in_words.startswith("邮件无法生成")

    def test_that_chokes_the_mail_program_is_set_aside_too(
        self, sink, mail, monkeypatch
    ):
        """Whatever smtplib raises that is no answer of a server."""
        other = make_letter()
        send = smtp.Connection.send

        def choke(self: smtp.Connection, message: smtp.Message) -> None:
            if message.to == mail.delegate.email:
                raise UnicodeEncodeError("ascii", "例", 0, 1, "ordinal not in range")
            send(self, message)

        monkeypatch.setattr(smtp.Connection, "send", choke)

        assert deliver() == 1

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (QUEUED, 1)
        assert sink.recipients == [other.delegate.email]

    @pytest.mark.parametrize(
        ("lacks", "reason"),
        [
            ("settings", NobodySigns),
            ("release", NothingIsPublished),
            ("address", NoAddressToWriteTo),
        ],
    )
    def test_says_what_staff_can_put_right(self, sink, lacks, reason):
        conference = make_conference(published=lacks != "release")
        if lacks != "settings":
            make_registration_settings(conference=conference)
        email = "nobody" if lacks == "address" else "a@example.org"
        mail = make_letter(make_delegate(conference, email=email))

        deliver()

        mail.refresh_from_db()
        assert (mail.state, mail.reason) == (QUEUED, str(reason()))


class TestARunThatNeverEnds:
    def test_stops_after_a_while_and_rings_for_the_next(self, sink, monkeypatch):
        rings: list[str] = []
        monkeypatch.setattr(outbox.app, "send_task", rings.append)
        monkeypatch.setattr(delivery, "LONGEST_RUN", 0)
        make_letter()

        deliver()

        assert rings == ["registration.letters.go_on"]


@pytest.mark.parametrize("batches", [1, 2])
def test_a_letter_costs_the_same_however_many_there_are(sink, batches):
    category = make_category()
    for _ in range(batches * claims.BATCH):
        register_someone(category)

    with CaptureQueriesContext(connection) as captured:
        deliver()

    writes = [q for q in captured if q["sql"].startswith("UPDATE")]
    # One for each letter, one for each claim.
    assert len(writes) == batches * (claims.BATCH + 1)
