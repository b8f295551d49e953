"""What may be wrong with a programme although no rule forbids it: warnings for staff.

They are found in a programme as it would be published, so that what staff are warned of
is what visitors would see.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.choices import AgreementStatus, Kind, Role
from agenda.papers import letters
from agenda.release.content import (
    Agreement,
    ConferenceFacts,
    JoinOption,
    Organisation,
    Room,
    Session,
    Speaker,
    Track,
)
from agenda.release.programme import Programme
from confsite.words import all_of

Subject = ConferenceFacts | Session | Speaker | Agreement | Organisation | Room
ROWS: dict[type, type[Model]] = {
    ConferenceFacts: models.Conference,
    Session: models.Session,
    Speaker: models.Speaker,
    Agreement: models.Agreement,
    Organisation: models.Organisation,
    Room: models.Room,
    Track: models.Track,
    JoinOption: models.JoinOption,
}


class WarningKind(TextChoices):
    """What a warning is about, the gravest first."""

    INTERPRETER_DOUBLE_BOOKED = (
        "interpreter_double_booked",
        _("An interpreter in two sessions at once"),
    )
    DOUBLE_BOOKED = "double_booked", _("Somebody in two sessions at once")
    ROOM_TOO_SMALL = "room_too_small", _("Rooms with fewer seats than places")
    WITHOUT_PEOPLE = "without_people", _("Sessions without people")
    WITHOUT_PARTIES = "without_parties", _("Agreements without parties")
    WITHOUT_SIGNATORIES = "without_signatories", _("Agreements that nobody signs")
    RUNS_OVER = "runs_over", _("Run sheets that go on after the end")
    OUTSIDE_CEREMONIES = "outside_ceremonies", _("Agreements outside a ceremony")
    WITHOUT_ANNOUNCEMENT = (
        "without_announcement",
        _("Published agreements without a link to their announcement"),
    )
    UNPRINTABLE = "unprintable", _("Letters that papers cannot print")
    UNTRANSLATED = "untranslated", _("Texts in one language only")


# Whoever they are about, they stand at a session.
ABOUT_PEOPLE = {WarningKind.INTERPRETER_DOUBLE_BOOKED, WarningKind.DOUBLE_BOOKED}

# What a check finds: the parts of a warning.
Found = tuple[WarningKind, Subject, str]


@dataclass(frozen=True)
class ProgrammeWarning:
    """One sentence about one row, in the language that was active."""

    kind: WarningKind
    subject: Subject
    sentence: str

    @property
    def session(self) -> int | None:
        """The session beside which it is shown."""
        if isinstance(self.subject, Agreement):
            return self.subject.session_id
        return self.subject.id if isinstance(self.subject, Session) else None


def warnings(
    programme: Programme, last_minutes: Mapping[int, int] | None = None
) -> list[ProgrammeWarning]:
    """All of them, each kind in the order of the programme.

    What is never published has to be told: when the run sheets begin their last items.
    """
    found = chain(
        double_bookings(programme),
        rooms_too_small(programme),
        without_people(programme),
        without_parties(programme),
        running_over(programme, last_minutes or {}),
        outside_ceremonies(programme),
        without_announcement(programme),
        not_on_paper(programme),
        untranslated(programme),
    )
    return [ProgrammeWarning(*parts) for parts in found]


@dataclass(frozen=True)
class Booking:
    """A session in which somebody has to be there."""

    session: Session
    speaker: Speaker
    interprets: bool


def double_bookings(programme: Programme) -> Iterator[Found]:
    """Somebody in two sessions at once, an interpreter above all; at either session."""
    booked: dict[int, list[Booking]] = {}
    for session in taking_place(programme):
        for booking in bookings(session):
            booked.setdefault(booking.speaker.id, []).append(booking)
    for longest, *others in booked.values():
        for booking in others:
            if booking.session.starts_at < longest.session.ends_at:
                yield double_booking(longest, booking)
                yield double_booking(booking, longest)
            longest = max(longest, booking, key=lambda b: b.session.ends_at)


def double_booking(booking: Booking, clash: Booking) -> Found:
    words = (
        _("%(person)s interprets here and is also in “%(other)s” then, %(when)s.")
        if booking.interprets
        else _("%(person)s is also in “%(other)s” at the same time, %(when)s.")
    )
    kind = WarningKind.DOUBLE_BOOKED
    if booking.interprets or clash.interprets:
        kind = WarningKind.INTERPRETER_DOUBLE_BOOKED
    facts = {
        "person": booking.speaker.display_name,
        "other": clash.session.title,
        "when": clash.session.starts.in_full,
    }
    return kind, booking.session, words % facts


def rooms_too_small(programme: Programme) -> Iterator[Found]:
    for session in taking_place(programme):
        seats = session.place.capacity if session.place else None
        if seats and session.places and session.places > seats:
            words = _("%(room)s has %(seats)d seats, and %(places)d places are given.")
            facts = {"room": session.room, "seats": seats, "places": session.places}
            yield WarningKind.ROOM_TOO_SMALL, session, words % facts


def without_people(programme: Programme) -> Iterator[Found]:
    for session in taking_place(programme):
        if session.kind != Kind.BREAK and not session.everybody:
            words = str(_("Nobody is named here yet."))
            yield WarningKind.WITHOUT_PEOPLE, session, words


def without_parties(programme: Programme) -> Iterator[Found]:
    for agreement, session in programme.agreements:
        if session.is_cancelled:
            continue
        if not agreement.parties:
            words = _("“%s” has no parties yet.") % agreement.title
            yield WarningKind.WITHOUT_PARTIES, agreement, words
        elif not agreement.people:
            words = _("Nobody signs “%s” yet.") % agreement.title
            yield WarningKind.WITHOUT_SIGNATORIES, agreement, words


def running_over(
    programme: Programme, last_minutes: Mapping[int, int]
) -> Iterator[Found]:
    for session in taking_place(programme):
        last = last_minutes.get(session.id, 0)
        lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
        if last > lasts:
            words = _(
                "The last item of the run sheet begins in minute %(minute)d, and the "
                "session ends in minute %(end)d."
            )
            facts = {"minute": last, "end": lasts}
            yield WarningKind.RUNS_OVER, session, words % facts


def outside_ceremonies(programme: Programme) -> Iterator[Found]:
    for agreement, session in programme.agreements:
        if not session.is_ceremony:
            words = _("“%s” is in a session that is no signing and no inauguration.")
            yield WarningKind.OUTSIDE_CEREMONIES, agreement, words % agreement.title


def without_announcement(programme: Programme) -> Iterator[Found]:
    for agreement, _session in programme.agreements:
        if agreement.status == AgreementStatus.PUBLISHED and not agreement.url:
            words = _("“%s” is published, and nothing links to its announcement.")
            yield WarningKind.WITHOUT_ANNOUNCEMENT, agreement, words % agreement.title


def not_on_paper(programme: Programme) -> Iterator[Found]:
    for row in every_row(programme):
        for words in letters.remarks([row]):
            yield WarningKind.UNPRINTABLE, row, words


def untranslated(programme: Programme) -> Iterator[Found]:
    for row in every_row(programme):
        if missing := missing_texts(row):
            words = _("Still to be written: %s.") % all_of(missing)
            yield WarningKind.UNTRANSLATED, row, words


def every_row(programme: Programme) -> list[Subject]:
    return [
        programme.conference,
        *programme.sessions,
        *(agreement for agreement, _session in programme.agreements),
        *programme.speakers,
        *programme.organisations,
        *dict.fromkeys(s.place for s in programme.sessions if s.place),
        *dict.fromkeys(s.thread for s in programme.sessions if s.thread),
    ]


def missing_texts(row: Subject | JoinOption) -> list[str]:
    """The columns that are empty while their twin in the other language is not."""
    columns: Any = ROWS[type(row)]
    missing = []
    for field in fields(row):
        if not field.name.endswith("_en"):
            continue
        names = [field.name, field.name.removesuffix("_en") + "_zh"]
        empty = [name for name in names if not getattr(row, name)]
        if len(empty) == 1:
            missing.append(str(columns._meta.get_field(empty[0]).verbose_name))
    if isinstance(row, Room):
        missing += [text for way in row.ways_in for text in missing_texts(way)]
    return list(dict.fromkeys(missing))


def taking_place(programme: Programme) -> Iterable[Session]:
    """The sessions that take place, in their order."""
    return [session for session in programme.sessions if not session.is_cancelled]


def bookings(session: Session) -> Iterable[Booking]:
    """Who has to be there, each once: many sign what is announced where they speak."""
    found: dict[int, Booking] = {}
    for part in session.everybody:
        pk, interprets = part.speaker.id, part.role == Role.INTERPRETER
        if interprets or pk not in found:
            found[pk] = Booking(session, part.speaker, interprets)
    return found.values()
