"""Sign-ups that arrived together: found, led to exactly, and forgotten after a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registration import arrivals
from registration.models import Delegate, RefusedSignUp
from registration.states import DelegateState
from tests.factories import make_category, make_delegate, make_open_conference

HOUSE, OTHER = "a" * 16, "b" * 16


def arrive(category, network, minutes, **columns) -> list[Delegate]:
    """One sign-up so many minutes ago each."""
    now = timezone.now()
    people = []
    for ago in minutes:
        delegate = make_delegate(category=category, network=network, **columns)
        at = now - timedelta(minutes=ago)
        Delegate.objects.filter(pk=delegate.pk).update(signed_up_at=at)
        people.append(delegate)
    return people


def found(category) -> list[list[Delegate]]:
    groups = arrivals.together(category.conference_id)
    everybody = Delegate.objects.order_by("pk")
    return [list(arrivals.of(group.key, everybody)) for group in groups]


def test_many_within_ten_minutes_are_shown_and_no_others():
    category = make_category()
    flood = arrive(category, HOUSE, [30, 29, 28, 27, 26])
    arrive(category, OTHER, [30, 29, 28, 27])
    arrive(category, "", [30, 29, 28, 27, 26])
    arrive(make_category(), HOUSE, [25])

    assert found(category) == [flood]


def test_few_over_a_long_time_are_no_flood():
    category = make_category()
    arrive(category, HOUSE, range(90, 0, -9))

    assert found(category) == []


def test_a_pause_of_ten_minutes_parts_them():
    category = make_category()
    earlier = arrive(category, HOUSE, [60, 59, 58, 57, 56])
    later = arrive(category, HOUSE, [40, 39, 38, 37, 36])

    assert found(category) == [later, earlier]


def test_it_says_how_many_are_left_and_who_has_proved_nothing():
    category = make_category()
    people = arrive(category, HOUSE, [9, 8, 7, 6, 5, 4])
    Delegate.objects.filter(pk=people[0].pk).update(proved_at=timezone.now())
    Delegate.objects.filter(pk=people[1].pk).update(state=DelegateState.CANCELLED)

    [group] = arrivals.together(category.conference_id)

    assert (group.number, group.unproved, group.domains) == (5, 4, 1)
    assert group.ends_at - group.begins_at == timedelta(minutes=5)


def test_who_has_been_taken_back_is_shown_no_more():
    category = make_category()
    arrive(category, HOUSE, [9, 8, 7, 6, 5], state=DelegateState.CANCELLED)

    assert found(category) == []


@pytest.mark.parametrize("key", ["", "x", f"{HOUSE}-1", f"{HOUSE}-1-{'9' * 30}", "%27"])
def test_a_key_that_is_none_leads_to_nobody(key):
    make_delegate(make_open_conference(), network=HOUSE)

    assert list(arrivals.of(key, Delegate.objects.all())) == []


def test_marks_are_forgotten_after_a_week():
    category = make_category()
    old, new = arrive(category, HOUSE, [8 * 24 * 60, 6 * 24 * 60])
    forms = [
        RefusedSignUp.objects.create(
            email="a@example.org",
            typed={"network": HOUSE, "title": "Dr"},
            received_at=timezone.now() - timedelta(days=days),
        )
        for days in (8, 6)
    ]

    for _ in range(2):
        arrivals.forget_networks()

    for row in (old, new, *forms):
        row.refresh_from_db()
    assert (old.network, new.network) == ("", HOUSE)
    assert [form.typed for form in forms] == [
        {"title": "Dr"},
        {"network": HOUSE, "title": "Dr"},
    ]
