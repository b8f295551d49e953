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


@pytest.mark.parametrize(
    "address",
    [
        *("ada@localhost", "ada@mail.localhost", "ada@server.local", "ada@intranet"),
        *("ada@[127.0.0.1]", "ada@10.0.0.255", "ada@example.123"),
    ],
)
@pytest.mark.parametrize(
    ("language", "words"), [("en", "name@example.org"), ("zh-hans", "请输入有效的邮箱")]
)
def test_a_machine_in_the_house_is_none(address, language, words):
    with override(language), pytest.raises(ValidationError, match=words):
        AddressField().clean(address)


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
