"""Passwords are set by their owners, through a link to their mailbox."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from confsite.models import PasswordLetter, User
from confsite.staff import passwords
from confsite.staff.tasks import password_letters
from registration.letters import copies
from tests.admin_pages import filled_in, form_on, messages_of
from tests.factories import make_staff
from tests.threads import in_threads

ASK = "/admin/password/"
GOOD = "unusual-enough-9"
NEW = {"new_password1": GOOD, "new_password2": GOOD}


def letter_to(email):
    """The one letter that the worker sends, and the path of its link."""
    password_letters()
    [letter] = mail.outbox
    assert letter.to == [email]
    [link, same] = re.findall(r"https://confsite\.example(\S+)", letter.body)
    assert link == same
    return letter, link


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org")


@pytest.fixture
def link(sam):
    return reverse("choose_password", args=[sam.pk, token(sam)])


def token(user):
    return default_token_generator.make_token(User.objects.get(pk=user.pk))


class TestTheLetter:
    def test_none_leaves_from_a_copy_of_the_database(self, sam, client, monkeypatch):
        client.post(ASK, {"email": sam.email})
        with monkeypatch.context() as copy:
            copy.setattr(copies, "is_held", lambda: True)
            password_letters()
            assert not mail.outbox

        letter_to(sam.email)

    def test_a_colleague_gets_it_when_added_and_chooses_a_password(self, client):
        client.force_login(make_staff())
        add = reverse("admin:confsite_user_add")

        form = client.get(add).content.decode()
        filled_in(client, add, email="hana@Example.org", first_name="Hana")
        hana = User.objects.get(email="hana@example.org")
        letter, link = letter_to("hana@example.org")
        own = Client()
        answer = own.post(link, NEW, follow=True)

        assert 'type="password"' not in form
        assert (hana.is_staff, hana.is_superuser) == (True, False)
        assert not hana.has_usable_password()
        assert "Your password" in letter.subject
        assert "密码" in letter.subject
        assert "48 小时" in letter.body
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        assert answer.redirect_chain == [("/admin/login/", 302)]
        assert "Your password is set." in answer.content.decode()
        assert User.objects.get(pk=hana.pk).check_password(GOOD)
        assert not PasswordLetter.objects.exists()

    def test_an_address_that_is_staff_already_gets_no_second_account(self, client, sam):
        client.force_login(make_staff())
        number = User.objects.count()

        page = filled_in(
            client, reverse("admin:confsite_user_add"), email="SAM@example.org"
        )

        assert "They have an account already" in str(messages_of(client.get(page.url)))
        assert User.objects.count() == number
        assert not PasswordLetter.objects.exists()

    def test_staff_have_it_sent_again(self, client, sam):
        client.force_login(make_staff())
        page = reverse("admin:confsite_user_change", args=[sam.pk])
        typed = form_on(client.get(page))
        send = {"confsite_user_send_password_link": "1"}

        answers = [client.post(page, typed | send, follow=True) for _time in range(4)]
        letter_to(sam.email)

        assert "Done: 1." in messages_of(answers[0])
        assert "asked for several times" in str(messages_of(answers[3]))

    def test_whoever_forgot_it_asks_from_the_sign_in_page(self, client, sam):
        page = client.get("/admin/login/").content.decode()
        client.post(ASK, {"email": "Sam@Example.org"})

        _letter, link = letter_to(sam.email)

        assert f'href="{ASK}"' in page
        assert link.startswith(f"{ASK}{sam.pk}/")

    @pytest.mark.parametrize(
        ("email", "columns"),
        [
            ("nobody@example.org", {}),
            ("wei@example.org", {"is_active": False}),
            ("wei@example.org", {"is_staff": False}),
        ],
    )
    def test_the_answer_is_the_same_where_there_is_no_account(
        self, client, sam, email, columns
    ):
        make_staff(**{"email": "wei@example.org"} | columns)

        answers = [client.post(ASK, {"email": e}) for e in (sam.email, email)]
        letter_to(sam.email)

        known, unknown = (plain(answer) for answer in answers)
        assert known == unknown
        assert "a letter with a link is on its way" in known
        assert not PasswordLetter.objects.exists()

    def test_a_mailbox_gets_three_in_an_hour_and_the_page_says_nothing(
        self, client, sam
    ):
        pages = set()
        for _time in range(5):
            pages.add(plain(client.post(ASK, {"email": sam.email})))
            password_letters()

        assert len(mail.outbox) == 3
        assert len(pages) == 1

    def test_a_network_asks_twenty_times(self, client):
        answers = [
            client.post(ASK, {"email": f"guest{n}@example.org"}).status_code
            for n in range(21)
        ]

        assert answers == [200] * 20 + [429]

    def test_what_the_mail_server_does_not_take_is_sent_later(self, monkeypatch, sam):
        passwords.invite(sam)
        with monkeypatch.context() as patch:
            patch.setattr(passwords, "message", lambda user, about: Untakable())
            password_letters()
        password_letters()
        row = PasswordLetter.objects.get()
        assert not mail.outbox
        assert row.due_at > timezone.now() + timedelta(seconds=50)

        PasswordLetter.objects.update(due_at=timezone.now() - timedelta(seconds=1))

        letter_to(sam.email)

    def test_it_goes_the_way_of_every_letter(self, settings, sink, sam):
        settings.EMAIL_BACKEND = "registration.letters.backend.Backend"
        passwords.invite(sam)

        password_letters()

        [letter] = sink.letters
        assert sink.recipients == [sam.email]
        assert letter["From"] == "confsite@confsite.example"
        assert "密码" in letter["Subject"]
        words = letter.get_content()
        assert f"https://confsite.example{ASK}{sam.pk}/" in words
        assert max(len(line) for line in words.splitlines()) <= 99

    def test_an_address_that_no_server_takes_holds_up_nobody(self, settings, sink, sam):
        settings.EMAIL_BACKEND = "registration.letters.backend.Backend"
        passwords.invite(make_staff(email="中文@example.org"))
        passwords.invite(sam)

        password_letters()

        assert sink.recipients == [sam.email]

    @pytest.mark.parametrize(
        "email", ["", "x", f"{'a' * 64}@{'b' * 190}.org", "a@b\0.org", "中文@例子.cn"]
    )
    def test_whatever_is_asked_for_gets_an_answer(self, client, email):
        assert client.post(ASK, {"email": email}).status_code == 200
        password_letters()

    def test_a_mail_server_that_is_away_has_it_tried_again(self, settings, sam):
        settings.EMAIL_BACKEND = "registration.letters.backend.Backend"
        passwords.invite(sam)

        password_letters()

        assert PasswordLetter.objects.get().due_at > timezone.now()

    def test_what_never_leaves_is_given_up_when_its_link_would_be_over(
        self, monkeypatch, sam
    ):
        passwords.invite(sam)
        two_days = timedelta(days=2, minutes=1)
        PasswordLetter.objects.update(asked_at=timezone.now() - two_days)
        monkeypatch.setattr(passwords, "message", lambda user, about: Untakable())

        password_letters()

        assert not PasswordLetter.objects.exists()

    @pytest.mark.usefixtures("sam")
    def test_a_broker_that_is_away_changes_nothing(
        self, client, monkeypatch, django_capture_on_commit_callbacks
    ):
        def away(name):
            raise OSError

        monkeypatch.setattr(passwords.app, "send_task", away)

        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(ASK, {"email": "sam@example.org"}).status_code == 200
        letter_to("sam@example.org")


class Untakable:
    def send(self):
        raise SMTPException("450 later")


def plain(answer):
    """Without what differs with every request."""
    return re.sub(r'value="[^"]{64}"', "", answer.content.decode())


class TestTheLink:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_opening_it_changes_nothing(self, client, sam, link, method):
        answers = [getattr(client, method)(link) for _twice in range(2)]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0]["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answers[0]["Cache-Control"]
        assert not client.cookies.get("device")
        assert User.objects.get(pk=sam.pk).password == sam.password
        assert client.post(link, NEW).status_code == 302

    def test_it_opens_once(self, client, sam, link):
        client.post(link, NEW)

        again = client.post(link, {"new_password1": "x", "new_password2": "x"})

        assert again.status_code == 410
        assert "has been used" in again.content.decode()
        assert User.objects.get(pk=sam.pk).check_password(GOOD)

    def test_it_opens_for_two_days(self, client, link, monkeypatch):
        now = default_token_generator._now()
        for hours, status in ((47, 200), (49, 410)):
            later = now + timedelta(hours=hours)
            monkeypatch.setattr(
                default_token_generator, "_now", lambda later=later: later
            )
            assert client.get(link).status_code == status

    @pytest.mark.parametrize(
        "columns",
        [{"is_active": False}, {"is_staff": False}, {"email": "new@example.org"}],
    )
    def test_it_is_over_when_the_account_or_the_address_is_another(
        self, client, sam, link, columns
    ):
        User.objects.filter(pk=sam.pk).update(**columns)

        assert client.post(link, NEW).status_code == 410

    def test_it_opens_no_other_account(self, client, link, sam):
        other = make_staff()
        theirs = reverse("choose_password", args=[other.pk, token(sam)])

        assert client.post(theirs, NEW).status_code == 410
        assert User.objects.get(pk=other.pk).password == other.password

    def test_a_weak_or_a_mistyped_password_is_refused(self, client, sam, link):
        weak = client.post(link, {"new_password1": "1234", "new_password2": "1234"})
        other = client.post(link, NEW | {"new_password2": "another-one-9"})

        assert "too short" in weak.content.decode()
        assert "match" in other.content.decode()
        assert User.objects.get(pk=sam.pk).password == sam.password

    def test_what_a_password_must_be_is_said_in_chinese_too(self, client, link):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

        page = client.post(link, {"new_password1": "1234", "new_password2": "1234"})

        assert "密码过短，至少需要8个字符。" in page.content.decode()
        assert "不得使用常见密码。" in page.content.decode()

    def test_it_ends_every_session_and_makes_the_browser_known(self, client, sam):
        client.force_login(sam)

        own = Client()
        own.post(reverse("choose_password", args=[sam.pk, token(sam)]), NEW)

        assert client.get("/admin/").status_code == 302
        assert own.cookies["device"].value

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_use_it_at_once_one_comes_second(self, link):
        answers = in_threads(2, lambda n: Client().post(link, NEW).status_code)

        assert sorted(answers) == [302, 410]
