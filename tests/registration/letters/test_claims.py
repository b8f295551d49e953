"""Each letter is in one pair of hands at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.letters import delivery, outbox
from registration.models import Letter
from tests.factories import (
    make_letter,
)
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
        (claimed,) = outbox.claim()

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (SENDING, 1)
        assert mail.claim == claimed.claim
        assert pause_of(mail) == settings.MAIL_LEASE.total_seconds()
        assert outbox.claim() == []

    def test_end_when_the_worker_that_held_them_is_dead(self, sink, mail):
        outbox.claim()
        Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))

        assert deliver() == 1

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (SENT, 2)

    def test_of_a_worker_that_was_only_slow_are_not_written_over(
        self, sink, mail, caplog
    ):
        (slow,) = outbox.claim()
        make_due()
        deliver()

        outbox.note(slow, state=FAILED, reason="late")

        mail.refresh_from_db()
        assert (mail.state, mail.reason) == (SENT, "")
        assert "taken over" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_are_exclusive(self):
        for _ in range(3 * outbox.BATCH):
            make_letter()

        batches = in_threads(4, lambda n: [mail.pk for mail in outbox.claim()])

        claimed = [pk for batch in batches for pk in batch]
        assert len(claimed) == len(set(claimed))
        assert len(claimed) >= outbox.BATCH

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
            batches = in_threads(4, lambda n: [mail.pk for mail in outbox.claim()])
            claimed = [pk for batch in batches for pk in batch]
            if len(claimed) > len(set(claimed)):
                return

        pytest.fail("no letter was ever claimed twice: this control proves nothing")

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_never_send_the_same_letter(self, sink):
        mails = [make_letter() for _ in range(3 * outbox.BATCH)]

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
        monkeypatch.setattr(outbox, "is_held", lambda mail: True)
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
