"""The rows of a programme, and what a visitor acts on of each, in sentences."""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import ClassVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda import models
from agenda.changes.change import Change, Name, Subject
from agenda.changes.columns import ComparedRow, by_id, in_full, joined, names
from agenda.choices import Field, Role
from agenda.release.content import Agreement, Room
from agenda.release.programme import Programme
from confsite.clocks import Moment

NEW = _("“%(name)s” is new: %(details)s.")


class ComparedConference(ComparedRow):
    subject = Subject.CONFERENCE
    model = models.Conference
    rows = staticmethod(lambda programme: [programme.conference])
    # Another one at once, and not with a release.
    unseen = {"slug"}


class WithPeople(ComparedRow):
    def tell_people(self) -> Iterator[Change]:
        """Who joins and who leaves; those who stay may stand in another order."""
        was, now = (
            {(part.speaker.id, part.role): part for part in row.people}
            for row in (self.was, self.now)
        )
        joins = _("%(person)s now takes part in “%(name)s” as “%(role)s”.")
        leaves = _(
            "%(person)s does not take part in “%(name)s” as “%(role)s” any more."
        )
        for words, some, others in ((joins, now, was), (leaves, was, now)):
            for part in (part for same, part in some.items() if same not in others):
                role = Role(part.role).label
                yield self.told(words, person=Name.of(part), role=role)
        yield from self.order(_("people"), was, now)


class ComparedSession(WithPeople):
    subject = Subject.SESSION
    model = models.Session
    rows = attrgetter("sessions")
    # They follow from when it begins, and from the conference.
    unseen = {"moved_from_at", "clocks"}

    def new(self) -> Iterator[Change]:
        counted = ngettext_lazy("%d new session", "%d new sessions")
        room = self.now.place and Name.of(self.now.place)
        details = joined(in_full(self.now.starts), room or "")
        yield self.told(NEW, counted, details=details)
        if self.now.is_cancelled:
            yield from self.tell_is_cancelled()

    def gone(self) -> Iterator[Change]:
        counted = ngettext_lazy("%d session taken out", "%d sessions taken out")
        words = _("“%(name)s” was taken out; it was to begin on %(when)s.")
        yield self.told(words, counted, when=in_full(self.was.starts))

    def tell_is_cancelled(self) -> Iterator[Change]:
        if self.now.is_cancelled:
            counted = ngettext_lazy("%d session cancelled", "%d sessions cancelled")
            yield self.told(_("“%(name)s” is cancelled."), counted)
        else:
            yield self.told(_("“%(name)s” takes place after all."))

    def tell_starts_at(self) -> Iterator[Change]:
        """With the day, if it is another one."""
        # On the clocks of today: that a clock is another one is told once for all.
        was, now = Moment(self.was.starts_at, *self.now.clocks), self.now.starts
        is_another = was.local.date() != now.local.date()
        before, after = (in_full(when) if is_another else when for when in (was, now))
        counted = ngettext_lazy("%d session moved", "%d sessions moved")
        words = _("“%(name)s” moved from %(before)s to %(after)s.")
        yield self.told(words, counted, before=before, after=after)

    def tell_ends_at(self) -> Iterator[Change]:
        """Unless it moved as it is."""
        was, now = (row.ends_at - row.starts_at for row in (self.was, self.now))
        if was != now:
            yield self.column("ends_at")

    def tell_place(self) -> Iterator[Change]:
        """Another room, unless it has the same name, which would be a riddle."""
        places = [row.place for row in (self.was, self.now)]
        was, now = (Name.of(place) if place else None for place in places)
        if was and now and was != now:
            words = _("“%(name)s” is in %(after)s now (was: %(before)s).")
            yield self.told(words, before=was, after=now)
        else:
            yield self.column("place")

    def tell_agreements(self) -> Iterator[Change]:
        """Their order: each is compared by itself."""
        was, now = (by_id(row.agreements) for row in (self.was, self.now))
        for change in self.order(_("agreements"), was, now):
            yield replace(change, subject=Subject.AGREEMENT, day=None)


class ComparedAgreement(WithPeople):
    subject = Subject.AGREEMENT
    model = models.Agreement
    rows = staticmethod(lambda programme: [one for one, _ in programme.agreements])
    unseen = {"embargo_until"}

    def new(self) -> Iterator[Change]:
        """With its session and its parties."""
        counted = ngettext_lazy("%d new agreement", "%d new agreements")
        details = joined(session_of(self.now, self.after), names(self.now.parties))
        yield self.told(NEW, counted, details=details)
        yield from self.tell_status()

    def gone(self) -> Iterator[Change]:
        counted = ngettext_lazy("%d agreement taken out", "%d agreements taken out")
        yield self.told(_("“%(name)s” was taken out."), counted)

    def tell_status(self) -> Iterator[Change]:
        """Of it the public sees whether the agreement is concluded."""
        was, now = (bool(row and row.is_concluded) for row in (self.was, self.now))
        if now and not was and self.now.field == Field.CENTRE:
            counted = ngettext_lazy("%d centre inaugurated", "%d centres inaugurated")
            yield self.told(_("“%(name)s” was inaugurated."), counted)
        elif now and not was:
            counted = ngettext_lazy("%d agreement signed", "%d agreements signed")
            yield self.told(_("“%(name)s” was signed."), counted)
        elif was and not now:
            yield self.told(_("“%(name)s” does not count as concluded any more."))

    def tell_session_id(self) -> Iterator[Change]:
        was, now = session_of(self.was, self.before), session_of(self.now, self.after)
        yield self.row(_("session"), was, now)


def session_of(agreement: Agreement, programme: Programme) -> Name:
    return Name.of(by_id(programme.sessions)[agreement.session_id])


class ComparedSpeaker(ComparedRow):
    subject = Subject.SPEAKER
    model = models.Speaker
    rows = attrgetter("speakers")
    is_ordered = True

    def new(self) -> Iterator[Change]:
        counted = ngettext_lazy("%d new speaker", "%d new speakers")
        yield self.told(_("%(name)s is among the speakers now."), counted)

    def gone(self) -> Iterator[Change]:
        counted = ngettext_lazy("%d speaker taken out", "%d speakers taken out")
        yield self.told(_("%(name)s is not among the speakers any more."), counted)


class ComparedRoom(ComparedRow):
    """One in which something takes place."""

    subject = Subject.PLACE
    model: ClassVar[type[Model]] = models.Room
    rows = staticmethod(lambda programme: in_use(programme, "place"))
    # Its place in the order is told of all, and its seats are for staff.
    unseen = {"position", "capacity"}
    is_ordered = True


class ComparedTrack(ComparedRoom):
    model = models.Track
    rows = staticmethod(lambda programme: in_use(programme, "thread"))


def in_use(programme: Programme, column: str) -> list[Room]:
    found = {getattr(session, column) for session in programme.sessions} - {None}
    return sorted(found, key=attrgetter("position", "id"))


class ComparedOrganisation(ComparedRow):
    """One that stays: new ones come with a speaker, a partner or an agreement."""

    subject = Subject.ORGANISATION
    model = models.Organisation
    rows = attrgetter("organisations")
    # For searches: nobody reads them.
    unseen = {"aliases"}


SORTS = (
    ComparedConference,
    ComparedSession,
    ComparedAgreement,
    ComparedSpeaker,
    ComparedRoom,
    ComparedTrack,
    ComparedOrganisation,
)
