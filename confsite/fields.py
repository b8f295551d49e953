"""Form fields for what people type: kept as it is, or refused with a reason."""

from typing import Any

from django import forms
from django.db import models

from confsite import text


class LineField(forms.CharField):
    """One line of text, byte for byte after NFC."""

    def to_python(self, value: Any) -> str:
        return text.line(super().to_python(value) or "")


class LongTextField(forms.CharField):
    """Several lines of text, in NFC; white space in them may be Markdown."""

    def to_python(self, value: Any) -> str:
        return text.lines(super().to_python(value) or "")


def tidy_options(db_field: models.Field) -> dict[str, Any]:
    """How the form field for one of a model is made so that it tidies what it takes."""
    if type(db_field) is models.CharField and not db_field.choices:
        return {"form_class": LineField}
    if type(db_field) is models.TextField:
        return {"form_class": LongTextField}
    return {"assume_scheme": "https"} if isinstance(db_field, models.URLField) else {}
