"""How many have signed up: each answer once, and nobody who is not coming."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registration import numbers, trials
from registration.models import Delegate, RegistrationNumbers
from tests.factories import (
    make_category,
    make_conference,
    make_delegate,
    make_signup,
    make_staff,
)


@pytest.fixture
def category():
    return make_category()


def test_each_answer_is_counted_the_most_frequent_first(category):
    for country, way in [("CN", "onsite"), ("GB", "online"), ("CN", "onsite")]:
        make_delegate(category=category, country=country, attendance=way)
    make_delegate(category=category, language="zh-hans")

    found = numbers.of(category.conference)

    assert found.total == 4
    assert found.of("country").given == (("CN", 2), ("GB", 1))
    assert found.of("country").none == 1
    assert found.of("attendance").given == (("onsite", 3), ("online", 1))
    assert found.of("language").given == (("en", 3), ("zh-hans", 1))
    assert found.of("category").given == ((str(category.pk), 4),)
    assert found.of("state").given == (("confirmed", 4),)


def test_an_organisation_is_one_in_whichever_spelling_of_its_letters(category):
    for name in ("Oxford University", " oxford university ", "江北新区", ""):
        make_delegate(category=category, organisation=name)

    found = numbers.of(category.conference).of("organisation")

    assert [number for _name, number in found.given] == [2, 1]
    assert found.given[0][0].lower() == "oxford university"
    assert (found.none, found.others) == (1, 0)


def test_of_many_answers_the_last_are_one(category):
    for n in range(numbers.MOST + 3):
        make_delegate(category=category, organisation=f"House {n:02}")

    found = numbers.of(category.conference).of("organisation")

    assert len(found.given) == numbers.MOST
    assert (found.others, found.by_others) == (3, 3)


def test_days_are_those_of_the_conference(category):
    """Half past five in the evening in London is the next day in Nanjing."""
    make_delegate(category=category)
    evening = datetime(2030, 5, 1, 16, 30, tzinfo=UTC)
    Delegate.objects.update(signed_up_at=evening)

    found = numbers.of(category.conference)

    assert [str(day) for day in found.by_day] == ["2030-05-02"]


def test_nobody_counts_who_is_not_coming_or_was_a_test(category):
    for state in ("declined", "cancelled", "waiting"):
        make_delegate(category=category, state=state)
    trials.register(make_signup(category), make_staff())
    make_delegate()

    found = numbers.of(category.conference)

    assert found.total == 1
    assert found.of("state").given == (("waiting", 1),)


def test_of_nobody_there_are_no_numbers():
    assert numbers.of(make_conference()).total == 0


class TestALargeConference:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(numbers, "FEW", 1)
        self.rings = []
        monkeypatch.setattr(numbers, "bell", self)

    def ask(self):
        self.rings.append(1)

    @pytest.fixture
    def conference(self, category):
        make_delegate(category=category)
        make_delegate(category=category)
        return category.conference

    def test_is_counted_by_the_worker_once_somebody_looks(self, conference):
        assert numbers.of(conference) is None
        assert self.rings

        numbers.count_all()

        assert numbers.of(conference).total == 2
        assert len(self.rings) == 1

    def test_is_counted_anew_when_the_numbers_are_old(self, conference):
        numbers.count_all()
        make_delegate(conference=conference)
        numbers.count_all()
        assert numbers.of(conference).total == 2

        old = timezone.now() - numbers.FRESH - timedelta(seconds=1)
        RegistrationNumbers.objects.update(counted_at=old)
        assert numbers.of(conference).is_stale
        assert self.rings

        numbers.count_all()
        assert numbers.of(conference).total == 3

    @pytest.mark.django_db(transaction=True)
    def test_is_counted_beside_the_letters(self, conference):
        numbers.count_apart().join()

        assert RegistrationNumbers.objects.get().counts

    def test_says_the_same_from_memory(self, conference):
        counted = numbers.count(conference)
        numbers.count_all()

        kept = RegistrationNumbers.objects.get()

        assert sorted(kept.counts, key=str) == sorted(counted, key=str)
