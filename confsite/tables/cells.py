"""How a value stands in the cell of a file: words for it, and its meaning again."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from agenda.models import Conference
from confsite import text
from confsite.admin.texts import LineField, PassageField
from confsite.bilingual import LANGUAGES, Pair
from confsite.tables.names import Register, halves, in_one, key, names_in

# What empties a field: an empty cell leaves it as it is.
DASHES = {"-", "–", "—", "－"}
BETWEEN_ALIASES = re.compile(r"[;；\n]")
LAST_POSITION = 32_767  # of a small integer


class Cell:
    """A value as the form of the admin reads it."""

    form_class: Any = None

    def __init__(self, field: Any):
        options: dict[str, Any] = {"required": False}
        if isinstance(field, models.URLField):
            options["assume_scheme"] = "https"
        elif self.form_class:
            options["form_class"] = self.form_class
        self.form_field = field.formfield(**options)

    def read(self, written: str) -> Any:
        """The value. Raises ValidationError."""
        return self.form_field.clean(self.tidied(written))

    def tidied(self, written: str) -> str:
        return written

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)


class Words(Cell):
    """One line of text."""

    form_class = LineField


class Code(Cell):
    """An address or a number, in which width and invisible signs mean nothing."""

    def tidied(self, written: str) -> str:
        return text.code(written)


class Passage(Cell):
    """Text of several lines."""

    form_class = PassageField

    def tidied(self, written: str) -> str:
        return written.replace("\r\n", "\n")

    def write(self, value: str) -> str:
        return value.replace("\r\n", "\n")


class Aliases(Passage):
    """Names below each other, which a file may also write side by side: UCL; 伦大."""

    def tidied(self, written: str) -> str:
        names = (name.strip() for name in BETWEEN_ALIASES.split(written))
        return "\n".join(name for name in names if name)

    def write(self, value: str) -> str:
        return "; ".join(value.splitlines())


class Choice(Cell):
    """One of several words, in either language, or its code."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]):
        self.choices = dict(choices)

    @property
    def labels(self) -> dict[Any, str]:
        return {code: str(label) for code, label in self.choices.items()}

    @cached_property
    def known(self) -> dict[str, Any]:
        known = {key(str(code)): code for code in self.labels}
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


class YesOrNo(Choice):
    def __init__(self) -> None:
        super().__init__([(True, gettext_lazy("Yes")), (False, gettext_lazy("No"))])

    @cached_property
    def known(self) -> dict[str, Any]:
        return super().known | {"1": True, "0": False}


class Country(Choice):
    """A country or region: its code, its name, or the name the conference gives it."""

    def __init__(self, conference: Conference):
        super().__init__([])
        self.own = {
            str(row.country): Pair(row.name_en, row.name_zh)
            for row in conference.country_names.all()
            if row.name_en or row.name_zh
        }

    @property
    def labels(self) -> dict[Any, str]:
        return {code: str(name) for code, name in countries}

    @cached_property
    def known(self) -> dict[str, Any]:
        own = {
            key(name): code for code, pair in self.own.items() for name in pair if name
        }
        return super().known | own

    def refusal(self, written: str) -> str:
        return _("“%s” is neither the name nor the code of a country or region.") % (
            written
        )

    def write(self, value: Any) -> str:
        code = str(value or "")
        if code in self.own:
            return self.own[code].active.plain
        return str(countries.name(code)) or code


class Reference(Cell):
    """Another row by one of its names; one that does not exist is to be made."""

    def __init__(self, register: Register, blank: Callable[[], Any], *, may_make: bool):
        self.register = register
        self.blank = blank
        self.may_make = may_make

    def read(self, written: str) -> Any:
        """The row; one to be made is not saved yet. Raises ValidationError."""
        name = text.line(written)
        found = self.register.find(key(name)) or self.register.find(*names_in(name))
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
        return (
            in_one(type(value).name.pair(self.register.current(value))) if value else ""
        )


def cell_of(field: Any) -> Cell:
    """The cell that suits a field of a model."""
    if isinstance(field, models.BooleanField):
        return YesOrNo()
    if field.choices:
        return Choice(choice for choice in field.choices if choice[0])
    if isinstance(field, models.SlugField | models.IntegerField):
        return Code(field)
    if isinstance(field, models.URLField):
        return Cell(field)
    return Passage(field) if isinstance(field, models.TextField) else Words(field)


def shortened(written: str, longest: int = 60) -> str:
    return written if len(written) <= longest else f"{written[: longest - 1]}…"
