"""The second factor: demanded where it is to be, asked for, limited, and lost."""

import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from confsite.models import FailedSignIns
from confsite.staff import factors, pending, sealing
from tests.confsite.staff.second_factors import (
    PASSWORD,
    app_code,
    code,
    give_app,
    is_in,
    password,
    recovery_codes,
    wrong_code,
)
from tests.confsite.staff.test_passwords import token
from tests.factories import make_staff
from tests.threads import in_threads

SECOND, APP, CODES = (f"/admin/account/{page}/" for page in ("second", "app", "codes"))
WRONG, LIMITED = "This code does not fit", "Somebody has tried to sign in too often"
KEY = re.compile(r'translate="no">([A-Z2-7 ]{39})<')


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


@pytest.fixture
def demanded(settings):
    settings.STAFF_SECOND_FACTOR = True


def text(response):
    return unescape(response.content.decode())


class TestWhoHasOne:
    @pytest.fixture(autouse=True)
    def _app(self, sam):
        give_app(sam)

    def test_is_asked_after_the_password_and_goes_on(self, client, sam):
        lists = "/admin/agenda/conference/"
        typed = {"username": sam.email, "password": PASSWORD, "next": lists}
        answer = client.post("/admin/login/", typed)

        assert answer["Location"] == SECOND
        assert not is_in(client)
        assert code(client, app_code())["Location"] == lists
        assert is_in(client)

    def test_a_code_may_be_written_as_one_reads_it(self, client, sam):
        password(client, sam)
        shown = app_code()
        wide = "".join(chr(ord(c) + 0xFEE0) for c in shown)

        assert code(client, f" {wide[:3]} {wide[3:]}").status_code == 302

    def test_a_code_fits_once(self, client, sam):
        now = app_code()
        for _person, expected in ((client, 302), (Client(), 200)):
            password(_person, sam)
            assert code(_person, now).status_code == expected

    def test_a_recovery_code_fits_once(self, sam):
        first = recovery_codes(sam)[0]
        answers = []
        for person in (Client(), Client()):
            password(person, sam)
            answers.append(code(person, f"{first[:4]}-{first[4:]}").status_code)

        assert answers == [302, 200]
        assert factors.codes_left(sam) == 9

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("kind", ["app", "recovery"])
    def test_one_of_those_who_send_it_at_once_gets_in(self, sam, kind):
        typed = app_code() if kind == "app" else recovery_codes(sam)[0]
        people = [Client() for _person in range(5)]
        for person in people:
            password(person, sam)

        answers = in_threads(5, lambda n: code(people[n], typed).status_code)

        assert sorted(answers) == [200, 200, 200, 200, 302]

    @pytest.mark.parametrize("typed", ["", "1", "x" * 50, "\0", "①②③④⑤⑥", "９" * 12])
    def test_junk_opens_nothing(self, client, sam, typed):
        password(client, sam)

        for field in ("code", "credential"):
            assert client.post(SECOND, {field: typed}).status_code == 200
        assert not is_in(client)

    @pytest.mark.parametrize(
        "answer",
        [
            *("[]", "{}", '{"id":1}', "null", '"x"', "[[1]]"),
            pytest.param("[" * 100_000, id="deep"),
        ],
    )
    def test_nor_does_a_passkey_that_is_none(self, client, sam, answer):
        password(client, sam)

        assert "does not fit" in text(client.post(SECOND, {"credential": answer}))

    def test_five_tries_whether_by_code_or_passkey_and_from_any_network(self, sam):
        answers = []
        for n in range(7):
            person, network = Client(), {"REMOTE_ADDR": f"10.1.{n}.1"}
            password(person, sam, **network)
            typed = {"credential": "{}"} if n % 2 else {"code": wrong_code()}
            answers.append(text(person.post(SECOND, typed, **network)))

        assert [LIMITED in answer for answer in answers] == [False] * 5 + [True] * 2
        assert FailedSignIns.objects.get().tries == 5

    def test_twenty_a_day(self, sam, monkeypatch):
        monkeypatch.setattr("confsite.staff.tries.AN_ACCOUNT", 100)
        answers = []
        for n in range(22):
            person, network = Client(), {"REMOTE_ADDR": f"10.1.{n}.1"}
            password(person, sam, **network)
            answers.append(LIMITED in text(code(person, wrong_code(), **network)))

        assert answers == [False] * 20 + [True] * 2

    def test_strangers_do_not_lock_out_the_browser_of_the_owner(self, sam):
        own, stranger = Client(), Client()
        password(own, sam)
        code(own, recovery_codes(sam)[0])
        own.post("/admin/logout/")
        for _time in range(6):
            password(stranger, sam)
            code(stranger, wrong_code())

        password(own, sam)

        assert code(own, app_code()).status_code == 302

    @pytest.mark.parametrize("what", ["late", "new password", "not staff"])
    def test_what_was_begun_is_over(self, client, sam, monkeypatch, what):
        password(client, sam)
        if what == "late":
            monkeypatch.setattr(pending, "OPEN_FOR", -1)
        elif what == "new password":
            sam.set_password("another-good-one-1")
        else:
            sam.is_staff = False
        sam.save()

        assert code(client, app_code())["Location"] == "/admin/login/"
        assert not is_in(client)

    def test_a_link_for_the_password_does_not_spare_it(self, client, sam):
        link = reverse("choose_password", args=[sam.pk, token(sam)])
        client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})

        assert password(client, sam)["Location"] == SECOND

    def test_secrets_are_sealed_and_a_new_key_opens_them(self, client, sam, settings):
        before = dict(Authenticator.objects.values_list("type", "data"))
        assert "JBSWY" not in str(before)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        password(client, sam)
        assert code(client, app_code()).status_code == 302

        settings.SECRET_KEY_FALLBACKS = []

        after = dict(Authenticator.objects.values_list("type", "data"))
        assert sealing.unseal(after["totp"]["secret"])
        assert len(recovery_codes(sam)) == 10

    def test_without_the_key_nothing_fits_and_the_log_says_why(
        self, client, sam, settings, caplog
    ):
        settings.SECRET_KEY = "another"
        password(client, sam)

        assert WRONG in text(code(client, app_code()))
        assert "SECRET_KEY_FALLBACKS" in caplog.text


@pytest.mark.usefixtures("demanded")
class TestWhoMustHaveOne:
    def test_sets_it_up_before_anything_opens(self, client, sam):
        page = password(client, sam)["Location"]
        choice = text(client.get(page))
        secret = KEY.search(text(client.get(APP)))[1].replace(" ", "")
        assert APP in choice
        assert not is_in(client)

        wrong = client.post(APP, {"code": wrong_code()})
        right = client.post(APP, {"code": app_code(secret)})

        assert "This code does not fit" in text(wrong)
        assert right["Location"] == f"{CODES}?next=%2Fadmin%2F"
        shown = re.findall(r"<li>(\d{4} \d{4})</li>", text(client.get(CODES)))
        assert [s.replace(" ", "") for s in shown] == recovery_codes(sam)
        assert "not shown again" not in text(client.get(CODES))
        assert is_in(client)

    def test_the_session_holds_no_secret_in_the_clear(self, client, sam):
        password(client, sam)
        secret = KEY.search(text(client.get(APP)))[1].replace(" ", "")

        assert secret not in str(dict(client.session))
        assert KEY.search(text(client.get(APP)))[1].replace(" ", "") == secret

    def test_a_stolen_password_sets_up_nothing(self, client, sam):
        """Of an account that has been used, in a browser that nobody knows."""
        client.force_login(sam)
        thief = Client()

        page = thief.get(password(thief, sam)["Location"])

        assert page.status_code == 403
        assert "We do not know this browser" in text(page)
        for address in (APP, "/admin/account/passkey/"):
            assert thief.get(address)["Location"] == "/admin/login/"

    def test_the_link_to_the_mailbox_makes_the_browser_known(self, client, sam):
        client.force_login(sam)
        own = Client()
        link = reverse("choose_password", args=[sam.pk, token(sam)])
        own.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})

        page = own.get(password(own, sam)["Location"])

        assert APP in text(page)

    def test_a_session_without_it_is_ended(self, client, sam):
        client.force_login(sam)

        assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
        assert "_auth_user_id" not in client.session

    def test_the_last_one_stays(self, client, sam):
        give_app(sam)
        password(client, sam)
        code(client, app_code())
        [one] = factors.first_ones(sam)

        page = client.post(f"/admin/account/factors/{one.pk}/", follow=True)

        assert "You must have a second factor" in text(page)
        assert factors.has_one(sam)
