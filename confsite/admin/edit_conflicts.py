"""A row as it was when its page was opened, so that nobody overwrites a colleague."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _

from confsite.admin import history, mistakes
from confsite.differences import Difference

# The name under which the page sends back what it showed.
OPENED = "_opened"
SHORT = 60  # letters; of a longer value the page remembers a digest
DIGEST = "\N{NULL}"  # begins what is no value: the database keeps none of it


def remembering(
    form: type[forms.ModelForm], refusal: str = ""
) -> type[forms.ModelForm]:
    """The same form of a row, which also knows what others have done meanwhile."""
    new_class: Any = type(form)
    return new_class(form.__name__, (DetectsEditConflicts, form), {"refusal": refusal})


class DetectsEditConflicts(forms.BaseModelForm):
    """Mixed into the form of a row: what somebody else has changed is not lost unseen.

    It comes back once with what was typed. A field that its user has left alone shows
    the row as it is now, so that what a colleague wrote is kept on the next save.
    """

    # What the database said to this very form, although the form had looked.
    refusal = ""

    @property
    def snapshot(self) -> str:
        """For the page to send back: the fields of the row as it is now."""
        return signing.dumps(self.current, salt=OPENED, compress=True)

    @property
    def current(self) -> dict[str, str]:
        return {
            name: serialised(field, self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if not field.disabled
        }

    def when_opened(self) -> dict[str, str]:
        try:
            return signing.loads(self.data.get(OPENED, ""), salt=OPENED)
        except signing.BadSignature:
            return {}  # Sent by no page of ours: there is nothing to compare.

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        if changes := [*self.changed_meanwhile()]:
            words = _(
                "Somebody has changed this since you opened the page: %s. Nothing has "
                "been saved yet. What you have not touched is shown as it is now; "
                "everything else is as you typed it. Save once more to keep it so."
            )
            self.add_error(None, words % _("; ").join(changes))
        if self.refusal and not self.errors:
            self.add_error(self.field_of(self.refusal), self.refusal)

    def _update_errors(self, errors: Any) -> None:
        """What a rule of the database says of no field stands at the one to change."""
        super()._update_errors(errors)  # type: ignore[misc]
        for error in self.errors.pop(NON_FIELD_ERRORS, ErrorList()).as_data():
            [words] = error.messages
            self.add_error(self.field_of(words), error)

    def field_of(self, words: str) -> str | None:
        return mistakes.field_of(self, type(self.instance), words)

    def changed_meanwhile(self) -> Any:
        """The fields that somebody else has changed, in words."""
        then, now = self.when_opened(), self.current
        for name in now:
            before = then.get(name, now[name])
            typed = self.typed(name)
            if now[name] in (before, typed):
                continue
            field: Any = self.fields[name]
            if typed == before:
                field.bound_data = lambda _data, initial: initial
            yield self.change(name, before, now[name])

    def typed(self, name: str) -> str | None:
        if name not in self.cleaned_data:
            return None
        return serialised(self.fields[name], self.cleaned_data[name])

    def change(self, name: str, before: str, now: str) -> str:
        label = str(self.fields[name].label)
        column = columns(self.instance).get(name)
        if column is None or DIGEST in before + now:
            return label
        return str(Difference(label, in_words(column, before), in_words(column, now)))


def columns(row: models.Model) -> dict[str, Any]:
    return {column.name: column for column in row._meta.concrete_fields}


def serialised(field: forms.Field, value: Any) -> str:
    """A value of a form's field as the page remembers it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    value = field.prepare_value(value)
    if isinstance(value, list):
        value = sorted(map(str, value))
    # Browsers send the ends of lines in their own way.
    text = "" if value is None else str(value).replace("\r\n", "\n")
    if len(text) <= SHORT:
        return text
    return DIGEST + blake2b(text.encode(), digest_size=16).hexdigest()


def in_words(column: Any, text: str) -> str:
    """A short value as staff know it, in quotation marks: it stands in a sentence."""
    value: Any = text
    if isinstance(column, models.BooleanField):
        value = text == str(True)
    elif column.is_relation and text:
        value = column.related_model._base_manager.filter(pk=text).first()
    return f"“{history.words(column, value) or '–'}”"
