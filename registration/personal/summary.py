"""How a registration stands, in the sentences of the personal page."""

from django.utils.translation import gettext as _

from registration.models import Delegate
from registration.states import Attendance, DelegateState


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


def next_step(delegate: Delegate) -> str:
    """What there is to do or to wait for; mostly one sentence, or none."""
    match delegate.state:
        case DelegateState.CONFIRMED if delegate.attendance == Attendance.ONLINE:
            return _(
                "Put the conference into your calendar. We write to you how to join."
            )
        case DelegateState.CONFIRMED:
            return _("Show this page at the entrance, on your phone or on paper.")
        case DelegateState.PENDING:
            return _("We write to you as soon as it is decided.")
        case DelegateState.WAITING:
            return _(
                "You are number %d in line. When a place becomes free it is yours, "
                "and we write to you at once."
            ) % (Delegate.objects.ahead_of(delegate).count() + 1)
    return ""
