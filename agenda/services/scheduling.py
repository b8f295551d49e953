"""What may be wrong with a programme although no rule forbids it: warnings for staff.

They are found in a programme as it would be published, so that what staff are warned of
is what visitors would see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agenda import models
from agenda.choices import Kind, Role
from agenda.programme import Programme
from agenda.published import Agreement, Organisation, Place, Session, Speaker

Subject = Session | Speaker | Agreement | Organisation | Place
ROWS: dict[type, type] = {
    Session: models.Session,
    Speaker: models.Speaker,
    Agreement: models.Agreement,
    Organisation: models.Organisation,
}


@dataclass(frozen=True)
class Warning:
    """One sentence about one row, in the language that was active."""

    name: str
    subject: Subject
    sentence: str

    @property
    def session(self) -> int | None:
        """The session beside which it is shown."""
        if isinstance(self.subject, Agreement):
            return self.subject.session_id
        return self.subject.id if isinstance(self.subject, Session) else None


def warnings(programme: Programme) -> list[Warning]:
    """All of them, the gravest first; each kind in the order of the programme."""
    return [
        *double_bookings(programme),
        *rooms_too_small(programme),
        *without_people(programme),
        *without_parties(programme),
        *untranslated(programme),
    ]


def double_bookings(programme: Programme) -> Iterator[Warning]:
    """Somebody in two sessions at once, an interpreter above all."""
    booked: dict[int, list[tuple[Session, Speaker, bool]]] = {}
    for session in held(programme):
        # Who signs what is announced in a session takes part in it once.
        for pk, (speaker, interprets) in people(session).items():
            booked.setdefault(pk, []).append((session, speaker, interprets))
    for bookings in booked.values():
        longest = bookings[0]
        for _before, booking in pairwise(bookings):
            session, speaker, interprets = booking
            if session.starts_at < longest[0].ends_at:
                yield double_booking(session, longest[0], speaker, interprets)
            longest = max(longest, booking, key=lambda b: b[0].ends_at)


def double_booking(
    session: Session, other: Session, speaker: Speaker, interprets: bool
) -> Warning:
    words = (
        _("%(person)s interprets here and is also in “%(other)s” then, %(when)s.")
        if interprets
        else _("%(person)s is also in “%(other)s” at the same time, %(when)s.")
    )
    return Warning(
        "interpreter_double_booked" if interprets else "double_booked",
        session,
        words
        % {
            "person": speaker.display_name,
            "other": other.title,
            "when": f"{other.starts.date}, {other.starts}",
        },
    )


def rooms_too_small(programme: Programme) -> Iterator[Warning]:
    for session in held(programme):
        seats = session.place.capacity if session.place else None
        if seats and session.places and session.places > seats:
            words = _("%(room)s has %(seats)d seats, and %(places)d places are given.")
            yield Warning(
                "room_too_small",
                session,
                words
                % {"room": session.room, "seats": seats, "places": session.places},
            )


def without_people(programme: Programme) -> Iterator[Warning]:
    for session in held(programme):
        if session.kind != Kind.BREAK and not session.everybody:
            yield Warning("without_people", session, _("Nobody is named here yet."))


def without_parties(programme: Programme) -> Iterator[Warning]:
    for agreement, session in programme.agreements:
        if session.is_cancelled:
            continue
        if not agreement.parties:
            words = _("“%s” has no parties yet.") % agreement.title
            yield Warning("without_parties", agreement, words)
        elif not agreement.people:
            words = _("Nobody signs “%s” yet.") % agreement.title
            yield Warning("without_signatories", agreement, words)


def untranslated(programme: Programme) -> Iterator[Warning]:
    rows: list[Subject] = [
        *programme.sessions,
        *(agreement for agreement, _session in programme.agreements),
        *programme.speakers,
        *programme.organisations,
    ]
    for row in rows:
        if missing := missing_texts(row):
            words = get_text_list(missing, _("and"))
            yield Warning("untranslated", row, _("Still to be written: %s.") % words)


def missing_texts(row: Subject) -> list[str]:
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
    return missing


def held(programme: Programme) -> Iterable[Session]:
    """The sessions that take place, in their order."""
    return [session for session in programme.sessions if not session.is_cancelled]


def people(session: Session) -> dict[int, tuple[Speaker, bool]]:
    """Who has to be there, and whether to interpret."""
    found: dict[int, tuple[Speaker, bool]] = {}
    for part in session.everybody:
        interprets = part.role == Role.INTERPRETER
        known = found.get(part.speaker.id, (part.speaker, False))
        found[part.speaker.id] = (part.speaker, interprets or known[1])
    return found
