"""What crispy's layout lacks: answers as cards, and a hint for a group."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import LayoutObject
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html


@dataclass(frozen=True)
class Card:
    value: str
    label: str
    hint: str
    availability: str
    checked: bool
    id: str


class Cards(LayoutObject):
    """Lays out a radio field; `describe` gives the hint and availability of a value."""

    def __init__(self, field: str, describe: Callable[[str], tuple[str, str]]):
        self.field = field
        self.describe = describe

    def render(
        self, form: Any, context: Any, template_pack: str = "", **kwargs: Any
    ) -> str:
        form.rendered_fields.add(self.field)
        bound: BoundField = form[self.field]
        chosen = str(bound.value() or "")
        cards = [
            Card(
                str(value),
                str(label),
                *self.describe(str(value)),
                checked=str(value) == chosen,
                id=f"{bound.auto_id}_{n}",
            )
            for n, (value, label) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
        ]
        return render_to_string(
            "registration/cards.html", {"field": bound, "cards": cards}
        )


class Hint(LayoutObject):
    """A sentence for the questions of a group."""

    def __init__(self, text: str):
        self.text = text

    def render(
        self, form: Any, context: Any, template_pack: str = "", **kwargs: Any
    ) -> str:
        return format_html('<p class="hint">{}</p>', self.text)
