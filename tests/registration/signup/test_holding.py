"""For how long the place of a sign-up is held, and where from it came."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registration import enrolment
from registration.models import Delegate, Quota, RegistrationSettings
from registration.signup import networks
from registration.states import Holding
from tests.clock import a_second_later
from tests.factories import make_category, make_quota
from tests.pages import answers, sign_up, sign_up_address


def hours(delegate: Delegate) -> int:
    if delegate.held_until is None:
        return 0
    lasts = delegate.held_until - timezone.now()
    return round(lasts / timedelta(hours=1))


def held_for(client, category, **changes) -> int:
    a_second_later()
    sign_up(client, category, **{"email": "ada@example.org"} | changes)
    return hours(category.delegates.order_by("pk").last())


@pytest.mark.parametrize(
    ("size", "taken", "expected"),
    [(50, 0, 0), (60, 0, 24), (60, 53, 24), (60, 54, 2), (60, 59, 2)],
)
def test_a_place_is_held_for_a_day_or_two_hours(client, size, taken, expected):
    category = make_category(places=size)
    Quota.objects.update(taken=taken)

    assert held_for(client, category) == expected


def test_each_quota_that_counts_them_is_looked_at(client):
    category = make_category(places=60)
    make_quota(category.conference, attendance="onsite", size=10)
    Quota.objects.filter(attendance="onsite").update(taken=9)

    assert held_for(client, category) == 2
    assert held_for(client, category, attendance="online", email="b@example.org") == 24


@pytest.mark.parametrize(
    ("holding", "expected"),
    [(Holding.ALWAYS, 24), (Holding.NEVER, 0), (Holding.BY_SIZE, 0)],
)
def test_staff_decide_for_their_conference(client, holding, expected):
    category = make_category(places=30)
    RegistrationSettings.objects.update(holding=holding)

    assert held_for(client, category) == expected


def test_where_there_is_no_limit_nobody_takes_a_place_from_others(client):
    category = make_category(places=100)
    unlimited = make_category(category.conference)

    assert held_for(client, unlimited) == 0


def test_another_address_for_a_form_that_was_refused_is_held_too(client):
    category = make_category(places=60)
    sign_up(client, category, email="known@example.org")
    other = answers(category, email="known@example.org", family_name="Hopper")
    response = client.post(sign_up_address(category), other)
    enrolment.settle(other["submission"])

    client.post(response["Location"], {"email": "fresh@example.org"})

    assert hours(Delegate.objects.get(email="fresh@example.org")) == 24


class TestTheMarkOfANetwork:
    def test_is_one_for_all_of_it_and_tells_nobody_which(self, client):
        category = make_category(places=60)
        addresses = ["192.0.2.7", "192.0.2.200", "192.0.3.7", "2001:db8::1"]
        addresses += ["2001:db8::ffff:1", "2001:db8:0:1::1", "nonsense"]
        for n, address in enumerate(addresses):
            client.defaults["REMOTE_ADDR"] = address
            sign_up(client, category, email=f"p{n}@example.org")

        marks = list(
            category.delegates.order_by("pk").values_list("network", flat=True)
        )
        assert marks[0] == marks[1] != marks[2]
        assert marks[3] == marks[4] != marks[5]
        assert marks[6] == ""
        assert len(set(marks)) == 5
        assert {len(mark) for mark in marks} == {0, 16}

    def test_depends_on_the_secret_of_the_site(self, rf, settings):
        request = rf.get("/")
        before = networks.mark(request)

        settings.SECRET_KEY = "another"

        assert networks.mark(request) != before

    def test_is_in_no_history(self, client):
        category = make_category(places=60)
        sign_up(client, category)

        event = category.delegates.get().events.get()
        assert not hasattr(event, "network")

    def test_of_another_network_does_not_make_the_same_form_another(self, client):
        category = make_category(places=60)
        key = "9b2f4f0e-1111-4222-8333-444455556666"
        sign_up(client, category, submission=key)
        client.defaults["REMOTE_ADDR"] = "198.51.100.1"

        sign_up(client, category, submission=key)

        assert category.delegates.get().letters.count() == 1
