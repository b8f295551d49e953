"""How a registration stands, in the sentences of the personal page."""

from django.utils.translation import gettext as _

from agenda.models import JoinOption
from registration.models import Delegate
from registration.states import Attendance, DelegateState

ONLINE = (DelegateState.CONFIRMED, Attendance.ONLINE)


def status_sentence(delegate: Delegate) -> str:
    online = delegate.attendance == Attendance.ONLINE
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


def ways_in(delegate: Delegate) -> list[JoinOption]:
    """The addresses for joining, which are for those who hold a place online."""
    if (delegate.state, delegate.attendance) != ONLINE:
        return []
    ways = JoinOption.objects.filter(room__conference=delegate.conference_id)
    known = ways.exclude(url="").select_related("room")
    return list(known.order_by("room__position", "room", "position", "pk"))


def next_step(delegate: Delegate, *, has_ways_in: bool = False) -> str:
    """What there is to do or to wait for; mostly one sentence, or none."""
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
