"""Who is seated in one go: the same people as one by one, and the others not read."""

import random

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from registration import line, places
from registration.line import FIRST_IN_LINE
from registration.models import Category, Delegate, Quota
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_delegate,
    make_open_conference,
    make_quota,
    number,
    register_someone,
)
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    letters_of,
    waiting,
)

pytestmark = pytest.mark.server


def statements(act) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]


def crowd(size: int) -> list[Category]:
    """Three categories with a limit each and two that they share, and who waits."""
    conference = make_open_conference()
    make_quota(conference, size=0)
    make_quota(conference, attendance=Attendance.ONSITE, size=0)
    categories = [make_category(conference, places=0) for _ in range(3)]
    dice = random.Random(number())
    for _ in range(size):
        way = dice.choice(Attendance.values)
        make_delegate(
            category=dice.choice(categories),
            attendance=way,
            state=DelegateState.WAITING,
        )
    return categories


def one_by_one(conference_id: int) -> list[int]:
    """Whom one would seat who looks at everybody again for each place."""
    free = {
        quota: quota.free for quota in Quota.objects.filter(conference=conference_id)
    }
    seated = []
    for delegate in Delegate.objects.filter(conference=conference_id).waiting():
        counting = places.quotas_of(delegate)
        if all(free[quota] for quota in counting):
            free.update({quota: free[quota] - 1 for quota in counting})
            seated.append(delegate.pk)
    return seated


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_in_batches_as_one_by_one(monkeypatch, batch):
    monkeypatch.setattr(line, "BATCH", batch)
    for _ in range(5):
        categories = crowd(40)
        conference = categories[0].conference
        for quota in conference.quotas.all():
            size = random.Random(quota.pk).randrange(12)
            Quota.objects.filter(pk=quota.pk).update(size=size)
        expected = one_by_one(conference.pk)

        seated = places.hand_over(conference.pk)

        rows = Delegate.objects.filter(conference=conference)
        assert seated == len(expected)
        assert set(rows.holding_a_place().values_list("pk", flat=True)) == set(expected)
        assert_counters_equal_rows()
        assert_nobody_waits_in_vain()


def test_each_has_a_letter_and_a_line_in_the_history():
    category = make_category(places=0)
    people = [register_someone(category) for _ in range(3)]

    Quota.objects.update(size=2)
    places.hand_over(category.conference_id)

    assert [letters_of(person) for person in people] == [
        ["waiting", "moved_up"],
        ["waiting", "moved_up"],
        ["waiting"],
    ]
    assert [
        list(person.events.order_by("pgh_id").values_list("state", flat=True))
        for person in people
    ] == [
        ["confirmed", "waiting", "confirmed"],
        ["confirmed", "waiting", "confirmed"],
        ["confirmed", "waiting"],
    ]
    assert waiting(category) == [people[2].pk]


def test_a_crowd_is_seated_by_as_many_statements_as_one():
    costs = []
    for people in (1, 30):
        category = make_category(places=0)
        for _ in range(people):
            register_someone(category)
        quota = category.quotas.get()
        quota.size = people
        costs.append(len(statements(lambda quota=quota: places.set_up(quota))))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("people", [1, 30])
def test_a_place_given_back_costs_the_same_however_long_the_line_is(
    people, django_assert_num_queries
):
    category = make_category(places=1)
    for _ in range(people + 1):
        register_someone(category)
    Quota.objects.update(taken=F("taken") - 1)

    # Quotas, groups, the first of them; whether their place is held, of how many (2);
    # the delegate, their letter; who is next.
    with django_assert_num_queries(9):
        places.hand_over(category.conference_id)


def test_the_heads_are_read_by_their_index():
    category = make_category(places=5)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            f"EXPLAIN {FIRST_IN_LINE}",
            {
                "conference": category.conference_id,
                "categories": [category.pk],
                "attendances": ["onsite"],
                "most": [5],
            },
        )
        plan = "\n".join(row for (row,) in cursor.fetchall())

    assert "Index Scan using delegate_in_line" in plan
    assert "Limit" in plan


def test_whom_a_quota_counts_is_counted_anew_only_where_they_are_others():
    category = make_category(places=3)
    register_someone(category)
    quota = category.quotas.get()

    quota.size = 9
    larger = statements(lambda: places.set_up(quota))
    quota.attendance = Attendance.ONSITE
    other = statements(lambda: places.set_up(quota))

    counting = 'COUNT(*) AS "__count" FROM "registration_delegate"'
    assert not any(counting in sql for sql in larger)
    assert any(counting in sql for sql in other)
    assert_counters_equal_rows()
