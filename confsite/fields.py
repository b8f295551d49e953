"""Form fields for what people type: kept as it is, or refused with a reason."""

from typing import Any

from django import forms

from confsite import text


class LineField(forms.CharField):
    """One line of text, byte for byte after NFC."""

    def to_python(self, value: Any) -> str:
        return text.line(super().to_python(value) or "")


class LongTextField(forms.CharField):
    """Several lines of text, in NFC; white space in them may be Markdown."""

    def to_python(self, value: Any) -> str:
        return text.lines(super().to_python(value) or "")
