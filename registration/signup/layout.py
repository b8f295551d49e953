"""What crispy's layout lacks: answers as cards, and what a choice leads to."""

from collections.abc import Callable
from typing import Any, NamedTuple

from crispy_forms.layout import LayoutObject
from django.forms import BoundField
from django.template.loader import render_to_string


class CardNote(NamedTuple):
    """What stands on a card below its label."""

    hint: str
    availability: list[str]
    full: str = ""  # the answers to the next question that lead to a waiting list


class Cards(LayoutObject):
    """Lays out a radio field; `describe` says what stands on the card of a value."""

    def __init__(self, field: str, describe: Callable[[str], CardNote]):
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
        return self.describe(value)._asdict() | {
            "value": value,
            "label": label,
            "checked": value == str(bound.value() or ""),
            "id": id_,
        }


class WaitingNote(LayoutObject):
    """Says that a choice leads to the waiting list, and what the page says of others.

    What was said comes back with the form: nobody joins a waiting list unread.
    """

    def render(
        self, form: Any, context: Any, template_pack: str = "", **kwargs: Any
    ) -> str:
        return render_to_string("registration/waiting_note.html", {"form": form})
