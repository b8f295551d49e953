"""What crispy's layout lacks: answers as cards."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import LayoutObject
from django.forms import BoundField
from django.template.loader import render_to_string


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
        cards = [
            self.card(bound, f"{bound.auto_id}_{n}", str(value), str(label))
            for n, (value, label) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
        ]
        return render_to_string(
            "registration/cards.html", {"field": bound, "cards": cards}
        )

    def card(self, bound: BoundField, id_: str, value: str, label: str) -> dict:
        hint, availability = self.describe(value)
        return {
            "value": value,
            "label": label,
            "hint": hint,
            "availability": availability,
            "checked": value == str(bound.value() or ""),
            "id": id_,
        }
