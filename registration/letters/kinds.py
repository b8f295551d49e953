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

    What it says is only true while the delegate is in one of `true_while`, and some of
    it `while_held` alone, as their place is. One that `follows` is shown below the
    first letter by mail programs.

    It was `asked` for if it follows from what its reader or a member of staff did. What
    is not can be caused by any form with somebody's address in it: the limit for each
    mailbox counts such letters (S4), unless staff caused that one (`Letter.action`). No
    header tells: all are `Auto-Submitted: auto-generated`, for what RFC 3834 calls
    auto-replied answers a mail, and `Precedence: bulk` is for lists.

    `priority` is that of a letter to one person.

    Of one that `confirms` something the link is its own, for once and for two days. One
    that `leaves_nothing` is a row without address and words once it has left.
    """

    label: str | Promise
    true_while: Collection[DelegateState]
    asked: bool
    priority: Priority
    calendar: CalendarMethod | None
    follows: bool
    while_held: bool
    confirms: bool
    leaves_nothing: bool

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
        while_held: bool = False,
        confirms: bool = False,
        leaves_nothing: bool = False,
    ) -> Self:
        kind = super().__new__(cls, name)
        kind.label, kind.true_while = label, true_while
        kind.asked, kind.priority = asked, priority
        kind.calendar, kind.follows = calendar, follows
        kind.while_held = while_held
        kind.confirms, kind.leaves_nothing = confirms, leaves_nothing
        KINDS[name] = kind
        return kind

    def is_true(self, state: str, *, is_held: bool) -> bool:
        """Of somebody who stands like this."""
        return state in self.true_while and (is_held or not self.while_held)


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
# Whoever presses its button keeps the place.
HELD = LetterKind(
    "held",
    _("A place is held"),
    true_while=[DelegateState.CONFIRMED, DelegateState.PENDING],
    asked=False,
    priority=Priority.URGENT,
    while_held=True,
)
MOVED_UP_HELD = LetterKind(
    "moved_up_held",
    _("A place from the waiting list is held"),
    true_while=[DelegateState.CONFIRMED, DelegateState.PENDING],
    asked=True,
    priority=Priority.NORMAL,
    follows=True,
    while_held=True,
)
LAPSED = LetterKind(
    "lapsed",
    _("Not kept in time"),
    true_while=[DelegateState.CANCELLED],
    asked=False,
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
# Staff have changed the category or the way of attending.
MOVED = LetterKind(
    "moved",
    _("Another category or attendance"),
    true_while=[DelegateState.CONFIRMED],
    asked=True,
    priority=Priority.NORMAL,
    calendar=CalendarMethod.REQUEST,
    follows=True,
)
MOVED_WAITING = LetterKind(
    "moved_waiting",
    _("Another category or attendance, on the waiting list"),
    true_while=[DelegateState.WAITING],
    asked=True,
    priority=Priority.NORMAL,
    calendar=CalendarMethod.CANCEL,
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
# To an address that somebody typed on their personal page: to anybody, therefore.
CONFIRM_ADDRESS = LetterKind(
    "confirm_address",
    _("To confirm a new address"),
    true_while=list(DelegateState),
    asked=False,
    priority=Priority.URGENT,
    confirms=True,
)
CONFIRM_ERASURE = LetterKind(
    "confirm_erasure",
    _("To confirm the erasing"),
    true_while=list(DelegateState),
    asked=True,
    priority=Priority.URGENT,
    confirms=True,
)
ERASED = LetterKind(
    "erased",
    _("Receipt of the erasing"),
    true_while=list(DelegateState),
    asked=True,
    priority=Priority.URGENT,
    leaves_nothing=True,
)


def choices() -> list[tuple[str, str | Promise]]:
    """Names and labels, as the column of a letter wants them."""
    return [(str(kind), kind.label) for kind in KINDS.values()]


def telling(state: str, *, is_held: bool = False) -> LetterKind:
    """The kind that tells somebody how they stand: each state has one of its name."""
    return HELD if is_held else KINDS[DelegateState(state).value]


def moved(state: str, *, is_held: bool) -> LetterKind:
    """The kind that tells somebody where staff have moved them, and how they stand."""
    if state == DelegateState.WAITING:
        return MOVED_WAITING
    if state == DelegateState.CONFIRMED and not is_held:
        return MOVED
    return telling(state, is_held=is_held)


def moving_up(state: str, *, is_held: bool) -> LetterKind:
    """The kind that tells somebody that they are no longer on the waiting list."""
    if is_held:
        return MOVED_UP_HELD
    return MOVED_UP if state == DelegateState.CONFIRMED else MOVED_UP_PENDING
