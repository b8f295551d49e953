"""Form fields for what people type: kept as it is, or refused with a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.utils.encoding import punycode
from django.utils.translation import gettext
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
    """Accepts what letters can be sent to from anywhere; says why of what it does not.

    A number stands for a machine and not for whoever it is today. What is said of the
    names that end so: RFC 6761. How long an address may be: RFC 5321, 4.5.3.1.
    """

    nowhere = frozenset({"localhost", "localdomain", "local", "invalid"})
    longest_local, longest = 64, 254

    def __call__(self, value: Any) -> None:
        local, _at, domain = str(value or "").rpartition("@")
        if local and domain and (why := self.why_not(local, domain)):
            raise ValidationError(why, code="unwritable")
        super().__call__(value)

    def why_not(self, local: str, domain: str) -> str:
        """What stands in the way of letters; empty where nothing does."""
        if text.UNPRINTABLE.search(local + domain):
            return gettext(
                "There is a character in the address that cannot be printed."
            )
        if not local.isascii():
            return gettext(
                "The part before @ must be in Latin letters without accents."
            )
        if len(local) > self.longest_local:
            return gettext("The part before @ can have at most 64 characters.")
        if domain.startswith("[") or domain.rpartition(".")[2].isdecimal():
            return gettext(
                "After @ there must be a name like example.org, and no number."
            )
        return self.why_not_there(local, domain)

    def why_not_there(self, local: str, domain: str) -> str:
        try:
            # In letters of every script: ada@例子.中国 is written to as ada@xn--….
            host = punycode(domain).lower()
        except UnicodeError:
            return ""
        if "." not in host:
            return gettext("After @ there must be a name with a dot, like example.org.")
        if host.rpartition(".")[2] in self.nowhere:
            return gettext("The name after @ is known in one network alone.")
        if len(f"{local}@{host}") > self.longest:
            return gettext("The address is too long: no letter would reach it.")
        return ""

    def validate_domain_part(self, domain_part: str) -> bool:
        try:
            punycode(domain_part)
        except UnicodeError:
            return False
        return bool(self.domain_regex.match(domain_part))


class AddressField(forms.EmailField):
    """An e-mail address that a letter can be sent to."""

    default_validators = [WritableAddress(allowlist=[])]
    default_error_messages = {
        "invalid": _("Enter an e-mail address like name@example.org.")
    }


SLUG_LETTERS = _(
    "Write an address in letters without accents, digits, hyphens and underscores, "
    "like li-xiaoming."
)


class SlugField(forms.SlugField):
    """The part of a web address that stands for a row."""

    default_error_messages = {"invalid": SLUG_LETTERS}


class SlugColumn(models.SlugField):
    """A column of such addresses, which says in plain words what none is."""

    default_error_messages = {"invalid": SLUG_LETTERS}

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": SlugField} | options)

    def deconstruct(self) -> Any:
        """For migrations, which need no words."""
        name, _path, args, options = super().deconstruct()
        options.pop("error_messages", None)
        return name, "django.db.models.SlugField", args, options


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
