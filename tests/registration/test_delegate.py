"""A delegate's row: what must always be true of it, and how it is found."""

import uuid

import pytest
from django.db import IntegrityError

from registration.models import Delegate
from registration.states import DelegateState
from tests.factories import (
    make_category,
    make_delegate,
    make_open_conference,
)

pytestmark = pytest.mark.server


class TestConstraints:
    """What must always be true of a delegate, whoever writes the row."""

    def test_one_live_registration_per_address(self):
        delegate = make_delegate(email="ada@example.org")

        with pytest.raises(
            IntegrityError, match="delegate_one_live_registration_per_address"
        ):
            make_delegate(category=delegate.category, email="ADA@example.org")

    def test_an_address_may_have_been_here_before(self):
        delegate = make_delegate(email="a@example.org", state=DelegateState.CANCELLED)
        make_delegate(category=delegate.category, email="a@example.org")
        make_delegate(category=delegate.category, email="")
        make_delegate(category=delegate.category, email="")

        assert Delegate.objects.count() == 4

    @pytest.mark.parametrize(
        ("name", "columns"),
        [
            ("delegate_waiting_has_a_number", {"waiting_number": 1}),
            (
                "delegate_waiting_has_a_number",
                {"state": DelegateState.WAITING, "waiting_number": None},
            ),
            ("delegate_state_is_known", {"state": "lost"}),
            ("delegate_attendance_is_known", {"attendance": "absent"}),
            ("delegate_has_a_name", {"family_name": "", "given_name": ""}),
        ],
    )
    def test_a_row_that_cannot_be(self, name, columns):
        with pytest.raises(IntegrityError, match=name):
            make_delegate(**columns)

    def test_a_reference_is_given_once(self):
        delegate = make_delegate()

        with pytest.raises(IntegrityError, match="delegate_reference_once"):
            make_delegate(reference=delegate.reference)

    def test_a_form_is_one_registration(self):
        submission = uuid.uuid4()
        make_delegate(submission=submission)

        with pytest.raises(IntegrityError, match="submission"):
            make_delegate(submission=submission)

    def test_a_number_in_line_is_given_once_in_a_conference(self):
        category = make_category(make_open_conference())
        waiting = {"state": DelegateState.WAITING, "waiting_number": 7}
        make_delegate(category=category, **waiting)
        make_delegate(**waiting)

        with pytest.raises(
            IntegrityError, match="delegate_waiting_number_once_per_conference"
        ):
            make_delegate(category=category, **waiting)


@pytest.mark.parametrize(
    "words",
    [
        *("lovelace", "ADA", "Ada Lovelace", "lovelace, ada", "曉明", "oxford ada"),
        *("ada@ex", "adalovelace", "Lövelace", "dean prof", "07400 12", "+44 (0)74"),
    ],
)
def test_a_delegate_is_found_by_whatever_is_known_of_them(words):
    found = make_delegate(
        title="Prof",
        family_name="Lovelace",
        given_name="Ada",
        native_name="李晓明",
        email="ada@example.org",
        phone="+447400123456",
        organisation="University of Oxford",
        position="Dean",
    )
    # A reference that chance draws may hold one of the words.
    make_delegate(family_name="Babbage", given_name="Charles", reference="22222222")

    assert list(Delegate.objects.search(words)) == [found]


def test_a_reference_is_found_as_it_is_read_out():
    found = make_delegate(reference="ABCD2345")
    make_delegate(reference="EFGH2345")

    for typed in ("abcd2345", "ABCD-2345", "ABCD 2345", "ＡＢＣＤ 23-45"):
        assert list(Delegate.objects.search(typed)) == [found]
