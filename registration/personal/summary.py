"""How a registration stands, in the words of the personal page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from confsite.bilingual import Text
from registration.models import Delegate
from registration.states import Attendance, DelegateState


@dataclass(frozen=True)
class Ticket:
    """A delegate as the personal page shows them."""

    row: Delegate

    @property
    def display_name(self) -> Text:
        return self.row.display_name

    @property
    def other_name(self) -> Text:
        return self.row.other_name

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def reference(self) -> str:
        return self.row.reference

    @property
    def category_name(self) -> Text:
        return self.row.category.name

    @property
    def attendance_label(self) -> str:
        return str(Attendance(self.row.attendance).label)

    @property
    def has_a_place(self) -> bool:
        return self.row.state == DelegateState.CONFIRMED

    @property
    def status_sentence(self) -> str:
        online = self.row.attendance == Attendance.ONLINE
        return {
            DelegateState.CONFIRMED: _("You have a place online.")
            if online
            else _("You have a place on site."),
            DelegateState.PENDING: _("Your registration is awaiting approval."),
            DelegateState.WAITING: _("You are on the waiting list."),
            DelegateState.OFFERED: _("A place is reserved for you."),
            DelegateState.DECLINED: _("We could not accept your registration."),
            DelegateState.CANCELLED: _("Your registration is cancelled."),
        }[DelegateState(self.row.state)]

    @property
    def next_step(self) -> str:
        online = self.row.attendance == Attendance.ONLINE
        return {
            DelegateState.CONFIRMED: _(
                "Put the conference into your calendar. We write to you how to join."
            )
            if online
            else _("Show this page at the entrance, on your phone or on paper."),
            DelegateState.PENDING: _("We write to you as soon as it is decided."),
            DelegateState.WAITING: self.place_in_line,
        }.get(DelegateState(self.row.state), "")

    @property
    def place_in_line(self) -> str:
        return _(
            "You are number %d in line. When a place becomes free it is yours, "
            "and we write to you at once."
        ) % (self.before + 1)

    @property
    def before(self) -> int:
        """How many wait for the same conference and came earlier."""
        if self.row.waiting_number is None:
            return 0
        return (
            Delegate.objects.filter(
                conference=self.row.conference_id,
                waiting_number__lt=self.row.waiting_number,
            )
            .waiting()
            .count()
        )
