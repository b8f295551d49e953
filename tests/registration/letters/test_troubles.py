"""Whose trouble it is, theirs are the letters that wait: all others leave."""

import pytest
from django.utils import timezone

from registration.letters import delivery, progress, troubles
from registration.letters.answers import AnswerRule, Verdict
from registration.models import Letter, MailTrouble
from tests.factories import make_delegate, make_letter
from tests.registration.delivery import (
    FAILED,
    QUEUED,
    SENT,
    deliver,
    make_due,
    pause_of,
)

pytestmark = pytest.mark.server


def letters_to(domain: str, number: int) -> list[Letter]:
    return [
        make_letter(make_delegate(email=f"person{n}@{domain}")) for n in range(number)
    ]


def states(mails: list[Letter]) -> set[str]:
    rows = Letter.objects.filter(pk__in=[mail.pk for mail in mails])
    return set(rows.values_list("state", flat=True))


class TestAProviderThatTakesNoMore:
    @pytest.fixture
    def theirs(self, sink):
        mails = letters_to("qq.example", 45)
        for mail in mails:
            sink.answers[mail.delegate.email] = "421 4.7.0 come back later"
        return mails

    def test_holds_up_its_own_letters_alone(self, sink, theirs):
        others = letters_to("other.example", 5)

        assert deliver() == 5

        assert states(others) == {SENT}
        assert states(theirs) == {QUEUED}
        # One has heard it; the others were never tried.
        assert sorted(
            Letter.objects.filter(state=QUEUED).values_list("attempts", flat=True)
        ) == [0] * 44 + [1]

    def test_would_hold_up_all_if_it_were_taken_for_the_mail_server(
        self, theirs, monkeypatch
    ):
        """The negative control."""
        rule = (AnswerRule(Verdict.RELAY, "421"),)
        monkeypatch.setattr("registration.letters.answers.TABLE", rule)
        others = letters_to("other.example", 5)

        deliver()

        assert states(others) == {QUEUED}

    def test_is_asked_again_after_longer_and_longer_pauses(self, theirs):
        pauses = []
        for _ in range(6):
            make_due()
            deliver()
            pauses.append(round(pause_of(theirs[-1]) / 60))

        assert pauses == [1, 2, 4, 8, 15, 15]

    def test_gets_everything_as_soon_as_it_takes_one(self, sink, theirs):
        deliver()
        sink.answers.clear()
        make_due()

        # On a slow machine one run ends before all have left.
        sent = deliver()
        while more := deliver():
            sent += more

        assert sent == len(theirs)
        assert not MailTrouble.objects.exists()

    def test_a_letter_that_is_queued_meanwhile_waits_with_them(self, sink, theirs):
        deliver()
        (new,) = letters_to("qq.example", 1)

        deliver()

        new.refresh_from_db()
        assert (new.state, new.attempts) == (QUEUED, 0)
        assert pause_of(new) == pause_of(theirs[-1])


class TestARunOfRefusals:
    """A mail server that refuses everything is the one that is ill."""

    @pytest.mark.parametrize("answer", ["554 no", "550 5.1.1 unknown", "550 denied"])
    def test_is_a_pause_and_kills_nobody(self, sink, caplog, answer):
        mails = letters_to("example.org", 60)
        for mail in mails:
            sink.verdicts[mail.delegate.email] = answer

        for _ in range(3):
            deliver()

        assert states(mails) == {QUEUED}
        assert MailTrouble.objects.of_the_relay().get().reason == answer
        assert not progress.letters_leave()
        assert "refuses everything" in caplog.text
        assert not Letter.objects.exclude(refused_address="").exists()

    def test_would_kill_all_without_the_guard(self, sink, monkeypatch):
        """The negative control."""
        monkeypatch.setattr(troubles, "A_RUN", 100)
        mails = letters_to("example.org", 60)
        sink.verdicts |= {mail.delegate.email: "554 no" for mail in mails}

        deliver()

        assert states(mails) == {FAILED}

    def test_is_over_with_the_next_letter_that_is_taken(self, sink):
        mails = letters_to("example.org", 60)
        sink.verdicts |= {mail.delegate.email: "554 no" for mail in mails}
        deliver()
        sink.verdicts.clear()
        make_due()

        assert deliver() == 60

        assert progress.letters_leave()

    def test_goes_on_while_every_probe_is_refused(self, sink):
        mails = letters_to("example.org", 12)
        sink.verdicts |= {mail.delegate.email: "554 no" for mail in mails}

        for _ in range(40):
            make_due()
            deliver()

        assert states(mails) == {QUEUED}

    def test_is_none_while_others_are_taken(self, sink):
        """Old addresses, one after the other: each is set aside, for good."""
        bad, good = letters_to("old.example", 7), letters_to("new.example", 7)
        sink.answers |= {mail.delegate.email: "550 5.1.1 no" for mail in bad}
        for n, (old, new) in enumerate(zip(bad, good, strict=True)):
            now = timezone.now()
            for mail in (old, new):
                due = now - timezone.timedelta(minutes=20 - n)
                Letter.objects.filter(pk=mail.pk).update(due_at=due)

        deliver()

        assert (states(bad), states(good)) == ({FAILED}, {SENT})

    def test_of_old_addresses_ends_too(self, sink):
        """They get a second chance, and no third."""
        bad, good = letters_to("old.example", 6), letters_to("new.example", 1)
        sink.answers |= {mail.delegate.email: "550 5.1.1 no" for mail in bad}

        for _ in range(3):
            deliver()
            MailTrouble.objects.update(until=timezone.now())
        make_due()
        deliver()

        assert (states(bad), states(good)) == ({FAILED}, {SENT})
        flagged = Letter.objects.exclude(refused_address="")
        assert {mail.refused_address for mail in flagged} == {
            mail.delegate.email for mail in bad
        }


class TestAnUnclearEnd:
    """L2: the server may have taken it, so it is not tried again and again."""

    def test_is_tried_twice_more_widely_apart(self, sink, mail):
        sink.verdicts[mail.delegate.email] = ""
        pauses = []
        for _ in range(2):
            make_due()
            deliver()
            pauses.append(round(pause_of(mail) / 60))
        for _ in range(5):
            make_due()
            deliver()

        mail.refresh_from_db()
        assert pauses == [15, 240]
        assert mail.state == FAILED
        assert "may have arrived" in mail.reason
        assert len(sink.letters) == 3
        assert len({letter["Message-ID"] for letter in sink.letters}) == 1

    def test_that_waits_for_longer_than_for_any_other_answer(
        self, sink, mail, settings
    ):
        """RFC 5321, 4.5.3.2.6: ten minutes."""
        settings.EMAIL_TIMEOUT = 0.3
        sink.slowness = 0.6

        assert deliver() == 1


@pytest.mark.django_db(transaction=True)
class TestALetterThatHangs:
    @pytest.fixture(autouse=True)
    def patience(self, monkeypatch):
        monkeypatch.setattr(delivery, "PATIENCE", 0.2)
        monkeypatch.setattr(delivery, "_away", [])

    def test_holds_up_no_other(self, sink):
        hung, *others = letters_to("example.org", 6)
        sink.silent.add(hung.delegate.email)

        assert deliver() == 5
        assert states(others) == {SENT}

        sink.silent.clear()
        while not deliver():
            pass
        hung.refresh_from_db()
        assert (hung.state, hung.attempts) == (SENT, 1)
        assert len(sink.letters) == 6

    def test_stays_with_its_worker_for_as_long_as_it_takes(
        self, sink, settings, monkeypatch
    ):
        settings.MAIL_LEASE = timezone.timedelta(seconds=0.3)
        hung = make_letter()
        sink.silent.add(hung.delegate.email)
        deliver()

        for _ in range(10):
            deliver()
            assert delivery._away != []

        hung.refresh_from_db()
        assert hung.attempts == 1
