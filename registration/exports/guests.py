"""Those who come, in one of the orders that lists are asked for."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from agenda.models import Conference
from confsite.folding import order
from confsite.folding.columns import KEPT
from registration.models import Delegate
from registration.states import DelegateState


class ListOrder(TextChoices):
    """By what a list of people is sorted."""

    LATIN = "latin", pgettext_lazy("order of names", "as spelled in Latin letters")
    PINYIN = "pinyin", pgettext_lazy("order of names", "by pinyin")
    STROKES = "strokes", pgettext_lazy("order of names", "by strokes of the surname")


KEYS: dict[str, Callable[[str, str, str], Any]] = {
    ListOrder.LATIN: order.name_key,
    ListOrder.PINYIN: order.pinyin_key,
    ListOrder.STROKES: order.stroke_key,
}


def coming(conference: Conference, attendance: str = "") -> QuerySet[Delegate]:
    """Those whose place is confirmed; of one way of attending, or all of them."""
    delegates = Delegate.objects.filter(
        conference=conference, state=DelegateState.CONFIRMED
    )
    return delegates.filter(attendance=attendance) if attendance else delegates


def in_order(delegates: QuerySet[Delegate], by: str) -> list[Delegate]:
    """Of one name who signed up first comes first."""
    key = KEYS[by]
    found = delegates.defer(*KEPT).order_by("pk")
    return sorted(found, key=lambda d: key(d.family_name, d.given_name, d.native_name))
