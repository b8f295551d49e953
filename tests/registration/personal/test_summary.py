"""How a registration stands, in words."""

import pytest
from django.utils.translation import override

from registration.models import Delegate
from registration.personal.summary import next_step, status_sentence
from registration.states import Attendance, DelegateState
from tests.factories import make_category, make_delegate, register_someone


@pytest.mark.parametrize(
    ("attendance", "words"),
    [
        (Attendance.ONSITE, "You have a place on site."),
        (Attendance.ONLINE, "You have a place online."),
    ],
)
def test_a_place_is_somewhere(attendance, words):
    delegate = make_delegate(attendance=attendance)

    with override("en"):
        assert status_sentence(delegate) == words
        assert next_step(delegate) != ""


@pytest.mark.parametrize("state", DelegateState)
def test_every_state_has_a_sentence_in_both_languages(state):
    delegate = make_delegate(state=state)

    with override("en"):
        english = status_sentence(delegate)
    with override("zh-hans"):
        chinese = status_sentence(delegate)
    assert english.isascii()
    assert not chinese.isascii()


def test_a_number_in_line_counts_those_who_came_earlier_and_still_wait():
    category = make_category(places=0)
    first, second, third = (register_someone(category) for _ in range(3))
    register_someone(make_category(places=0))

    def ahead_of(delegate):
        return Delegate.objects.ahead_of(delegate).count()

    assert [ahead_of(row) for row in (first, second, third)] == [0, 1, 2]
    first.state, first.waiting_number = DelegateState.CANCELLED, None
    first.save()
    assert ahead_of(third) == 1
    assert ahead_of(first) == 0
