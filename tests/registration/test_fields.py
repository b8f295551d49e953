"""Telephone numbers: read as they are dialled in a country, and kept for the world."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from registration.fields import LONGEST_NUMBER, shown, telephone

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("138 0013 8000", "CN", "+8613800138000"),
        ("86 138 0013 8000", "CN", "+8613800138000"),
        ("0912 345 678", "TW", "+886912345678"),
        ("07400 123456", "", "+447400123456"),
        ("＋４４ ７４００ １２３４５６", "FR", "+447400123456"),
        ("0033 6 12 34 56 78", "US", "+33612345678"),
        ("+44 (0)20 7946 0958", "CN", "+442079460958"),
        ("", "FR", ""),
    ],
)
def test_a_number_is_read_in_the_country_that_was_chosen(typed, country, kept):
    assert telephone(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country", "example"),
    [
        ("06 12 34 56 78", "", "+44 7400 123456"),
        ("06 12 34 56 78", "CN", "+86 131 2345 6789"),
        ("138 0013 8000", "FR", "+33 6 12 34 56 78"),
        # Possible in length, but given to nobody.
        ("020 1234 567", "GB", "+44 7400 123456"),
        ("12345678", "AQ", "+44 7400 123456"),
        ("call me", "DE", "+49 1512 3456789"),
        ("+44 12", "GB", "+44 7400 123456"),
    ],
)
def test_what_no_telephone_there_dials_asks_for_the_code(typed, country, example):
    with pytest.raises(ValidationError) as refused:
        telephone(typed, country)

    assert refused.value.messages == [
        f"Enter a telephone number with its country code, like {example}."
    ]


def test_without_a_country_the_page_says_whose_numbers_are_meant():
    with override("zh-hans"):
        assert telephone("138 0013 8000") == "+8613800138000"
        with pytest.raises(ValidationError, match="131 2345 6789"):
            telephone("07400 123456")


@pytest.mark.parametrize(
    "typed",
    [
        "025-83598888转8012",
        "025-83598888 轉 8012",
        "(025) 8359 8888 分机：8012",
        "025-83598888-8012",
        "025 8359-8888－8012",
        "025 8359 8888 ext. 8012",
        "025 8359 8888 Ext8012",
        "025 8359 8888 x8012",
        "025-83598888#8012",
        "+86 25 8359 8888-8012",
        "+862583598888;ext=8012",
    ],
)
def test_an_extension_is_kept_however_offices_write_it(typed):
    assert telephone(typed, "CN") == "+862583598888;ext=8012"


def test_a_hyphen_alone_makes_no_extension():
    assert telephone("020-7946-0958", "GB") == "+442079460958"
    assert telephone("138-0013-8000", "CN") == "+8613800138000"


def test_the_longest_extension_fits_the_column():
    longest = telephone(f"+86 25 8359 8888 ext {'1' * 20}")

    assert longest.endswith(";ext=" + "1" * 20)
    assert len(longest) <= LONGEST_NUMBER


@pytest.mark.parametrize(
    ("stored", "country", "words"),
    [
        ("+8613800138000", "CN", "138 0013 8000"),
        ("+8613800138000", "GB", "+86 138 0013 8000"),
        ("+33612345678", "FR", "06 12 34 56 78"),
        ("+862583598888;ext=8012", "CN", "025 8359 8888 ext. 8012"),
        ("", "CN", ""),
        ("no number", "CN", "no number"),
    ],
)
def test_those_of_the_same_country_see_it_as_they_dial_it(stored, country, words):
    assert shown(stored, country) == words


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_shown_is_read_as_the_same_number(language):
    stored = "+862583598888;ext=8012"

    with override(language):
        for country in ("CN", "GB", ""):
            assert telephone(shown(stored, country), country) == stored
