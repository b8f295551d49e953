"""Those who come, in one of the orders that lists are asked for."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Conference
from confsite.folding import order
from confsite.folding.columns import KEPT
from registration.errors import RegistrationError
from registration.models import Delegate
from registration.states import DelegateState

# All of them are sorted in memory.
MOST_PEOPLE = 20_000


class TooManyForAList(RegistrationError):
    message = _(
        "More than 20,000 people are too many for a ready list: filter the list of "
        "delegates, and export what it shows."
    )


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
    """Of one name who signed up first comes first. Raises TooManyForAList."""
    key = KEYS[by]
    found = list(delegates.defer(*KEPT).order_by("pk")[: MOST_PEOPLE + 1])
    if len(found) > MOST_PEOPLE:
        raise TooManyForAList
    return sorted(found, key=lambda d: key(d.family_name, d.given_name, d.native_name))
