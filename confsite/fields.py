"""Form fields for what people type: kept as it is, or refused with a reason."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.db import models
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from confsite import text
from confsite.markup import MarkupColumn, refuse_intricate


class LineField(forms.CharField):
    """One line of text, byte for byte after NFC."""

    def to_python(self, value: Any) -> str:
        return text.line(super().to_python(value) or "")


class LongTextField(forms.CharField):
    """Several lines of text, in NFC; white space in them may be Markdown."""

    def to_python(self, value: Any) -> str:
        return text.lines(super().to_python(value) or "")


class MarkupField(LongTextField):
    """Markdown that a page can be made of."""

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_intricate(value)


class WritableAddress(EmailValidator):
    """Accepts what letters can be sent to from anywhere; no host of one network alone.

    A number stands for a machine and not for whoever it is today. What is said of the
    names that end so: RFC 6761.
    """

    nowhere = frozenset({"localhost", "localdomain", "local", "invalid"})

    def validate_domain_part(self, domain_part: str) -> bool:
        # In letters of every script: ada@例子.中国 is written to as ada@xn--….
        if not self.domain_regex.match(domain_part):
            return False
        try:
            top = punycode(domain_part).rpartition(".")[2].lower()
        except UnicodeError:
            return False
        return not top.isdecimal() and top not in self.nowhere


class AddressField(forms.EmailField):
    """An e-mail address that a letter can be sent to."""

    default_validators = [WritableAddress(allowlist=[])]
    default_error_messages = {
        "invalid": _("Enter an e-mail address like name@example.org.")
    }


# The year first, or the month in letters: no other order means the same to everybody.
DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d %B %Y", "%d %b %Y"]
DATE_ORDER = _("Write a day that exists as year-month-day, like 2027-07-09.")


class DayField(forms.DateField):
    """A day whose order is not guessed: 03/07/2027 is two days."""

    default_error_messages = {"invalid": DATE_ORDER}

    def __init__(self, **options: Any):
        super().__init__(input_formats=DATES, **options)


class MomentField(forms.SplitDateTimeField):
    """A day and a time of day, in two boxes."""

    default_error_messages = {
        "invalid_date": DATE_ORDER,
        "invalid_time": _("Write the time in 24 hours, like 14:30."),
    }

    def __init__(self, **options: Any):
        super().__init__(input_date_formats=DATES, **options)


def tidy_options(db_field: models.Field) -> dict[str, Any]:
    """How the form field for one of a model is made so that it tidies what it takes."""
    if type(db_field) is models.CharField and not db_field.choices:
        return {"form_class": LineField}
    if isinstance(db_field, MarkupColumn):
        return {"form_class": MarkupField}
    if type(db_field) is models.TextField:
        return {"form_class": LongTextField}
    if isinstance(db_field, models.EmailField):
        return {"form_class": AddressField}
    return {"assume_scheme": "https"} if isinstance(db_field, models.URLField) else {}
