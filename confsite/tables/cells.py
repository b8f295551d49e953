"""How a value stands in the cell of a file: words for it, and its meaning again."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from confsite import text
from confsite.bilingual import LANGUAGES, Pair
from confsite.fields import tidy_options
from confsite.tables.names import (
    BETWEEN_NAMES,
    NameIndex,
    halves,
    in_one,
    key,
    names_in,
)

# What empties a field: an empty cell leaves it as it is.
DASHES = {"-", "–", "—", "－"}


class TableCell:
    """How the values of a column are read and written."""

    def read(self, written: str) -> Any:
        """The value. Raises ValidationError."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)

    def offered(self) -> list[str]:
        """The words that may stand here, where there are but a few."""
        return []


class FieldCell(TableCell):
    """A value as the form of the admin reads it."""

    def __init__(self, field: Any):
        options = tidy_options(field)
        self.form_field: forms.Field = field.formfield(required=False, **options)

    def read(self, written: str) -> Any:
        return self.form_field.clean(self.tidied(written))

    def tidied(self, written: str) -> str:
        return on_one_line(written)


class CodeCell(FieldCell):
    """An address or a number, in which width and invisible signs mean nothing."""

    def tidied(self, written: str) -> str:
        return text.code(written)


class TextCell(FieldCell):
    """Text of several lines."""

    def tidied(self, written: str) -> str:
        return written.replace("\r\n", "\n")

    def write(self, value: str) -> str:
        return value.replace("\r\n", "\n")


class AliasesCell(TextCell):
    """Names below each other, which a file may also write side by side: UCL; 伦大."""

    def tidied(self, written: str) -> str:
        names = (name.strip() for name in BETWEEN_NAMES.split(written))
        return "\n".join(name for name in names if name)

    def write(self, value: str) -> str:
        return "; ".join(value.splitlines())


class ChoiceCell(TableCell):
    """One of several words, in either language, or its code; and what else is read."""

    def __init__(
        self, choices: Iterable[tuple[Any, Any]], also: Mapping[str, Any] | None = None
    ):
        self.choices = dict(choices)
        self.also = {key(word): code for word, code in (also or {}).items()}

    @property
    def labels(self) -> dict[Any, str]:
        return {code: str(label) for code, label in self.choices.items()}

    @cached_property
    def known(self) -> dict[str, Any]:
        known = self.also | {key(str(code)): code for code in self.labels}
        for language in LANGUAGES:
            with translation.override(language):
                known |= {key(label): code for code, label in self.labels.items()}
        return known

    def read(self, written: str) -> Any:
        try:
            return self.known[key(written)]
        except KeyError:
            raise ValidationError(self.refusal(shortened(written))) from None

    def refusal(self, written: str) -> str:
        words = _(", ").join(self.labels.values())
        return _("“%(word)s” is none of these: %(words)s.") % {
            "word": written,
            "words": words,
        }

    def write(self, value: Any) -> str:
        return str(self.choices.get(value, value))

    def offered(self) -> list[str]:
        return list(self.labels.values())


class YesNoCell(ChoiceCell):
    def __init__(self) -> None:
        super().__init__([(True, gettext_lazy("Yes")), (False, gettext_lazy("No"))])

    @cached_property
    def known(self) -> dict[str, Any]:
        return super().known | {"1": True, "0": False}


class CountryCell(ChoiceCell):
    """A country or region: its code, its name, or a name given to it, by code."""

    def __init__(self, given: Mapping[str, Pair]):
        super().__init__([])
        self.given = given

    @property
    def labels(self) -> dict[Any, str]:
        return {code: str(name) for code, name in countries}

    @cached_property
    def known(self) -> dict[str, Any]:
        given = {
            key(name): code
            for code, names in self.given.items()
            for name in names
            if name
        }
        return super().known | given

    def refusal(self, written: str) -> str:
        return _("“%s” is neither the name nor the code of a country or region.") % (
            written
        )

    def write(self, value: Any) -> str:
        code = str(value or "")
        if code in self.given:
            return self.given[code].active.plain
        return str(countries.name(code)) or code

    def offered(self) -> list[str]:
        return []  # some two hundred and fifty


class ReferenceCell(TableCell):
    """Another row by one of its names; one that does not exist is to be made."""

    def __init__(self, index: NameIndex, blank: Callable[[], Any], *, may_make: bool):
        self.index = index
        self.blank = blank
        self.may_make = may_make

    def read(self, written: str) -> Any:
        """The row; one to be made is not saved yet. Raises ValidationError."""
        name = text.line(on_one_line(written))
        found = self.index.find(key(name)) or self.index.find(*names_in(name))
        if len(found) > 1:
            raise ValidationError(_("“%s” is the name of several.") % shortened(name))
        return found[0] if found else self.made(name)

    def made(self, name: str) -> Any:
        if not self.may_make:
            raise ValidationError(
                _("“%s” does not exist, and you may not add it.") % shortened(name)
            )
        row = self.blank()
        row.name_en, row.name_zh = halves(name)
        for half in ("name_en", "name_zh"):
            row._meta.get_field(half).run_validators(getattr(row, half))
        return row

    def write(self, value: Any) -> str:
        if value is None:
            return ""
        return in_one(type(value).name.pair(self.index.current(value)))


def cell_of(field: Any) -> TableCell:
    """The cell that suits a field of a model."""
    if isinstance(field, models.BooleanField):
        return YesNoCell()
    if field.choices:
        return ChoiceCell(choice for choice in field.choices if choice[0])
    if isinstance(field, models.SlugField | models.IntegerField):
        return CodeCell(field)
    return TextCell(field) if isinstance(field, models.TextField) else FieldCell(field)


def on_one_line(written: str) -> str:
    """Where a field has one line a cell may have several, because it is narrow."""
    return " ".join(filter(None, map(str.strip, written.split("\n"))))


def shortened(written: str, longest: int = 60) -> str:
    return written if len(written) <= longest else f"{written[: longest - 1]}…"
