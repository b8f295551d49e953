"""How a registration stands, in the sentences of the personal page."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from agenda.models import JoinOption
from confsite.clocks import Moment
from confsite.words import sentences
from registration.models import Delegate
from registration.states import Attendance, DelegateState


class Button(NamedTuple):
    """A form of one button: the name of its page, and what stands on it."""

    page: str
    label: str


ONLINE = (DelegateState.CONFIRMED, Attendance.ONLINE)


def status_sentence(delegate: Delegate) -> str:
    online = delegate.attendance == Attendance.ONLINE
    if delegate.is_held:
        if online:
            return _("A place online is held for you.")
        return _("A place on site is held for you.")
    if delegate.has_lapsed:
        return _("Your place was not kept in time.")
    return {
        DelegateState.CONFIRMED: _("You have a place online.")
        if online
        else _("You have a place on site."),
        DelegateState.PENDING: _("Your registration is awaiting approval."),
        DelegateState.WAITING: _("You are on the waiting list."),
        DelegateState.OFFERED: _("A place is reserved for you."),
        DelegateState.DECLINED: _("We could not accept your registration."),
        DelegateState.CANCELLED: _("Your registration is cancelled."),
    }[DelegateState(delegate.state)]


def until(delegate: Delegate) -> str:
    """When the place goes to others, or went: on both clocks."""
    assert delegate.held_until
    return Moment(delegate.held_until, *delegate.conference.clocks).in_full


def can_come_back(delegate: Delegate) -> bool:
    return delegate.has_lapsed and delegate.conference.registration.is_open


def button(delegate: Delegate) -> Button | None:
    """What there is to press at this moment."""
    if delegate.is_held:
        return Button("keep", _("Keep my place"))
    if can_come_back(delegate):
        return Button("come_back", _("Register again"))
    has_to_prove = delegate.state == DelegateState.WAITING and not delegate.proved_at
    if has_to_prove and delegate.conference.registration.holds_places:
        return Button("keep", _("I read this mailbox"))
    return None


def ways_in(delegate: Delegate) -> list[JoinOption]:
    """The addresses for joining, which are for those who hold a place online."""
    if (delegate.state, delegate.attendance) != ONLINE or delegate.is_held:
        return []
    ways = JoinOption.objects.filter(room__conference=delegate.conference_id)
    known = ways.exclude(url="").select_related("room")
    return list(known.order_by("room__position", "room", "position", "pk"))


def next_step(delegate: Delegate, *, has_ways_in: bool = False) -> str:
    """What there is to do or to wait for; mostly one sentence, or none."""
    if delegate.is_held:
        return _("Keep it until %s; then it goes to somebody else.") % until(delegate)
    if delegate.has_lapsed:
        was = _("It was held until %s.") % until(delegate)
        again = _(
            "If you still want to come, register again: you get a place if one is "
            "free, and otherwise wait in line."
        )
        return sentences(was, again) if can_come_back(delegate) else was
    match delegate.state:
        case DelegateState.CONFIRMED if delegate.attendance == Attendance.ONLINE:
            if has_ways_in:
                return _("Put the conference into your calendar and keep this page.")
            return _(
                "Put the conference into your calendar. "
                "How to join will stand on this page."
            )
        case DelegateState.CONFIRMED:
            return _("Show this page at the entrance, on your phone or on paper.")
        case DelegateState.PENDING:
            return _("We write to you as soon as it is decided.")
        case DelegateState.WAITING:
            return _(
                "You are number %d in line. When it is your turn "
                "we write to you at once."
            ) % (Delegate.objects.ahead_of(delegate).count() + 1)
    return ""
