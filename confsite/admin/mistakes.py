"""What is wrong with a form and the rows below it, each leading to its field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint
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


def field_of(form: BaseForm, model: type[Model], words: str) -> str | None:
    """Where a rule of the model that says these words can be kept, if in one field."""
    for rule in model._meta.constraints:
        if rule.get_violation_error_message() == words:
            columns = [name for name in columns_of(rule) if name in form.fields]
            return next(iter(columns), None)
    return None


def columns_of(rule: Any) -> Iterator[str]:
    """The columns that a constraint compares, the most particular first."""
    if isinstance(rule, CheckConstraint):
        yield from named_in(rule.condition)
    elif isinstance(rule, UniqueConstraint):
        # The owner of the rows comes first in some, and last in others.
        names = [*rule.fields, *(n for e in rule.expressions for n in named_in(e))]
        yield from sorted(names, key="conference".__eq__)
    elif isinstance(rule, ExclusionConstraint):
        for expression, _operator in rule.expressions:
            yield from named_in(expression)


def named_in(expression: Any) -> Iterator[str]:
    if isinstance(expression, Q):
        for child in expression.children:
            yield from named_in(child)
    elif isinstance(expression, tuple):
        yield expression[0].partition("__")[0]
    elif isinstance(expression, F):
        yield expression.name  # type: ignore[attr-defined]
    elif hasattr(expression, "get_source_expressions"):
        for source in expression.get_source_expressions():
            yield from named_in(source)
