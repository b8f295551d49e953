"""Telephone numbers in files, and what a spreadsheet makes of them."""

import pytest
from django.core.exceptions import ValidationError

from registration.imports.telephones import read_telephone


@pytest.mark.parametrize(
    ("written", "number", "left_out"),
    [
        ("13800138000", "+8613800138000", ""),
        ("138 0013 8000", "+8613800138000", ""),
        ("１３８００１３８０００", "+8613800138000", ""),
        ("13800138000.0", "+8613800138000", ""),
        ("8613800138000", "+8613800138000", ""),
        ("447700900123", "+447700900123", ""),
        ("电话：025-83598888转8012", "+862583598888;ext=8012", ""),
        ("13800138000/13900139000", "+8613800138000", "13900139000"),
        ("+44 (0)20 7946 0958", "+442079460958", ""),
    ],
)
def test_a_number_is_read(written, number, left_out):
    assert read_telephone(written, ("CN", "GB")) == (number, left_out)


@pytest.mark.parametrize("written", ["1.38E+10", "1.38001E+10", "1,38E+10"])
def test_a_number_whose_digits_are_lost_is_refused_with_the_reason(written):
    with pytest.raises(ValidationError, match="rounded this number"):
        read_telephone(written, ("CN",))


@pytest.mark.parametrize("written", ["12345", "####", "none"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(ValidationError):
        read_telephone(written, ("CN",))
