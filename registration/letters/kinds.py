"""Every kind of letter that registration writes: one row each.

A leaf: models, services and pages all name kinds. A subject that comes later declares
its own in its `letters.py`, by the same class.
"""

from collections.abc import Collection
from enum import IntEnum, StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.states import LIVE, DelegateState

KINDS: dict[str, "LetterKind"] = {}


class CalendarMethod(StrEnum):
    """What a calendar entry asks of the calendar (iTIP, RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Priority(IntEnum):
    """Which letters leave first, in the words of RFC 2156 (5.3.6)."""

    URGENT = 1  # Somebody sits before a page that says: we are writing to you.
    NORMAL = 2  # News that nobody waits for at this moment.
    NON_URGENT = 3  # The same to many at once.


class LetterKind(str):
    """A kind of letter: its name, under which its templates and rows are found.

    What it says is only true while the delegate is in one of `true_while`. One that
    `follows` is shown below the first letter by mail programs.

    It was `asked` for if it follows from what its reader or a member of staff did. What
    is not can be caused by any form with somebody's address in it: the limit for each
    mailbox counts such letters (S4), unless staff caused that one (`Letter.action`). No
    header tells: all are `Auto-Submitted: auto-generated`, for what RFC 3834 calls
    auto-replied answers a mail, and `Precedence: bulk` is for lists.

    `priority` is that of a letter to one person.
    """

    label: str | Promise
    true_while: Collection[DelegateState]
    asked: bool
    priority: Priority
    calendar: CalendarMethod | None
    follows: bool

    def __new__(
        cls,
        name: str,
        label: str | Promise,
        *,
        true_while: Collection[DelegateState],
        asked: bool,
        priority: Priority,
        calendar: CalendarMethod | None = None,
        follows: bool = False,
    ) -> Self:
        kind = super().__new__(cls, name)
        kind.label, kind.true_while = label, true_while
        kind.asked, kind.priority = asked, priority
        kind.calendar, kind.follows = calendar, follows
        KINDS[name] = kind
        return kind


CONFIRMED = LetterKind(
    "confirmed",
    _("Confirmation"),
    true_while=[DelegateState.CONFIRMED],
    asked=False,
    priority=Priority.URGENT,
    calendar=CalendarMethod.REQUEST,
)
PENDING = LetterKind(
    "pending",
    _("Awaiting approval"),
    true_while=[DelegateState.PENDING],
    asked=False,
    priority=Priority.URGENT,
)
WAITING = LetterKind(
    "waiting",
    _("On the waiting list"),
    true_while=[DelegateState.WAITING],
    asked=False,
    priority=Priority.URGENT,
)
MOVED_UP = LetterKind(
    "moved_up",
    _("A place from the waiting list"),
    true_while=[DelegateState.CONFIRMED],
    asked=True,
    priority=Priority.NORMAL,
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
# What an offer asks comes with the waiting list's own rooms; this tells how one stands.
OFFERED = LetterKind(
    "offered",
    _("A place on offer"),
    true_while=[DelegateState.OFFERED],
    asked=True,
    priority=Priority.NORMAL,
    follows=True,
)
# A place is kept, and whoever got it from the waiting list reads so.
MOVED_UP_PENDING = LetterKind(
    "moved_up_pending",
    _("A place from the waiting list, awaiting approval"),
    true_while=[DelegateState.PENDING],
    asked=True,
    priority=Priority.NORMAL,
    follows=True,
)
APPROVED = LetterKind(
    "approved",
    _("Approved"),
    true_while=[DelegateState.CONFIRMED],
    asked=True,
    priority=Priority.NORMAL,
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
DECLINED = LetterKind(
    "declined",
    _("Declined"),
    true_while=[DelegateState.DECLINED],
    asked=True,
    priority=Priority.NORMAL,
    follows=True,
)
CANCELLED = LetterKind(
    "cancelled",
    _("Cancelled"),
    true_while=[DelegateState.CANCELLED],
    asked=True,
    priority=Priority.URGENT,
    calendar=CalendarMethod.CANCEL,
    follows=True,
)
RESTORED = LetterKind(
    "restored",
    _("Restored"),
    true_while=[DelegateState.CONFIRMED],
    asked=True,
    priority=Priority.NORMAL,
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
RESTORED_WAITING = LetterKind(
    "restored_waiting",
    _("Restored, on the waiting list"),
    true_while=[DelegateState.WAITING],
    asked=True,
    priority=Priority.NORMAL,
    follows=True,
)
ALREADY_REGISTERED = LetterKind(
    "already_registered",
    _("Already registered"),
    true_while=LIVE,
    asked=False,
    priority=Priority.URGENT,
    follows=True,
)
ANOTHER_NAME = LetterKind(
    "another_name",
    _("A form for another name"),
    true_while=LIVE,
    asked=False,
    priority=Priority.URGENT,
    follows=True,
)
ADDRESS_CHANGED = LetterKind(
    "address_changed",
    _("To the address before"),
    true_while=list(DelegateState),
    asked=False,
    priority=Priority.URGENT,
)


def choices() -> list[tuple[str, str | Promise]]:
    """Names and labels, as the column of a letter wants them."""
    return [(str(kind), kind.label) for kind in KINDS.values()]


def telling(state: str) -> LetterKind:
    """The kind that tells somebody how they stand: each state has one of its name."""
    return KINDS[DelegateState(state).value]
