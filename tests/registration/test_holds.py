"""A place is held until a press shows that our letter reaches its person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from registration import correspondence, enrolment, holds, places
from registration.enrolment import APPROVAL
from registration.errors import AlreadyOver
from registration.letters import delivery
from registration.models import Delegate, Letter, RegistrationSettings
from registration.states import Attendance, DelegateState, Holding, LetterState
from tests.factories import make_category, make_letter, make_quota, register_someone
from tests.registration.seats import (
    assert_counters_equal_rows,
    assert_nobody_waits_in_vain,
    letters_of,
    state,
)
from tests.threads import in_threads

CONFIRMED, PENDING = DelegateState.CONFIRMED, DelegateState.PENDING
WAITING, CANCELLED = DelegateState.WAITING, DelegateState.CANCELLED


def holding_category(places: int = 1, **columns):
    """Of a conference where every place is held."""
    category = make_category(places=places, **columns)
    RegistrationSettings.objects.update(holding=Holding.ALWAYS)
    return category


def hold_someone(category, hours: int = 24, **columns) -> Delegate:
    return anew(register_someone(category, hold_hours=hours, **columns))


def anew(delegate: Delegate) -> Delegate:
    return Delegate.objects.get(pk=delegate.pk)


def let_time_pass(hours: int = 25) -> None:
    """The letters have left, and then nobody pressed anything."""
    Letter.objects.unsent().update(state=LetterState.SENT, sent_at=Now(), attempts=1)
    Delegate.objects.held().update(held_until=F("held_until") - timedelta(hours=hours))


class TestTheHold:
    @pytest.mark.parametrize("hours", [2, 24])
    def test_lasts_from_the_sign_up_by_the_clock_of_the_database(self, hours):
        delegate = hold_someone(holding_category(), hours)

        lasts = delegate.held_until - timezone.now()
        assert abs(lasts - timedelta(hours=hours)) < timedelta(minutes=5)
        assert delegate.is_held
        assert letters_of(delegate) == ["held"]

    def test_is_none_for_who_waits(self):
        delegate = hold_someone(holding_category(places=0))

        assert (delegate.state, delegate.held_until) == (WAITING, None)
        assert letters_of(delegate) == ["waiting"]

    def test_nor_for_whom_staff_enter(self):
        delegate = anew(register_someone(holding_category(), is_vouched_for=True))

        assert not delegate.is_held
        assert delegate.proved_at
        assert letters_of(delegate) == ["confirmed"]

    def test_ends_where_staff_approve(self):
        category = holding_category(needs_approval=True)
        delegate = hold_someone(category)

        enrolment.decide([delegate], APPROVAL)

        assert anew(delegate).held_until is None
        assert anew(delegate).proved_at
        assert letters_of(delegate) == ["held", "approved"]

    def test_is_for_somebody_who_moves_up_unless_they_have_proved_their_address(self):
        category = holding_category(places=0)
        stranger, known, guest = (register_someone(category) for _ in range(3))
        holds.keep(known)
        correspondence.send_again(guest)

        quota = category.quotas.get()
        quota.size = 2
        places.set_up(quota)

        assert [anew(d).is_held for d in (stranger, known, guest)] == [
            True,
            False,
            False,
        ]
        assert letters_of(stranger) == ["waiting", "moved_up_held"]
        assert letters_of(known) == ["waiting", "moved_up"]

    def test_goes_on_with_another_address(self):
        delegate = hold_someone(holding_category())

        correspondence.change_address(delegate, "right@example.org")

        assert anew(delegate).held_until == delegate.held_until
        assert letters_of(delegate) == ["held", "held", "address_changed"]

    def test_is_gone_for_good_with_another_address_once_one_was_proved(self):
        delegate = hold_someone(holding_category())
        holds.keep(delegate)

        correspondence.change_address(delegate, "right@example.org")

        assert not anew(delegate).is_held

    def test_begins_where_a_corrected_form_finds_a_place(self):
        full = holding_category(places=0)
        free = make_category(full.conference, places=1)
        delegate = hold_someone(full, email="ada@example.org")
        columns = {"submission": delegate.submission, "email": "ada@example.org"}

        hold_someone(free, **columns)

        assert anew(delegate).is_held
        assert anew(delegate).category == free

    def test_the_database_itself_refuses_what_is_both_held_and_proved(self):
        delegate = hold_someone(holding_category())

        with pytest.raises(IntegrityError, match="delegate_held_place_is_not_proved"):
            Delegate.objects.filter(pk=delegate.pk).update(proved_at=Now())


class TestKeeping:
    def test_makes_the_place_theirs(self):
        delegate = hold_someone(holding_category())

        holds.keep(delegate)
        holds.keep(delegate)
        let_time_pass()

        assert holds.release() == 0
        assert (state(delegate), anew(delegate).held_until) == (CONFIRMED, None)
        assert letters_of(delegate) == ["held", "confirmed"]

    def test_is_answered_by_a_letter_that_no_limit_counts(self):
        delegate = hold_someone(holding_category())

        holds.keep(delegate)

        asked = delegate.letters.order_by("pk").values_list("asked", flat=True)
        assert list(asked) == [False, True]

    def test_of_somebody_pending_is_answered_when_it_is_decided(self):
        delegate = hold_someone(holding_category(needs_approval=True))

        holds.keep(delegate)

        assert (state(delegate), anew(delegate).is_held) == (PENDING, False)
        assert letters_of(delegate) == ["held"]

    def test_comes_too_late_after_the_release(self):
        delegate = hold_someone(holding_category())
        let_time_pass()
        holds.release()

        with pytest.raises(AlreadyOver):
            holds.keep(delegate)

    def test_counts_as_long_as_the_place_has_not_gone(self):
        delegate = hold_someone(holding_category())
        let_time_pass()

        holds.keep(delegate)

        assert holds.release() == 0
        assert state(delegate) == CONFIRMED


class TestRelease:
    def test_gives_the_place_to_who_waits_and_tells_both(self):
        category = holding_category()
        holder, first = hold_someone(category), register_someone(category)
        let_time_pass()

        assert holds.release() == 1

        assert anew(holder).has_lapsed
        assert anew(first).is_held
        assert letters_of(holder) == ["held", "lapsed"]
        assert letters_of(first) == ["waiting", "moved_up_held"]
        assert_counters_equal_rows()
        assert_nobody_waits_in_vain()

    def test_waits_until_the_time_is_over(self):
        delegate = hold_someone(holding_category())
        let_time_pass(hours=23)

        assert holds.release() == 0
        assert state(delegate) == CONFIRMED

    def test_touches_nobody_who_has_nothing_to_prove(self):
        category = make_category(places=3)
        register_someone(category)

        assert holds.release() == 0
        assert category.quotas.get().taken == 1

    def test_passes_over_who_has_the_place_next(self, monkeypatch):
        monkeypatch.setattr(holds, "BATCH", 2)
        category = holding_category(places=3)
        for _ in range(3):
            hold_someone(category)
        waiting = [register_someone(category) for _ in range(4)]
        let_time_pass()

        assert holds.release() == 3
        assert holds.release() == 0
        assert [anew(d).is_held for d in waiting] == [True, True, True, False]
        assert_counters_equal_rows()

    def test_gives_a_letter_that_could_not_leave_its_time(self):
        """The mail server was away for a day: that is no fault of theirs."""
        category = holding_category()
        waits = hold_someone(category)
        Delegate.objects.update(held_until=Now() - timedelta(hours=1))

        assert holds.release() == 0
        assert anew(waits).held_until > timezone.now() + timedelta(hours=1)
        tried = waits.letters.get()
        Letter.objects.filter(pk=tried.pk).update(attempts=1)
        Delegate.objects.update(held_until=Now() - timedelta(hours=1))
        assert holds.release() == 1

    def test_in_time_is_a_matter_of_health(self):
        delegate = hold_someone(holding_category())
        assert holds.lapse_in_time()

        Delegate.objects.filter(pk=delegate.pk).update(
            held_until=Now() - timedelta(minutes=11)
        )

        assert not holds.lapse_in_time()


class TestAnAddressThatIsNone:
    """A letter that its server refuses for good frees the place."""

    def refuse(self, sink, delegate, answer="550 5.1.1 no such user") -> None:
        sink.answers[delegate.email] = answer
        delivery.deliver()

    def test_frees_the_place_at_once_and_gets_no_other_letter(self, sink):
        category = holding_category()
        nobody, first = hold_someone(category), register_someone(category)

        self.refuse(sink, nobody)
        holds.release()

        assert anew(nobody).has_lapsed
        assert anew(first).is_held
        assert letters_of(nobody) == ["held"]

    @pytest.mark.parametrize(
        "answer", ["452 4.2.2 full", "554 5.7.1 we do not like you", "421 later"]
    )
    def test_any_other_answer_frees_nothing(self, sink, answer):
        delegate = hold_someone(holding_category())

        self.refuse(sink, delegate, answer)

        assert holds.release() == 0
        assert anew(delegate).held_until == delegate.held_until

    def test_takes_nothing_from_who_has_proved_it(self, sink):
        delegate = hold_someone(holding_category())
        holds.keep(delegate)

        self.refuse(sink, delegate)

        assert holds.release() == 0
        assert state(delegate) == CONFIRMED

    def test_corrected_afterwards_is_a_registration_again(self, sink):
        category = holding_category()
        nobody = hold_someone(category)
        self.refuse(sink, nobody)
        holds.release()

        enrolment.correct_address(nobody.submission, "right@example.org")

        right = Delegate.objects.get(email="right@example.org")
        assert (right.state, right.is_held) == (CONFIRMED, True)
        assert letters_of(right) == ["held"]


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_several_workers_release_each_place_once(self):
        category = holding_category(places=4)
        people = [hold_someone(category) for _ in range(4)]
        let_time_pass()

        released = in_threads(4, lambda n: holds.release())

        assert sum(released) == 4
        assert [letters_of(person) for person in people] == [["held", "lapsed"]] * 4
        assert category.quotas.get().taken == 0

    def test_a_press_in_the_last_moment_is_kept_or_told_that_it_is_too_late(self):
        for _ in range(5):
            category = holding_category()
            delegate = hold_someone(category)
            let_time_pass()

            def act(n: int, delegate=delegate) -> str:
                if n:
                    return str(holds.release())
                try:
                    holds.keep(delegate)
                except AlreadyOver:
                    return "late"
                return "kept"

            said = in_threads(2, act)

            expected = {"kept": ("0", CONFIRMED), "late": ("1", CANCELLED)}
            assert (said[1], state(delegate)) == expected[said[0]]
            assert_counters_equal_rows()


@pytest.mark.parametrize(
    ("holding", "size", "expected"),
    [
        (Holding.BY_SIZE, 50, False),
        (Holding.BY_SIZE, 51, True),
        (Holding.ALWAYS, 1, True),
        (Holding.NEVER, 500, False),
    ],
)
def test_a_conference_holds_places_as_its_settings_say(holding, size, expected):
    category = make_category(places=1)
    make_quota(category.conference, attendance=Attendance.ONLINE, size=size - 1)
    RegistrationSettings.objects.update(holding=holding)

    registration = RegistrationSettings.objects.get()

    assert registration.holds_places is expected


def test_a_letter_that_asks_is_overtaken_where_there_is_nothing_to_keep():
    delegate = hold_someone(holding_category())
    holds.keep(delegate)
    letter = make_letter(delegate, kind="held")

    assert not letter.letter_kind.is_true(CONFIRMED, is_held=anew(delegate).is_held)
