"""Run sheets: minute by minute, who does what, for the people behind the stage.

Made from the rows as they stand now, not from a release: what is rehearsed today is
what staff have just written. In both languages at once, as the crew speaks both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Prefetch

from agenda.choices import Role, SessionAttendance
from agenda.models import (
    Agreement,
    Conference,
    Participation,
    RunItem,
    Session,
    Signature,
    Speaker,
)
from confsite.bilingual import Pair
from confsite.clocks import Moment

BLANK = Pair("", "")


@dataclass
class RunSheetLine:
    """From one minute on: what happens, who is seen where, and what gives the sign."""

    starts: Moment
    item: Pair
    cue: Pair
    on_stage: tuple[Speaker, ...]
    on_screen: tuple[Speaker, ...]
    interpreters: tuple[Speaker, ...]
    next: Pair = BLANK  # in the same room


@dataclass(frozen=True)
class RunSheet:
    """The run sheet of one session."""

    session: Session
    lines: tuple[RunSheetLine, ...]


def of_session(session: Session) -> RunSheet:
    """Its lines; what comes next leads into the session that follows in its room."""
    day = session.starts.local.date()
    sheets = of_day(session.conference, day)
    return next(sheet for sheet in sheets if sheet.session.pk == session.pk)


def of_day(conference: Conference, day: date) -> list[RunSheet]:
    """Every session that begins on a day and takes place, in a few statements."""
    sheets = [
        RunSheet(session, tuple(lines(session)))
        for session in rehearsed(conference)
        if session.starts.local.date() == day
    ]
    upcoming: dict[int | None, Pair] = {}  # by room
    for sheet in reversed(sheets):
        room = sheet.session.room_id
        for line in reversed(sheet.lines):
            line.next, upcoming[room] = upcoming.get(room, BLANK), line.item
    return sheets


def days(conference: Conference) -> list[date]:
    """The days on which something begins."""
    moments = conference.sessions.filter(is_cancelled=False).values_list("starts_at")
    first = conference.clocks[0]
    return sorted({first.at(moment).date() for (moment,) in moments})


def last_minutes(conference: Conference) -> dict[int, int]:
    """Of each session with a run sheet: when its last item begins."""
    items = RunItem.objects.filter(session__conference=conference)
    return dict(items.values_list("session").annotate(Max("minute")))


def rehearsed(conference: Conference) -> Iterable[Session]:
    signatures = Signature.objects.select_related("speaker")
    sessions = conference.sessions.filter(is_cancelled=False).select_related("room")
    found = sessions.prefetch_related(
        Prefetch("participations", Participation.objects.select_related("speaker")),
        Prefetch("agreements", Agreement.objects.prefetch_related("parties")),
        Prefetch("agreements__signatures", signatures),
        Prefetch("run_items", RunItem.objects.prefetch_related("people")),
    )
    for session in found:
        # One conference, whose clocks are read once.
        session.conference = conference
        yield session


def lines(session: Session) -> Iterator[RunSheetLine]:
    """The items in their order; without any, the session and its agreements."""
    agreements = {agreement.pk: agreement for agreement in session.agreements.all()}
    items = list(session.run_items.all())
    if not items or items[0].minute > 0:
        yield line(session, 0, Session.title.pair(session), BLANK, everybody(session))
    for item in items:
        agreement = agreements.get(item.agreement_id or 0)
        people = list(item.people.all())
        if not people:
            people = signing(agreement) if agreement else everybody(session)
        words = RunItem.item.pair(item)
        if agreement and not any(words):
            words = title(agreement)
        yield line(session, item.minute, words, RunItem.cue.pair(item), people)
    if not items:
        for agreement in agreements.values():
            yield line(session, 0, title(agreement), BLANK, signing(agreement))


def line(
    session: Session, minute: int, item: Pair, cue: Pair, people: Iterable[Speaker]
) -> RunSheetLine:
    seen = list(dict.fromkeys(people))
    parts = session.participations.all()
    at = session.starts_at + timedelta(minutes=minute)
    return RunSheetLine(
        Moment(at, *session.conference.clocks),
        item,
        cue,
        tuple(p for p in seen if p.attendance != SessionAttendance.ONLINE),
        tuple(p for p in seen if p.attendance == SessionAttendance.ONLINE),
        tuple(part.speaker for part in parts if part.role == Role.INTERPRETER),
    )


def everybody(session: Session) -> list[Speaker]:
    parts = session.participations.all()
    return [part.speaker for part in parts if part.role != Role.INTERPRETER]


def signing(agreement: Agreement) -> list[Speaker]:
    return [signature.speaker for signature in agreement.signatures.all()]


def title(agreement: Agreement) -> Pair:
    """In both languages: its title, or else its parties."""
    own = Agreement.title.pair(agreement)
    if any(own):
        return own
    names = [type(party).name.pair(party) for party in agreement.parties.all()]
    return Pair(
        " – ".join(name.en or name.zh for name in names),
        " – ".join(name.zh or name.en for name in names),
    )
