"""What a kind of letter is stands in one row; nothing that hangs on it is forgotten."""

import pytest
from django.conf import settings

from registration import places
from registration.letters import kinds
from registration.letters.kinds import KINDS, CalendarMethod, Priority
from registration.states import DelegateState

pytestmark = pytest.mark.pure

every_kind = pytest.mark.parametrize("kind", KINDS.values())


@every_kind
def test_its_words_are_found_by_its_name(kind):
    folder = settings.BASE_DIR / "templates/letters" / kind

    assert {part.name for part in folder.iterdir()} == {
        "subject.txt",
        "body.txt",
        "body.html",
    }


def test_every_folder_of_words_has_a_kind():
    folders = (settings.BASE_DIR / "templates/letters").iterdir()

    assert {f.name for f in folders if (f / "subject.txt").exists()} == set(KINDS)


@pytest.mark.parametrize("state", DelegateState)
def test_a_kind_tells_how_somebody_stands(state):
    assert list(kinds.telling(state).true_while) == [state]


@pytest.mark.parametrize("state", [DelegateState.CONFIRMED, DelegateState.PENDING])
@pytest.mark.parametrize("is_held", [True, False])
def test_only_who_has_to_keep_a_place_is_asked_to(state, is_held):
    for kind in (
        kinds.telling(state, is_held=is_held),
        kinds.moving_up(state, is_held=is_held),
    ):
        assert kind.while_held == is_held
        assert kind.is_true(state, is_held=is_held)
    assert not kinds.HELD.is_true(state, is_held=False)


@every_kind
def test_only_a_place_is_put_into_a_calendar(kind):
    if kind.calendar == CalendarMethod.REQUEST:
        assert list(kind.true_while) == [DelegateState.CONFIRMED]
    if kind.calendar == CalendarMethod.CANCEL:
        assert DelegateState.CONFIRMED not in kind.true_while


def test_what_a_form_with_any_address_can_cause_was_not_asked_for():
    first = {kinds.telling(places.first_state(needs_approval=n)) for n in (True, False)}
    reminders = {kinds.ALREADY_REGISTERED, kinds.ANOTHER_NAME, kinds.ADDRESS_CHANGED}

    unasked = {kind for kind in KINDS.values() if not kind.asked}
    held = {kinds.HELD, kinds.LAPSED}
    # Typed on the personal page: by whoever has the link, and of whomever they like.
    typed = {kinds.CONFIRM_ADDRESS}
    assert unasked == first | {kinds.WAITING} | reminders | held | typed


@every_kind
def test_whoever_sent_a_form_waits_for_what_it_caused(kind):
    # A day later nobody waits for it any more.
    if kind != kinds.LAPSED:
        assert kind.asked or kind.priority == Priority.URGENT
