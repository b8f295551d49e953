"""Every kind of letter that registration writes: one row each.

A leaf: models, services and pages all name kinds. A subject that comes later declares
its own in its `letters.py`, by the same class.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.states import LIVE, DelegateState

KINDS: dict[str, "LetterKind"] = {}


class CalendarMethod(StrEnum):
    """What a calendar entry asks of the calendar (iTIP, RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class LetterKind(str):
    """A kind of letter: its name, under which its templates and rows are found.

    What it says is only true while the delegate is in one of `true_while`. One that
    `follows` is shown below the first letter by mail programs.
    """

    label: str | Promise
    true_while: Collection[DelegateState]
    calendar: CalendarMethod | None
    follows: bool

    def __new__(
        cls,
        name: str,
        label: str | Promise,
        *,
        true_while: Collection[DelegateState],
        calendar: CalendarMethod | None = None,
        follows: bool = False,
    ) -> Self:
        kind = super().__new__(cls, name)
        kind.label, kind.true_while = label, true_while
        kind.calendar, kind.follows = calendar, follows
        KINDS[name] = kind
        return kind


CONFIRMED = LetterKind(
    "confirmed",
    _("Confirmation"),
    true_while=[DelegateState.CONFIRMED],
    calendar=CalendarMethod.REQUEST,
)
PENDING = LetterKind(
    "pending",
    _("Awaiting approval"),
    true_while=[DelegateState.PENDING],
)
WAITING = LetterKind(
    "waiting",
    _("On the waiting list"),
    true_while=[DelegateState.WAITING],
)
MOVED_UP = LetterKind(
    "moved_up",
    _("A place from the waiting list"),
    true_while=[DelegateState.CONFIRMED],
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
# A place is kept, and whoever got it from the waiting list reads so.
MOVED_UP_PENDING = LetterKind(
    "moved_up_pending",
    _("A place from the waiting list, awaiting approval"),
    true_while=[DelegateState.PENDING],
    follows=True,
)
APPROVED = LetterKind(
    "approved",
    _("Approved"),
    true_while=[DelegateState.CONFIRMED],
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
DECLINED = LetterKind(
    "declined",
    _("Declined"),
    true_while=[DelegateState.DECLINED],
    follows=True,
)
CANCELLED = LetterKind(
    "cancelled",
    _("Cancelled"),
    true_while=[DelegateState.CANCELLED],
    calendar=CalendarMethod.CANCEL,
    follows=True,
)
RESTORED = LetterKind(
    "restored",
    _("Restored"),
    true_while=[DelegateState.CONFIRMED],
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
RESTORED_WAITING = LetterKind(
    "restored_waiting",
    _("Restored, on the waiting list"),
    true_while=[DelegateState.WAITING],
    follows=True,
)
ALREADY_REGISTERED = LetterKind(
    "already_registered", _("Already registered"), true_while=LIVE, follows=True
)
ANOTHER_NAME = LetterKind(
    "another_name", _("A form for another name"), true_while=LIVE, follows=True
)
ADDRESS_CHANGED = LetterKind(
    "address_changed",
    _("To the address before"),
    true_while=list(DelegateState),
)


def choices() -> list[tuple[str, str | Promise]]:
    """Names and labels, as the column of a letter wants them."""
    return [(str(kind), kind.label) for kind in KINDS.values()]


def telling(state: str) -> LetterKind:
    """The kind that tells somebody how they stand: it is called as the state is."""
    return KINDS[state]
