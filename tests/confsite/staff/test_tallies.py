"""At most so many within so long, by the clock of the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from confsite import tallies
from confsite.models import Tally
from tests.threads import in_threads

HOUR = timedelta(hours=1)


def made(key: str, mark: str) -> bool:
    return bool(tallies.mark({key: mark}, 2, HOUR))


def an_hour_passes() -> None:
    for tally in Tally.objects.all():
        tally.marks = {mark: at - 3601 for mark, at in tally.marks.items()}
        tally.until -= 3601
        tally.save()


def test_so_many_marks_are_made_and_no_more():
    assert [made("a", mark) for mark in "xyz"] == [True, True, False]
    assert made("b", "x")


def test_the_same_mark_is_no_other_one():
    assert [made("a", mark) for mark in "xyx"] == [True, True, True]


def test_a_mark_leaves_when_its_time_is_over():
    made("a", "x")
    free_at = tallies.free_at(["a", "b"], HOUR)
    assert set(free_at) == {"a"}
    left = (free_at["a"] - timezone.now()).total_seconds()
    assert 3500 < left <= 3600

    an_hour_passes()

    assert [made("a", mark) for mark in "yz"] == [True, True]


def test_a_mark_is_taken_back():
    made("a", "x")
    made("a", "y")

    tallies.take_back("a", "x")

    assert [made("a", "z"), made("a", "w")] == [True, False]


def test_what_is_over_is_deleted():
    made("a", "x")
    an_hour_passes()

    made("b", "x")

    assert list(Tally.objects.values_list("key", flat=True)) == ["b"]


def test_several_keys_in_one_statement(django_assert_num_queries):
    made("a", "x")
    made("a", "y")

    with django_assert_num_queries(1):
        assert tallies.mark({"a": "z", "b": "z"}, 2, HOUR) == {"b"}
    with django_assert_num_queries(0):
        assert tallies.mark({}, 2, HOUR) == set()


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_at_once_is_counted_one_by_one():
    got = in_threads(8, lambda n: made("a", str(n)))

    assert sum(got) == 2
