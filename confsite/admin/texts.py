"""What staff type into the admin: kept as it is, or refused with a reason."""

import unicodedata
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from confsite import text

# What is no control character in a text of several lines.
BETWEEN_LINES = str.maketrans("", "", "\t\n\r")


class LineField(forms.CharField):
    """One line of text, in NFC."""

    def to_python(self, value: Any) -> str:
        return text.line(super().to_python(value) or "")


class PassageField(forms.CharField):
    """Several lines of text, in NFC; white space in them may be Markdown."""

    def to_python(self, value: Any) -> str:
        passage = unicodedata.normalize("NFC", super().to_python(value) or "")
        if text.UNPRINTABLE.search(passage.translate(BETWEEN_LINES)):
            raise forms.ValidationError(
                _(
                    "This contains characters that cannot be printed. "
                    "Please type it anew."
                ),
                code="unprintable",
            )
        return passage


class TidyTexts:
    """Mixed into pages and inlines of the admin: texts and addresses are cleaned."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if type(db_field) is models.CharField and not db_field.choices:
            kwargs.setdefault("form_class", LineField)
        elif type(db_field) is models.TextField:
            kwargs.setdefault("form_class", PassageField)
        elif isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
