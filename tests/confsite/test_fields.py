"""Fields of forms that clean what people type."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from agenda.models import Conference
from confsite.fields import AddressField, tidy_options
from registration.models import RegistrationSettings

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "address", ["ada@example.org", "ada@例子.中国", "o'brien+x@mail.example.co.uk"]
)
def test_an_address_is_one_that_a_letter_can_be_sent_to(address):
    assert AddressField().clean(address) == address


UNWRITABLE = {
    "with a dot": ("ada@localhost", "ada@intranet"),
    "one network alone": ("ada@mail.localhost", "ada@server.local", "ada@x.invalid"),
    "no number": (
        *("ada@[127.0.0.1]", "ada@[IPv6:::1]", "ada@10.0.0.255", "ada@example.123"),
        "ada@١٢٧.٠.٠.١",
    ),
    "Latin letters": ("李明@example.org", "josé@example.org", '"李"@example.org'),
    "at most 64": ("a" * 65 + "@example.org", f'"{"a" * 63}"@example.org'),
    "cannot be printed": (
        *('"a\x07b"@example.org', '"a\\\x01"@example.org', "a\x7f@example.org"),
        "ada@exam\u202eple.org",
    ),
    "too long": (f"ada@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example.org",),
    "like name@example.org": ("ada", "a@b@c.org", "a b@example.org", "ada@-x.org"),
}


@pytest.mark.parametrize(
    ("reason", "address"),
    [(reason, address) for reason, them in UNWRITABLE.items() for address in them],
)
def test_what_no_letter_reaches_is_refused_with_the_reason(reason, address):
    with pytest.raises(ValidationError, match=reason):
        AddressField().clean(address)


def test_the_reason_is_in_the_language_of_the_page():
    with override("zh-hans"), pytest.raises(ValidationError, match="请使用拉丁字母"):
        AddressField().clean("李明@example.org")


@pytest.mark.parametrize("local", ["a" * 64, '"a@b"', "o'brien+x"])
def test_what_is_just_within_the_rules_is_taken(local):
    assert AddressField().clean(f"{local}@example.org") == f"{local}@example.org"


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (RegistrationSettings, "sender"),
        (RegistrationSettings, "reply_to"),
        (Conference, "contact_email"),
    ],
)
def test_staff_type_addresses_into_the_same_field(model, column):
    options = tidy_options(model._meta.get_field(column))

    assert options == {"form_class": AddressField}
