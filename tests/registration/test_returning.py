"""Coming back, by oneself, to a conference whose place was not kept in time."""

import pytest
from django.utils import timezone

from registration import holds, returning
from registration.errors import AlreadyOver, NotOver, RegisteredAgain, SignUpIsClosed
from registration.models import Delegate, RegistrationSettings
from registration.states import DelegateState
from tests.factories import make_delegate, register_someone
from tests.registration.seats import assert_counters_equal_rows, letters_of, state
from tests.registration.test_holds import (
    anew,
    hold_someone,
    holding_category,
    let_time_pass,
)

CONFIRMED, CANCELLED = DelegateState.CONFIRMED, DelegateState.CANCELLED


class TestComingBack:
    def lapsed(self, category) -> Delegate:
        delegate = hold_someone(category)
        let_time_pass()
        holds.release()
        return anew(delegate)

    def test_to_a_place_if_one_is_free(self):
        delegate = self.lapsed(holding_category())

        returning.come_back(delegate)

        assert (state(delegate), anew(delegate).is_held) == (CONFIRMED, False)
        assert letters_of(delegate)[-1] == "confirmed"
        assert_counters_equal_rows()

    def test_or_behind_everybody_who_waits(self):
        category = holding_category()
        delegate = hold_someone(category)
        others = [register_someone(category) for _ in range(2)]
        let_time_pass()
        holds.release()

        returning.come_back(delegate)

        line = list(category.delegates.waiting())
        assert line == [others[1], anew(delegate)]
        assert letters_of(delegate)[-1] == "waiting"

    def test_is_for_those_alone_whose_place_lapsed(self):
        cancelled = make_delegate(category=holding_category(), state=CANCELLED)
        live = make_delegate()

        with pytest.raises(AlreadyOver):
            returning.come_back(cancelled)
        with pytest.raises(NotOver):
            returning.come_back(live)

    def test_while_one_can_sign_up(self):
        delegate = self.lapsed(holding_category())
        RegistrationSettings.objects.update(closes_at=timezone.now())

        with pytest.raises(SignUpIsClosed):
            returning.come_back(delegate)

    def test_not_beside_a_new_registration(self):
        delegate = self.lapsed(holding_category(places=2))
        register_someone(delegate.category, email=delegate.email)

        with pytest.raises(RegisteredAgain):
            returning.come_back(delegate)
        assert_counters_equal_rows()
