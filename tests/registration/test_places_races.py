"""P1 and P2 with everybody at once, and what happens where the guard is gone."""

import random
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F

from registration import enrolment, places
from registration.models import Category, Delegate, Quota
from registration.states import Attendance, DelegateState
from tests.factories import (
    make_category,
    make_open_conference,
    make_quota,
    make_signup,
    number,
    register_someone,
)
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    state,
    waiting,
)
from tests.servers import wait_until
from tests.threads import in_threads, somebody_waits

ONSITE, ONLINE = Attendance.ONSITE, Attendance.ONLINE
CONFIRMED, WAITING = DelegateState.CONFIRMED, DelegateState.WAITING


def register_hastily(category: Category) -> Delegate:
    """Sign somebody up who waits for nobody's lock for long."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '500ms'")
    return register_someone(category)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_the_last_place_goes_to_one_person(self):
        category = make_category(places=1)

        states = in_threads(6, lambda n: register_someone(category).state)

        assert sorted(states) == [CONFIRMED, *[WAITING] * 5]
        assert category.quotas.get().taken == 1

    def test_without_the_guard_it_would_go_to_several(self, monkeypatch):
        """The negative control: count first and take later, as one would naively."""
        quotas = list

        def look_then_take(delegate: Delegate) -> bool:
            counting = quotas(places.quotas_of(delegate))
            if any(quota.free == 0 for quota in counting):
                return False
            for quota in counting:
                Quota.objects.filter(pk=quota.pk).update(taken=quota.taken + 1)
            return True

        monkeypatch.setattr(places, "take", look_then_take)
        given = []
        for _ in range(10):
            category = make_category(places=1)
            in_threads(6, lambda n, category=category: register_someone(category).pk)
            given.append(category.delegates.holding_a_place().count())

        assert max(given) > 1

    def test_as_many_places_as_there_are_over_several_quotas(self):
        conference = make_open_conference()
        make_quota(conference, size=5)
        make_quota(conference, attendance=ONSITE, size=3)
        category = make_category(conference, places=4)

        def sign_up(n: int) -> str:
            way = ONSITE if n % 2 else ONLINE
            return register_someone(category, attendance=way).state

        states = in_threads(12, sign_up)

        assert states.count(CONFIRMED) == 4
        assert states.count(WAITING) == 8
        assert_counters_equal_rows()
        assert_nobody_waits_in_vain()

    def test_nobody_overtakes_while_a_place_is_given_back(self):
        for _ in range(5):
            category = make_category(places=1)
            holder = register_someone(category)
            first = register_someone(category)

            def act(n: int, category=category, holder=holder) -> None:
                if n == 0:
                    enrolment.cancel(Delegate.objects.get(pk=holder.pk))
                else:
                    register_someone(category)

            in_threads(6, act)

            assert state(first) == CONFIRMED
            assert category.quotas.get().taken == 1
            assert len(waiting(category)) == 5
            assert waiting(category) == sorted(waiting(category))

    def test_they_would_if_the_place_were_handed_over_later(self, monkeypatch):
        """The negative control: give the place back, and look who waits afterwards."""
        monkeypatch.setattr(places, "hand_over", lambda *_where: None)
        category = make_category(places=1)
        holder = register_someone(category)
        first = register_someone(category)

        enrolment.cancel(holder)
        newcomer = register_someone(category)

        assert (state(first), state(newcomer)) == (WAITING, CONFIRMED)

    def test_a_new_quota_counts_who_is_just_signing_up(self, monkeypatch):
        """Staff limit a category while somebody's sign-up is between its two halves."""
        category = make_category()
        make_quota(category.conference, size=None)
        quota = Quota(
            conference=category.conference, category=category, name="new", size=5
        )
        take = places.take

        def take_while_staff_save(delegate: Delegate) -> bool:
            in_threads(1, lambda n: places.set_up(quota))
            return take(delegate)

        monkeypatch.setattr(places, "take", take_while_staff_save)
        register_someone(category)

        assert_counters_equal_rows()

    def test_a_new_quota_waits_for_who_has_taken_places_already(self, monkeypatch):
        """The other half: the sign-up has its places but has not committed."""
        category = make_category()
        quota = Quota(
            conference=category.conference, category=category, name="new", size=5
        )
        saving = Thread(target=lambda: in_threads(1, lambda n: places.set_up(quota)))
        take = places.take

        def take_then_staff_save(delegate: Delegate) -> bool:
            taken = take(delegate)
            saving.start()
            saving.join(0.3)
            return taken

        monkeypatch.setattr(places, "take", take_then_staff_save)
        register_someone(category)
        saving.join()

        assert_counters_equal_rows()

    def test_a_sign_up_that_has_waited_for_a_new_quota_is_counted_by_it(self):
        category = make_category()
        quota = Quota(
            conference=category.conference, category=category, name="new", size=5
        )
        signing_up = Thread(
            target=lambda: in_threads(1, lambda n: register_someone(category))
        )

        with transaction.atomic():
            places.set_up(quota)
            signing_up.start()
            wait_until(somebody_waits)
        signing_up.join()

        assert category.delegates.holding_a_place().count() == 1
        assert_counters_equal_rows()

    def test_a_quota_is_changed_while_others_sign_up_elsewhere(self):
        category, elsewhere = make_category(places=0), make_category(places=1)
        register_someone(category)
        quota = category.quotas.get()
        quota.size = 1

        with transaction.atomic():
            places.set_up(quota)
            [stranger] = in_threads(1, lambda n: register_hastily(elsewhere))

        assert state(stranger) == CONFIRMED

    def test_they_would_wait_if_the_table_were_locked(self, monkeypatch):
        """The negative control of the one before."""
        whole_table = "LOCK TABLE registration_quota IN EXCLUSIVE MODE -- %s %s"
        monkeypatch.setattr(places, "KEEP_OTHERS_OUT", whole_table)
        category, elsewhere = make_category(places=0), make_category(places=1)

        with transaction.atomic():
            places.set_up(category.quotas.get())
            with pytest.raises(OperationalError, match="timeout"):
                in_threads(1, lambda n: register_hastily(elsewhere))

    def test_a_storm_leaves_counters_that_equal_the_rows(self):
        conference = make_open_conference()
        make_quota(conference, size=9)
        make_quota(conference, attendance=ONSITE, size=6)
        categories = [make_category(conference, places=n) for n in (2, 4, None)]
        seed = number()

        def come_and_go(n: int) -> None:
            dice = random.Random(seed + n)
            mine: list[Delegate] = []
            for _ in range(12):
                if mine and dice.random() < 0.4:
                    leaver = mine.pop(dice.randrange(len(mine)))
                    enrolment.cancel(Delegate.objects.get(pk=leaver.pk))
                else:
                    signup = make_signup(
                        dice.choice(categories),
                        attendance=dice.choice([ONSITE, ONLINE]),
                    )
                    mine.append(enrolment.register(signup))

        in_threads(6, come_and_go)

        assert_counters_equal_rows()
        assert_nobody_waits_in_vain()
        for quota in Quota.objects.exclude(size=None):
            assert quota.taken <= quota.size

    def test_the_comparison_sees_a_counter_that_is_off(self):
        """The negative control of the storm's own assertion."""
        category = make_category(places=3)
        register_someone(category)
        Quota.objects.update(taken=F("taken") + 1)

        with pytest.raises(AssertionError):
            assert_counters_equal_rows()
