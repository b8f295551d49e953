"""Fields for addresses and numbers: kept as they are, or refused with a reason."""

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confsite import text
from confsite.fields import AddressField

# Whose numbers need no country code: those of the readers of each language.
PHONE_REGIONS = {"en": "GB", "zh-hans": "CN"}
# As long as the column; an extension may have twenty digits.
LONGEST_NUMBER = 40


class EmailField(AddressField):
    """An address; the domain in small letters, the rest as its owner writes it."""

    def to_python(self, value: Any) -> str:
        address = text.code(super().to_python(value) or "")
        local, at, domain = address.rpartition("@")
        return f"{local}{at}{domain.lower()}"


class PhoneField(forms.CharField):
    """A telephone number, kept in E.164 with its extension."""

    def clean(self, value: Any) -> str:
        typed = text.code(super().clean(value) or "")
        if not typed:
            return ""
        region = PHONE_REGIONS[get_language() or "en"]
        written = as_dialled(typed, region)
        if not 0 < len(written) <= LONGEST_NUMBER:
            raise ValidationError(
                _("Enter a telephone number with its country code, like %(example)s."),
                code="invalid",
                params={"example": example(region)},
            )
        return written


def as_dialled(typed: str, region: str) -> str:
    """In E.164 with the extension, or nothing if no telephone could dial it."""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


def example(region: str) -> str:
    return {"GB": "+44 7400 123456", "CN": "+86 138 0013 8000"}[region]
