"""One's own account: sessions, factors and password, for their owner alone."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from confsite.models import StaffSession, User
from confsite.staff import factors, passwords, sessions
from confsite.staff.tasks import password_letters
from tests.confsite.staff.second_factors import (
    PASSWORD,
    app_code,
    give_app,
    is_in,
    password,
)
from tests.confsite.staff.test_passwords import token
from tests.factories import make_staff

SECURITY, CHANGE = "/admin/account/", "/admin/password_change/"
NEW = "another-good-one-1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def sam():
    return make_staff(email="sam@example.org", password=PASSWORD)


@pytest.fixture
def own(sam):
    client = Client(headers={"user-agent": FIREFOX})
    password(client, sam)
    return client


@pytest.fixture
def other(sam):
    client = Client(headers={"user-agent": CHROME})
    password(client, sam, REMOTE_ADDR="10.0.0.9")
    return client


def text(response):
    return unescape(response.content.decode())


def changed(client, old=PASSWORD):
    typed = {"old_password": old, "new_password1": NEW, "new_password2": NEW}
    return client.post(CHANGE, typed)


class TestSessions:
    def test_their_owner_sees_where_and_ends_them(self, own, other):
        page = text(own.get(SECURITY))
        assert "Firefox, Linux" in page
        assert "Chrome, Windows" in page
        assert "10.0.0.9" in page
        assert str(own.session.session_key) not in page

        [end] = re.findall(r'action="(/admin/account/sessions/\d+/)"', page)
        own.post(end)

        assert (is_in(own), is_in(other)) == (True, False)
        assert "Chrome" not in text(own.get(SECURITY))

    def test_all_others_at_once(self, own, other):
        own.post("/admin/account/sessions/")

        assert (is_in(own), is_in(other)) == (True, False)

    def test_nobody_ends_those_of_a_colleague(self, own, client):
        client.force_login(make_staff())
        [row] = StaffSession.objects.all()

        client.post(f"/admin/account/sessions/{row.pk}/")

        assert is_in(own)

    def test_who_signs_out_is_in_no_list(self, own):
        own.post("/admin/logout/")

        assert not StaffSession.objects.exists()

    @pytest.mark.parametrize(
        ("agent", "words"),
        [("curl/8", ""), ("", ""), ("x Edg/1 Android", "Edge, Android")],
    )
    def test_a_browser_says_who_it_is(self, agent, words):
        assert sessions.in_words(StaffSession(browser=agent)) == words


class TestPassword:
    def test_a_new_one_ends_the_others(self, own, other):
        assert changed(own)["Location"] == f"{CHANGE}done/"

        assert (is_in(own), is_in(other)) == (True, False)
        assert Session.objects.count() == 1
        assert "Firefox" in text(own.get(SECURITY))

    @pytest.mark.usefixtures("other")
    def test_so_does_one_by_the_link(self, client, sam):
        link = reverse("choose_password", args=[sam.pk, token(sam)])
        client.post(link, {"new_password1": NEW, "new_password2": NEW})

        assert not StaffSession.objects.exists()

    def test_the_old_one_is_tried_five_times(self, own, sam):
        answers = [text(changed(own, "wrong")) for _time in range(5)]

        assert "Your old password was entered incorrectly" in answers[4]
        assert "Somebody has tried to sign in too often" in text(changed(own))
        assert User.objects.get().check_password(PASSWORD)


class TestFactors:
    def test_one_that_is_removed_takes_the_codes_along(self, own, sam):
        give_app(sam)
        [one] = factors.first_ones(sam)
        assert "Codes of an app" in text(own.get(SECURITY))

        own.post(f"/admin/account/factors/{one.pk}/")
        password_letters()

        assert not factors.of(sam).exists()
        assert "You have none" in text(own.get(SECURITY))
        [letter] = mail.outbox
        assert "taken away" in letter.body

    def test_nobody_removes_that_of_a_colleague(self, client, sam):
        give_app(sam)
        client.force_login(make_staff())
        [one] = factors.first_ones(sam)

        client.post(f"/admin/account/factors/{one.pk}/")

        assert factors.has_one(sam)

    def test_new_codes_take_the_place_of_the_old(self, own, sam):
        give_app(sam)
        codes = "/admin/account/codes/"

        first = text(own.get(codes))
        second = text(own.post(codes))
        third = text(own.get(codes))

        found = [
            re.findall(r"<li>(\d{4} \d{4})</li>", p) for p in (first, second, third)
        ]
        assert [len(numbers) for numbers in found] == [10, 10, 0]
        assert not set(found[0]) & set(found[1])

    def test_the_first_ends_what_a_password_alone_has_opened(self, own, other):
        page = own.get("/admin/account/app/")
        secret = page.context["secret"].replace(" ", "")
        own.post("/admin/account/app/", {"code": app_code(secret)})

        assert (is_in(own), is_in(other)) == (True, False)

    def test_a_link_is_mailed_when_one_is_added(self, sam):
        passwords.write(sam, "factor_added")

        password_letters()

        [letter] = mail.outbox
        assert "has been added" in letter.body
        assert f"https://confsite.example{SECURITY}" in letter.body

    def test_there_are_at_most_ten_passkeys(self, own, sam):
        for n in range(10):
            sam.authenticator_set.create(type="webauthn", data={"name": f"key {n}"})

        page = own.get("/admin/account/passkey/", headers={"host": "localhost"})

        assert page["Location"] == SECURITY
