"""How a registration stands, in words."""

import pytest
from django.utils.translation import override

from registration.personal.summary import Ticket
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
    ticket = Ticket(make_delegate(attendance=attendance))

    with override("en"):
        assert ticket.status_sentence == words
        assert ticket.has_a_place is True
        assert ticket.next_step != ""


@pytest.mark.parametrize("state", DelegateState)
def test_every_state_has_a_sentence_in_both_languages(state):
    ticket = Ticket(make_delegate(state=state))

    with override("en"):
        english = ticket.status_sentence
    with override("zh-hans"):
        chinese = ticket.status_sentence
    assert english.isascii()
    assert not chinese.isascii()
    assert ticket.has_a_place is (state == DelegateState.CONFIRMED)


def test_a_number_in_line_counts_those_who_came_earlier_and_still_wait():
    category = make_category(places=0)
    first, second, third = (register_someone(category) for _ in range(3))
    register_someone(make_category(places=0))

    assert [Ticket(row).before for row in (first, second, third)] == [0, 1, 2]
    first.state, first.waiting_number = DelegateState.CANCELLED, None
    first.save()
    assert Ticket(third).before == 1
    assert Ticket(first).before == 0
