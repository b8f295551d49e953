"""Signing in: limited before any password is looked at, whoever is asked for."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from confsite.models import FailedSignIns, Tally
from confsite.staff import tries
from tests.factories import make_staff
from tests.threads import in_threads

ADDRESS, RIGHT = "sam@example.org", "unusual-enough-9"
LIMITED = "Somebody has tried to sign in too often"
WRONG = "This address and this password do not belong together"


class Spy(MD5PasswordHasher):
    """Counts how often a password is hashed, to be compared or for an account that
    does not exist."""

    algorithm = "spy"
    hashed: list[str] = []

    def encode(self, password, salt):
        self.hashed.append(password)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def spy(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Spy"]
    Spy.hashed.clear()
    return Spy


@pytest.fixture
def sam():
    user = make_staff(email=ADDRESS, password=RIGHT)
    Spy.hashed.clear()
    return user


def sign_in(client=None, email=ADDRESS, password="wrong", network="10.0.0.1"):
    return (client or Client()).post(
        "/admin/login/",
        {"username": email, "password": password},
        REMOTE_ADDR=network,
    )


def network(n):
    """One of many: a network of its own for each try."""
    return f"10.1.{n}.1"


def said(answer):
    if answer.status_code == 302:
        return "welcome"
    html = answer.content.decode()
    return LIMITED if LIMITED in html else WRONG if WRONG in html else html


@pytest.mark.parametrize("email", [ADDRESS, "nobody@example.org"])
@pytest.mark.usefixtures("sam")
def test_an_account_is_tried_five_times_whether_or_not_it_exists(email):
    answers = [said(sign_in(email=email, network=network(n))) for n in range(7)]

    assert answers == [WRONG] * 5 + [LIMITED] * 2
    assert len(Spy.hashed) == 5


@pytest.mark.usefixtures("sam")
def test_then_nobody_looks_at_the_right_password_either():
    for n in range(5):
        sign_in(network=network(n))

    answer = sign_in(password=RIGHT, email=ADDRESS.upper(), network=network(9))

    assert said(answer) == LIMITED
    assert "Please try again in 15 minutes." in answer.content.decode()
    assert "By a link for a new password" in answer.content.decode()
    assert RIGHT not in Spy.hashed


@pytest.mark.usefixtures("sam")
def test_without_the_guard_it_is_looked_at(monkeypatch):
    monkeypatch.setattr(tries.tallies, "mark", lambda wanted, limit, within: {*wanted})

    answers = [said(sign_in(network=network(n))) for n in range(7)]

    assert answers == [WRONG] * 7
    assert len(Spy.hashed) == 7


def test_a_network_tries_twenty_times_with_whatever_accounts():
    answers = [said(sign_in(email=f"guest{n}@example.org")) for n in range(22)]

    assert answers == [WRONG] * 20 + [LIMITED] * 2
    assert len(Spy.hashed) == 20
    # A house with IPv6 is one.
    several = [
        said(sign_in(email=f"house{n}@example.org", network=f"2001:db8:0:1::{n}"))
        for n in range(21)
    ]
    assert several[-1] == LIMITED


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("written", ["Sam@example.org", "SAM@EXAMPLE.ORG"])
def test_capitals_make_no_other_account(written):
    assert said(sign_in(email=written, password=RIGHT)) == "welcome"
    with pytest.raises(IntegrityError, match="staff_one_account_per_address"):
        make_staff(email=written)


@pytest.mark.usefixtures("sam")
def test_an_office_that_signs_in_rightly_is_not_counted():
    answers = [said(sign_in(password=RIGHT)) for _time in range(25)]

    assert answers == ["welcome"] * 25


@pytest.mark.usefixtures("sam")
def test_strangers_do_not_lock_out_the_browser_of_the_owner():
    own, other = Client(), Client()
    sign_in(own, password=RIGHT)
    own.post("/admin/logout/")
    for _time in range(6):
        assert sign_in(other)

    assert said(sign_in(other, password=RIGHT)) == LIMITED
    assert said(sign_in(own, password=RIGHT)) == "welcome"


@pytest.mark.usefixtures("sam")
def test_the_browser_of_an_owner_has_no_more_tries_and_opens_no_other_account():
    own = Client()
    sign_in(own, password=RIGHT)
    own.post("/admin/logout/")

    answers = [said(sign_in(own, network=network(n))) for n in range(7)]
    others = [
        said(sign_in(own, email="wei@example.org", network=network(n)))
        for n in range(6)
    ]

    assert answers == [WRONG] * 5 + [LIMITED] * 2
    assert others == [WRONG] * 5 + [LIMITED]


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("cookie", ["", "x", "WzEsMl0:1:1", "\u00e9"])
def test_a_cookie_that_is_none_is_nobodys(client, cookie):
    client.cookies["device"] = cookie

    assert said(sign_in(client)) == WRONG


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sam")
def test_no_more_are_looked_at_when_all_come_at_once():
    answers = in_threads(16, lambda n: said(sign_in(network=network(n))))

    assert sorted(answers) == sorted([WRONG] * 5 + [LIMITED] * 11)
    assert len(Spy.hashed) == 5


def test_without_limits_nothing_is_counted(settings, sam):
    settings.LIMITS = False

    assert [said(sign_in()) for _time in range(6)] == [WRONG] * 6
    assert not Tally.objects.exists()


@pytest.mark.usefixtures("sam")
def test_what_failed_is_written_down_in_one_row_a_day(django_assert_num_queries):
    for n in range(7):
        sign_in(network=network(n), email=ADDRESS.title())
        sign_in(network=network(n), email=f"nobody{n}@example.org")

    rows = FailedSignIns.objects.values_list("account", "tries")
    assert sorted(rows) == [("", 7), (ADDRESS, 5)]


@pytest.mark.usefixtures("sam")
def test_the_answer_costs_the_same_statements_for_an_unknown_account():
    def cost(email):
        with CaptureQueriesContext(connection) as queries:
            sign_in(email=email)
        return [query["sql"].split()[0] for query in queries]

    assert cost(ADDRESS) == cost("nobody@example.org")
