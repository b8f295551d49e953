"""L3: what a mail server says, and what becomes of the letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.letters import troubles
from registration.models import Letter, MailTrouble
from tests.factories import (
    make_letter,
)
from tests.registration.delivery import (
    FAILED,
    QUEUED,
    SENT,
    deliver,
    make_due,
    pause_of,
)
from tests.sink import running_sink


class TestTheMailServerIsAway:
    """L3: it is not about this letter, so no attempt is counted."""

    def assert_put_back(self, mail: Letter) -> None:
        mail.refresh_from_db()
        assert (mail.state, mail.attempts, mail.claim) == (QUEUED, 0, None)
        trouble = MailTrouble.objects.of_the_relay().get()
        pause = trouble.until - timezone.now()
        assert round(pause.total_seconds()) == troubles.RELAY_PAUSE.total_seconds()
        assert deliver() == 0

    def test_refused(self, mail, caplog):
        assert deliver() == 0

        self.assert_put_back(mail)
        assert "cannot be used" in caplog.text

    @pytest.mark.parametrize("banner", ["421 too busy", "554 no service", "garbage"])
    def test_turned_away_at_the_door(self, mail, settings, banner):
        with running_sink(banner=banner) as sink:
            settings.EMAIL_PORT = sink.port
            deliver()

        self.assert_put_back(mail)

    @pytest.mark.parametrize("at", ["answers", "verdicts"])
    @pytest.mark.parametrize("answer", ["530 5.7.0 sign in first", "535 wrong"])
    def test_that_wants_us_to_sign_in_whatever_we_say(self, sink, mail, at, answer):
        getattr(sink, at)[mail.delegate.email] = answer

        deliver()

        self.assert_put_back(mail)

    def test_that_offers_no_encryption_where_we_insist(self, sink, mail, settings):
        """L5: STARTTLS that fails never falls back to plain text."""
        settings.EMAIL_USE_TLS = True

        deliver()

        self.assert_put_back(mail)
        assert sink.letters == []

    def test_that_does_not_know_our_password(self, sink, mail, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "u", "p"

        deliver()

        self.assert_put_back(mail)
        assert sink.letters == []

    def test_the_whole_batch_is_put_back(self):
        mails = [make_letter() for _ in range(3)]

        deliver()

        for mail in mails:
            self.assert_put_back(mail)

    def test_for_days_it_is_still_tried(self, sink, mail, settings):
        working = settings.EMAIL_PORT
        settings.EMAIL_PORT = 1
        long_ago = timezone.now() - timedelta(days=20)
        Letter.objects.update(queued_at=long_ago)
        for _ in range(50):
            make_due()
            deliver()

        assert MailTrouble.objects.get().failures == 50
        settings.EMAIL_PORT = working
        make_due()

        assert deliver() == 1


class TestAnswers:
    @pytest.mark.parametrize("at", ["answers", "verdicts"])
    @pytest.mark.parametrize("answer", ["450 greylisted", "451 later", "452 full"])
    def test_later_means_later(self, sink, mail, at, answer):
        getattr(sink, at)[mail.delegate.email] = answer

        deliver()

        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (QUEUED, 1)
        assert answer in mail.reason
        assert sink.letters == []

    def test_later_is_1_5_15_30_minutes_and_then_hourly(self, sink, mail):
        sink.answers[mail.delegate.email] = "451 later"
        pauses = []

        for _ in range(7):
            make_due()
            deliver()
            pauses.append(pause_of(mail) / 60)

        assert pauses == [1, 5, 15, 30, 60, 60, 60]

    def test_later_ends_after_five_days(self, sink, mail):
        sink.answers[mail.delegate.email] = "451 later"
        Letter.objects.update(queued_at=timezone.now() - timedelta(days=5, minutes=1))

        deliver()

        mail.refresh_from_db()
        assert (mail.state, mail.reason) == (FAILED, "451 later")

    def test_later_may_become_now(self, sink, mail):
        sink.answers[mail.delegate.email] = "451 later"
        deliver()
        sink.answers.clear()
        make_due()

        assert deliver() == 1

        mail.refresh_from_db()
        assert (mail.state, mail.reason, mail.attempts) == (SENT, "", 2)

    @pytest.mark.parametrize("at", ["answers", "verdicts"])
    @pytest.mark.parametrize("answer", ["550 5.1.1 unknown", "553 no", "554 spam"])
    def test_never_means_never(self, sink, mail, at, answer):
        getattr(sink, at)[mail.delegate.email] = answer

        deliver()
        make_due()
        deliver()

        mail.refresh_from_db()
        assert (mail.state, mail.reason, mail.attempts) == (FAILED, answer, 1)

    def test_one_refused_letter_does_not_hold_up_the_others(self, sink):
        first, refused, last = make_letter(), make_letter(), make_letter()
        sink.answers[refused.delegate.email] = "550 no"

        assert deliver() == 2

        assert sink.recipients == [first.delegate.email, last.delegate.email]
        assert sink.connections == 1

    def test_a_connection_that_breaks_costs_one_copy_at_most(self, sink, mail):
        """L2: the server had taken it, and we could not know."""
        sink.verdicts[mail.delegate.email] = ""
        deliver()
        sink.verdicts.clear()
        make_due()
        deliver()

        first, second = sink.letters
        for header in ("Message-ID", "Date", "Subject", "From", "To"):
            assert first[header] == second[header]
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (SENT, 2)

    def test_after_a_broken_connection_the_others_get_a_new_one(self, sink):
        broken, other = make_letter(), make_letter()
        sink.verdicts[broken.delegate.email] = ""

        assert deliver() == 1

        assert other.delegate.email in sink.recipients
        assert sink.connections == 2


class TestAConnection:
    """RFC 2920: commands are said in one breath where that is understood."""

    @pytest.fixture(params=["one by one", "in one breath"])
    def way(self, request, sink):
        if request.param == "in one breath":
            sink.extensions.append("PIPELINING")
        return request.param

    def test_is_used_as_the_server_allows(self, sink, way):
        make_letter()

        assert deliver() == 1

        assert (sink.in_advance > 0) is (way == "in one breath")

    @pytest.mark.parametrize("answer", ["450 later", "550 5.1.1 no", "421 not you"])
    def test_goes_on_after_a_recipient_that_is_refused(self, sink, way, answer):
        refused, *others = (make_letter() for _ in range(4))
        for mail in others:
            mail.delegate.email = mail.delegate.email.replace("@", "@other.")
            mail.delegate.save()
        sink.answers[refused.delegate.email] = answer

        assert deliver() == 3

        assert sink.recipients == [mail.delegate.email for mail in others]
        refused.refresh_from_db()
        assert refused.reason == answer

    def test_that_was_closed_meanwhile_is_opened_anew(self, sink, way):
        """Whoever was to go next has not been heard of, and pays nothing for it."""
        first, second = make_letter(), make_letter()
        sink.closes_after.add(first.delegate.email)

        assert deliver() == 2

        second.refresh_from_db()
        assert (second.attempts, sink.connections) == (1, 2)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("conference.example.org", "conference.example.org"),
            ("例子.example", "xn--fsqu00a.example"),
            ("127.0.0.1", "[127.0.0.1]"),
            ("::1", "[IPv6:::1]"),
        ],
    )
    def test_tells_the_name_of_the_site(self, sink, settings, name, said):
        settings.MAIL_EHLO_NAME = name
        make_letter()

        deliver()

        assert sink.greetings == [f"ehlo {said}"]

    def test_that_nobody_vouches_for_says_why(self, sink, mail, settings):
        settings.EMAIL_USE_TLS, settings.MAIL_CA_FILE = True, "/no/such/file.pem"

        deliver()

        assert "No such file" in MailTrouble.objects.of_the_relay().get().reason
        assert sink.letters == []
