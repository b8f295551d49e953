"""Fields for addresses and numbers: kept as they are, or refused with a reason."""

import re
from collections.abc import Iterator
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from confsite import text
from confsite.fields import AddressField

# Whose numbers need no country code: those of the readers of each language.
PHONE_REGIONS = {"en": "GB", "zh-hans": "CN"}
# In E.164 with an extension: +, 15 digits, ;ext= and 20 digits.
LONGEST_NUMBER = 41
# As offices write it: 025-83598888转8012, 020 7946 0958 ext. 12, 8359 8888#8012.
EXTENSION = re.compile(
    r"[\s,;(]*(?:转|轉|分机|分機|内线|內線|ext(?:n|ension)?|x|#)[\s.:号#=]*"
    r"(\d{1,20})[\s)#]*$",
    re.IGNORECASE,
)
LAST_GROUP = re.compile(r"\s*[-‐-―−]\s*(\d{1,6})$")


class EmailField(AddressField):
    """An address; the domain in small letters, the rest as its owner writes it."""

    def to_python(self, value: Any) -> str:
        address = text.code(super().to_python(value) or "")
        local, at, domain = address.rpartition("@")
        return f"{local}{at}{domain.lower()}"


class PhoneField(forms.CharField):
    """A telephone number as it was typed; its form reads it with clean_telephone()."""

    def to_python(self, value: Any) -> str:
        return text.code(super().to_python(value) or "")


def clean_telephone(form: forms.BaseForm) -> None:
    """Read the number in a form's clean(), in the country that was chosen beside it."""
    data = form.cleaned_data
    if "phone" in data and not form.has_error("country"):
        try:
            data["phone"] = telephone(data["phone"], str(data.get("country") or ""))
        except ValidationError as error:
            form.add_error("phone", error)


def telephone(typed: str, country: str = "") -> str:
    """A number in E.164 with its extension (RFC 3966), as it is dialled in a country.

    Without its country code it must be a valid number there; where no country was
    chosen, of the readers of the page's language. Raises ValidationError.
    """
    typed = text.code(typed)
    if not typed:
        return ""
    number = dialled(typed, country or region_of_page())
    if number is None:
        raise ValidationError(
            _("Enter a telephone number with its country code, like %(example)s."),
            code="invalid",
            params={"example": example(country) or example(region_of_page())},
        )
    return in_full(number)


def in_full(number: phonenumbers.PhoneNumber) -> str:
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


def dialled(typed: str, region: str) -> phonenumbers.PhoneNumber | None:
    """What is dialled where somebody typed this; None if no telephone could do that."""
    typed = re.sub("^00(?=[1-9])", "+", typed)
    readings = [*filter(None, (parsed(*way, region) for way in with_extensions(typed)))]
    found = next(filter(phonenumbers.is_valid_number, readings), None)
    if found is None and typed.startswith("+"):
        # Whoever writes the code means it; new ranges are not known at once.
        found = next(filter(phonenumbers.is_possible_number, readings), None)
    return found if found is None or len(in_full(found)) <= LONGEST_NUMBER else None


def with_extensions(typed: str) -> Iterator[tuple[str, str]]:
    """The number and its extension; after a hyphen there may be either."""
    named = EXTENSION.search(typed)
    if named:
        yield typed[: named.start()], named[1]
        return
    yield typed, ""
    if hyphened := LAST_GROUP.search(typed):
        yield typed[: hyphened.start()], hyphened[1]


def parsed(typed: str, extension: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    number.extension = extension or number.extension
    return number


def shown(stored: str, country: str = "") -> str:
    """A stored number to be read: as it is dialled at home in its own country."""
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    own = phonenumbers.region_code_for_number(number) == country
    kind = phonenumbers.PhoneNumberFormat
    extension, number.extension = number.extension, None
    written = phonenumbers.format_number(
        number, kind.NATIONAL if own else kind.INTERNATIONAL
    )
    if not extension:
        return written
    words = gettext("%(number)s ext. %(extension)s")
    return words % {"number": written, "extension": extension}


def region_of_page() -> str:
    return PHONE_REGIONS[get_language() or "en"]


def example(region: str) -> str:
    """A mobile number of a region; empty where it has no numbers of its own."""
    number = phonenumbers.example_number_for_type(
        region, phonenumbers.PhoneNumberType.MOBILE
    )
    if number is None:
        return ""
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
