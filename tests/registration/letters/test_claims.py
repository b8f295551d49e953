"""Each letter is in one pair of hands at a time."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import cycle

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.utils import timezone

from registration.errors import TheWorkerDied
from registration.letters import claims, delivery, render, smtp
from registration.letters.kinds import Priority
from registration.models import Letter
from registration.models.letter import LetterQuerySet
from tests.factories import make_letter
from tests.registration.delivery import (
    FAILED,
    SENDING,
    SENT,
    deliver,
    make_due,
    pause_of,
)
from tests.servers import wait_until
from tests.threads import in_threads

pytestmark = pytest.mark.server


class TestClaims:
    def test_last_for_a_lease_and_count_an_attempt(self, mail, settings):
        (claimed,) = claims.claim()

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (SENDING, 1)
        assert mail.claim == claimed.claim
        assert pause_of(mail) == settings.MAIL_LEASE.total_seconds()
        assert claims.claim() == []

    def test_end_when_the_worker_that_held_them_is_dead(self, sink, mail):
        claims.claim()
        Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))

        assert deliver() == 1

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (SENT, 2)

    def test_of_a_worker_that_was_only_slow_are_not_written_over(
        self, sink, mail, caplog
    ):
        (slow,) = claims.claim()
        make_due()
        deliver()

        claims.note(slow, state=FAILED, reason="late")

        mail.refresh_from_db()
        assert (mail.state, mail.reason) == (SENT, "")
        assert "taken over" in caplog.text

    def test_of_a_worker_that_was_slow_to_send_are_not_written_over_either(
        self, sink, mail, caplog
    ):
        (slow,) = claims.claim()
        make_due()
        deliver()

        claims.note_sent(slow, recipient="b@example.org", subject="", text="late")

        mail.refresh_from_db()
        assert mail.recipient == mail.delegate.email
        assert "taken over" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_are_exclusive(self):
        for _ in range(3 * claims.BATCH):
            make_letter()

        batches = in_threads(4, lambda n: [mail.pk for mail in claims.claim()])

        claimed = [pk for batch in batches for pk in batch]
        assert len(claimed) == len(set(claimed))
        assert len(claimed) >= claims.BATCH

    @pytest.mark.django_db(transaction=True)
    def test_would_not_be_without_the_lock(self, monkeypatch):
        """The negative control: select, then update."""
        monkeypatch.setattr(
            "django.db.models.QuerySet.select_for_update", lambda self, **how: self
        )
        for _ in range(20):
            Letter.objects.all().delete()
            for _ in range(5):
                make_letter()
            batches = in_threads(4, lambda n: [mail.pk for mail in claims.claim()])
            claimed = [pk for batch in batches for pk in batch]
            if len(claimed) > len(set(claimed)):
                return

        pytest.fail("no letter was ever claimed twice: this control proves nothing")

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_never_send_the_same_letter(self, sink):
        mails = [make_letter() for _ in range(3 * claims.BATCH)]

        sent = in_threads(3, lambda n: deliver())

        assert sum(sent) == len(mails)
        assert sorted(sink.recipients) == sorted(m.delegate.email for m in mails)

    @pytest.mark.django_db(transaction=True)
    def test_of_a_batch_outlast_a_slow_mail_server(self, sink, settings):
        """L5: each letter has a lease of its own, however long those before it took."""
        settings.MAIL_LEASE = timedelta(seconds=1)
        sink.slowness = 0.4
        mails = [make_letter() for _ in range(4)]

        sent = in_threads(2, self.work)

        assert sum(sent) == len(mails)
        assert sorted(sink.recipients) == sorted(m.delegate.email for m in mails)

    @pytest.mark.django_db(transaction=True)
    def test_would_not_without_renewal(self, sink, settings, monkeypatch):
        """The negative control of the one above."""
        settings.MAIL_LEASE = timedelta(seconds=1)
        monkeypatch.setattr(claims, "is_held", lambda mail: True)
        sink.slowness = 0.4
        mails = [make_letter() for _ in range(4)]

        in_threads(2, self.work)

        assert len(sink.recipients) > len(mails)

    def work(self, n: int) -> int:
        """The first takes all; the second looks for what has fallen due again."""
        if n == 0:
            return deliver()
        wait_until(lambda: Letter.objects.filter(state=SENDING).exists())
        return delivery.deliver(drain_for=2)


class TestTheClock:
    """L5: of whom the clock is wrong, nothing is taken too early."""

    @pytest.fixture
    def ahead(self, monkeypatch):
        later = timezone.now() + timedelta(minutes=7)
        monkeypatch.setattr(timezone, "now", lambda: later)

    def test_of_another_machine_ends_no_lease(self, mail, ahead):
        assert len(claims.claim()) == 1

        assert claims.claim() == []

    def test_of_another_machine_makes_nothing_due(self, mail, ahead):
        Letter.objects.update(due_at=timezone.now() - timedelta(minutes=1))

        assert claims.claim() == []

    def test_of_the_web_delays_no_letter(self, ahead, sink):
        make_letter()

        assert deliver() == 1


def test_claims_are_handed_out_as_they_fell_due():
    mails = [make_letter() for _ in range(4)]
    for minutes, mail in enumerate(mails, start=1):
        due = timezone.now() - timedelta(minutes=minutes)
        Letter.objects.filter(pk=mail.pk).update(due_at=due)

    assert [mail.pk for mail in claims.claim()] == [m.pk for m in reversed(mails)]


class TestWhoeverWaitsGoesFirst:
    @pytest.fixture(autouse=True)
    def from_the_first_turn(self, monkeypatch):
        monkeypatch.setattr(claims, "_turns", cycle(claims.TURNS))
        monkeypatch.setattr(claims, "BATCH", 2)

    def queue(self, priority: Priority, number: int = 1, **columns) -> None:
        """One after the other, longer ago than what is queued later."""
        for _ in range(number):
            make_letter(priority=priority, **columns)

    def claimed(self, claims_made: int = 1) -> list[int]:
        return [mail.priority for _ in range(claims_made) for mail in claims.claim()]

    def test_however_many_have_waited_for_longer(self):
        self.queue(Priority.NON_URGENT, 5)
        self.queue(Priority.NORMAL)
        self.queue(Priority.URGENT)

        assert self.claimed(3) == [1, 2, 3, 3, 3, 3]

    def test_would_not_in_the_order_of_the_queue(self, monkeypatch):
        """The negative control."""
        due = LetterQuerySet.due
        monkeypatch.setattr(LetterQuerySet, "due", lambda q: due(q).order_by("due_at"))
        self.queue(Priority.NON_URGENT, 2)
        self.queue(Priority.URGENT)

        assert self.claimed() == [3, 3]

    def flood(self) -> list[int]:
        """What ten claims hand out where urgent letters never cease."""
        self.queue(Priority.NON_URGENT, 2)
        self.queue(Priority.NORMAL, 4)
        self.queue(Priority.URGENT, 25)
        return self.claimed(10)

    def test_and_nobody_is_left_behind(self):
        assert Counter(self.flood()) == {1: 16, 2: 2, 3: 2}

    def test_would_be_without_turns(self, monkeypatch):
        """The negative control."""
        monkeypatch.setattr(claims, "_turns", cycle([Priority.URGENT]))

        assert set(self.flood()) == {Priority.URGENT}

    def test_a_claim_is_one_look_at_an_index_however_many_are_put_off(self):
        later = timezone.now() + timedelta(days=1)
        self.queue(Priority.URGENT, 3, due_at=later)
        self.queue(Priority.NORMAL)

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            plan = Letter.objects.due()[: claims.BATCH].explain()

        assert "letter_due" in plan
        assert "Sort" not in plan
        assert "priority = ANY" in plan.partition("Index Cond")[2]


def test_no_letter_leaves_without_a_known_priority():
    with pytest.raises(IntegrityError, match="letter_priority_is_known"):
        make_letter(priority=4)


class Killed(BaseException):
    """The end of a process: nothing of ours catches it, and nothing is put back."""


@pytest.mark.django_db(transaction=True)
class TestALetterThatKillsItsWorker:
    """L4: its crashes are counted by whoever claims it next."""

    @pytest.fixture
    def killer(self, monkeypatch):
        """The second of the batch."""
        make_letter()
        mail = make_letter()
        for _ in range(3):
            make_letter()
        content, put_back = render.content, claims.put_back

        def kill(letter: Letter):
            if letter.pk == mail.pk:
                monkeypatch.setattr(claims, "put_back", lambda *args, **how: None)
                raise Killed
            return content(letter)

        monkeypatch.setattr(render, "content", kill)
        mail.revive = lambda: monkeypatch.setattr(claims, "put_back", put_back)
        return mail

    def live(self, killer: Letter) -> None:
        """One worker after another, each until it is killed."""
        make_due()
        killer.revive()
        with suppress(Killed):
            deliver()
        killer.refresh_from_db()

    def test_takes_no_other_with_it_twice(self, sink, killer):
        self.live(killer)
        assert Letter.objects.filter(state=SENDING).count() == 4

        self.live(killer)
        # Another worker, while the lease of the dead one runs.
        deliver()

        assert Letter.objects.filter(state=SENT).count() == 4
        assert len(set(sink.recipients)) == len(sink.recipients) == 4

    def test_is_set_aside_after_five(self, sink, killer):
        for crashes in range(claims.MAX_CRASHES):
            self.live(killer)
            # The last is counted by whoever comes next.
            assert (killer.state, killer.crashes) == (SENDING, crashes)

        self.live(killer)

        assert (killer.state, killer.crashes) == (FAILED, 5)
        assert (killer.reason, killer.attempts) == (str(TheWorkerDied()), 5)

    def test_however_often_it_was_asked_to_come_later(self, sink, killer):
        """Attempts that a server put off are no crashes."""
        Letter.objects.filter(pk=killer.pk).update(attempts=30)

        for _ in range(2):
            self.live(killer)

        assert killer.state != FAILED


@pytest.mark.django_db(transaction=True)
class TestTheDatabaseGoesAway:
    """What a worker held is free as soon as there is a database again."""

    def deliver_while_it_dies(self, monkeypatch) -> None:
        monkeypatch.setattr(claims, "_unwritten", [])
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid
        send = smtp.Connection.send

        def send_and_kill(relay: smtp.Connection, message: smtp.Message) -> None:
            try:
                send(relay, message)
            finally:
                other = connection.copy()
                with other.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
                other.close()

        with monkeypatch.context() as dying:
            dying.setattr(smtp.Connection, "send", send_and_kill)
            with pytest.raises((OperationalError, InterfaceError)):
                deliver()
        connection.close()

    def test_no_letter_waits_for_the_end_of_the_lease(self, sink, monkeypatch):
        mails = [make_letter() for _ in range(5)]

        self.deliver_while_it_dies(monkeypatch)
        assert sink.recipients != []
        deliver()

        assert sorted(sink.recipients) == sorted(m.delegate.email for m in mails)
        letters = Letter.objects.values_list("state", "attempts", "crashes")
        assert set(letters) == {(SENT, 1, 0)}

    @pytest.mark.parametrize("answer", ["451 later", "421 no", "554 spam", "535 no"])
    def test_nor_one_that_was_refused_meanwhile(self, sink, monkeypatch, answer):
        refused, *_others = [make_letter() for _ in range(5)]
        sink.answers[refused.delegate.email] = answer

        self.deliver_while_it_dies(monkeypatch)
        deliver()

        assert not Letter.objects.filter(state=SENDING).exists()
