"""What may be wrong with a programme although no rule forbids it: warnings for staff.

They are found in a programme as it would be published, so that what staff are warned of
is what visitors would see.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import models
from agenda.choices import AgreementStatus, Kind, Role
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
        gettext_lazy("An interpreter in two sessions at once"),
    )
    DOUBLE_BOOKED = "double_booked", gettext_lazy("Somebody in two sessions at once")
    ROOM_TOO_SMALL = (
        "room_too_small",
        gettext_lazy("Rooms with fewer seats than places"),
    )
    WITHOUT_PEOPLE = "without_people", gettext_lazy("Sessions without people")
    WITHOUT_PARTIES = "without_parties", gettext_lazy("Agreements without parties")
    WITHOUT_SIGNATORIES = (
        "without_signatories",
        gettext_lazy("Agreements that nobody signs"),
    )
    RUNS_OVER = "runs_over", gettext_lazy("Run sheets that go on after the end")
    OUTSIDE_CEREMONIES = (
        "outside_ceremonies",
        gettext_lazy("Agreements outside a ceremony"),
    )
    WITHOUT_ANNOUNCEMENT = (
        "without_announcement",
        gettext_lazy("Published agreements without a link to their announcement"),
    )
    UNTRANSLATED = "untranslated", gettext_lazy("Texts in one language only")


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
    return [
        *double_bookings(programme),
        *rooms_too_small(programme),
        *without_people(programme),
        *without_parties(programme),
        *running_over(programme, last_minutes or {}),
        *outside_ceremonies(programme),
        *without_announcement(programme),
        *untranslated(programme),
    ]


@dataclass(frozen=True)
class Booking:
    """A session in which somebody has to be there."""

    session: Session
    speaker: Speaker
    interprets: bool


def double_bookings(programme: Programme) -> Iterator[ProgrammeWarning]:
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


def double_booking(booking: Booking, clash: Booking) -> ProgrammeWarning:
    words = (
        _("%(person)s interprets here and is also in “%(other)s” then, %(when)s.")
        if booking.interprets
        else _("%(person)s is also in “%(other)s” at the same time, %(when)s.")
    )
    is_grave = booking.interprets or clash.interprets
    other = clash.session
    return ProgrammeWarning(
        WarningKind.INTERPRETER_DOUBLE_BOOKED
        if is_grave
        else WarningKind.DOUBLE_BOOKED,
        booking.session,
        words
        % {
            "person": booking.speaker.display_name,
            "other": other.title,
            "when": f"{other.starts.date}, {other.starts}",
        },
    )


def rooms_too_small(programme: Programme) -> Iterator[ProgrammeWarning]:
    for session in taking_place(programme):
        seats = session.place.capacity if session.place else None
        if seats and session.places and session.places > seats:
            words = _("%(room)s has %(seats)d seats, and %(places)d places are given.")
            yield ProgrammeWarning(
                WarningKind.ROOM_TOO_SMALL,
                session,
                words
                % {"room": session.room, "seats": seats, "places": session.places},
            )


def without_people(programme: Programme) -> Iterator[ProgrammeWarning]:
    for session in taking_place(programme):
        if session.kind != Kind.BREAK and not session.everybody:
            yield ProgrammeWarning(
                WarningKind.WITHOUT_PEOPLE, session, _("Nobody is named here yet.")
            )


def without_parties(programme: Programme) -> Iterator[ProgrammeWarning]:
    for agreement, session in programme.agreements:
        if session.is_cancelled:
            continue
        if not agreement.parties:
            words = _("“%s” has no parties yet.") % agreement.title
            yield ProgrammeWarning(WarningKind.WITHOUT_PARTIES, agreement, words)
        elif not agreement.people:
            words = _("Nobody signs “%s” yet.") % agreement.title
            yield ProgrammeWarning(WarningKind.WITHOUT_SIGNATORIES, agreement, words)


def running_over(
    programme: Programme, last_minutes: Mapping[int, int]
) -> Iterator[ProgrammeWarning]:
    for session in taking_place(programme):
        last = last_minutes.get(session.id, 0)
        lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
        if last > lasts:
            words = _(
                "The last item of the run sheet begins in minute %(minute)d, and the "
                "session ends in minute %(end)d."
            )
            yield ProgrammeWarning(
                WarningKind.RUNS_OVER, session, words % {"minute": last, "end": lasts}
            )


def outside_ceremonies(programme: Programme) -> Iterator[ProgrammeWarning]:
    for agreement, session in programme.agreements:
        if not session.is_ceremony:
            words = _("“%s” is in a session that is no signing and no inauguration.")
            yield ProgrammeWarning(
                WarningKind.OUTSIDE_CEREMONIES, agreement, words % agreement.title
            )


def without_announcement(programme: Programme) -> Iterator[ProgrammeWarning]:
    for agreement, _session in programme.agreements:
        if agreement.status == AgreementStatus.PUBLISHED and not agreement.url:
            words = _("“%s” is published, and nothing links to its announcement.")
            yield ProgrammeWarning(
                WarningKind.WITHOUT_ANNOUNCEMENT, agreement, words % agreement.title
            )


def untranslated(programme: Programme) -> Iterator[ProgrammeWarning]:
    rows: list[Subject] = [
        programme.conference,
        *programme.sessions,
        *(agreement for agreement, _session in programme.agreements),
        *programme.speakers,
        *programme.organisations,
        *each(session.place for session in programme.sessions),
        *each(session.thread for session in programme.sessions),
    ]
    for row in rows:
        if missing := missing_texts(row):
            words = get_text_list(missing, _("and"))
            yield ProgrammeWarning(
                WarningKind.UNTRANSLATED, row, _("Still to be written: %s.") % words
            )


def each(places: Iterable[Room | None]) -> Iterable[Room]:
    """Rooms or tracks, each once."""
    return {place.id: place for place in places if place}.values()


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
