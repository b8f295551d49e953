"""Where delegates and letters stand. A leaf: everybody may import it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DelegateState(models.TextChoices):
    """Where a delegate stands. docs/registration.md draws the allowed moves."""

    PENDING = "pending", _("awaiting approval")
    CONFIRMED = "confirmed", _("confirmed")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("offered a place")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("cancelled")


# A pending delegate holds a place, so approving someone can never overbook.
HOLDING_A_PLACE = (
    DelegateState.PENDING,
    DelegateState.CONFIRMED,
    DelegateState.OFFERED,
)
LIVE = (*HOLDING_A_PLACE, DelegateState.WAITING)


class Attendance(models.TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")


class MailState(models.TextChoices):
    """Where a letter stands on its way from the outbox to the mail server."""

    QUEUED = "queued", pgettext_lazy("letter", "on its way")
    SENDING = "sending", pgettext_lazy("letter", "being sent")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "set aside")
    # A newer one says what is so: who cancelled at once is not told of a place.
    OVERTAKEN = "overtaken", pgettext_lazy("letter", "overtaken by a newer one")


class Letter(models.TextChoices):
    """Every letter there is, by the name of its function in mail/letters.py."""

    CONFIRMED = "confirmed", _("Confirmation")
    PENDING = "pending", _("Awaiting approval")
    WAITING = "waiting", _("On the waiting list")
    MOVED_UP = "moved_up", _("A place from the waiting list")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    ALREADY_REGISTERED = "already_registered", _("Already registered")


# What a letter says is only true while the delegate stands there.
TRUE_WHILE = {
    Letter.CONFIRMED: (DelegateState.CONFIRMED,),
    Letter.MOVED_UP: (DelegateState.CONFIRMED,),
    Letter.APPROVED: (DelegateState.CONFIRMED,),
    Letter.PENDING: (DelegateState.PENDING,),
    Letter.WAITING: (DelegateState.WAITING,),
    Letter.DECLINED: (DelegateState.DECLINED,),
    Letter.CANCELLED: (DelegateState.CANCELLED,),
    Letter.ALREADY_REGISTERED: LIVE,
}
