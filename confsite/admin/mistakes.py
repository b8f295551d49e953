"""What is wrong with a form and the rows below it, each leading to its field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.forms import BaseForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class Mistake(NamedTuple):
    target: str  # the id of what is to be put right
    label: str
    words: str


def mistakes(form: BaseForm, formsets: Any) -> Iterator[Mistake]:
    """In the order of the page; what is said of no field stands in the form's note."""
    yield from in_fields(form)
    for formset in formsets:
        rows = capfirst(str(formset.model._meta.verbose_name_plural))
        for error in formset.non_form_errors():
            yield Mistake(f"{formset.prefix}-group", rows, error)
        for number, row in enumerate(formset.forms, 1):
            for mistake in in_fields(row):
                label = _("%(rows)s, %(number)d: %(field)s") % {
                    "rows": rows,
                    "number": number,
                    "field": mistake.label,
                }
                yield mistake._replace(label=label)
            for error in row.non_field_errors():
                yield Mistake(f"{formset.prefix}-group", rows, error)


def in_fields(form: BaseForm) -> Iterator[Mistake]:
    for field in form:
        for error in field.errors:
            part = "_0" if field.use_fieldset else ""
            label = capfirst(str(field.label))
            yield Mistake(f"{field.auto_id}{part}", label, str(error))
