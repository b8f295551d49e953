"""The published programme on paper, in both languages."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agenda.choices import Kind, Role
from agenda.papers.both_languages import (
    beside,
    clock_lines,
    imprint,
    lines,
    scripts,
)
from agenda.release.content import Agreement, ConferenceFacts, Session
from agenda.release.days import sessions_by_day
from agenda.release.programme import Programme
from confsite.bilingual import Bilingual, in_both
from confsite.clocks import day_in_words
from confsite.files.pdf import Cell, Column, Paper, TextLine, Tone
from confsite.words import in_brackets

TITLE = _("Programme")
COLUMNS = [(_("Time"), 1.6), (_("Session"), 6), (_("Room"), 1.9)]


def programme_pdf(programme: Programme) -> bytes:
    """Day by day; the same release is the same file."""
    conference = programme.conference
    title = beside(TITLE)
    version = " ".join(in_both(lambda: _("release %d") % programme.release))
    paper = Paper(imprint(title, conference, programme.made_at, version))
    names = dict.fromkeys(filter(None, Bilingual("name").pair(conference)))
    for level, name in enumerate(names, 1):
        paper.heading(name, level)
    paper.paragraph(lines(in_both(lambda: conference.dates)))
    paper.paragraph(lines(in_both(lambda: place(conference)), Tone.QUIET))
    columns = [Column(beside(title), width) for title, width in COLUMNS]
    for day, sessions in sessions_by_day(programme).items():
        both = in_both(partial(day_in_words, day))
        rows = [cells(session) for session in sessions]
        below = paper.beginning(columns, rows[0])
        paper.heading(" · ".join(both), level=2, below=below)
        paper.table(columns, rows)
    return paper.to_bytes()


def place(conference: ConferenceFacts) -> str:
    return " · ".join(filter(None, [conference.venue, conference.city]))


def cells(session: Session) -> list[Cell]:
    return [clock_lines(session.starts), about(session), where(session)]


def about(session: Session) -> list[TextLine]:
    kind = in_both(lambda: kind_in_words(session))
    found = [TextLine(" ".join(kind), Tone.ACCENT)]
    found += lines(Session.title.pair(session), Tone.STRONG)
    if session.kind == Kind.BREAK:
        return found
    for part in session.people:
        role = in_both(partial(getattr, part, "role_label"))
        found.append(TextLine(f"{' '.join(role)}: {' '.join(scripts(part.speaker))}"))
        if part.role != Role.INTERPRETER:
            position = Bilingual("position").pair(part.speaker)
            found += lines(position, Tone.QUIET)
    for agreement in session.agreements:
        found += [TextLine(text) for text in agreement_in_words(agreement)]
    return found


def kind_in_words(session: Session) -> str:
    if not session.is_cancelled:
        return session.kind_label
    cancelled = pgettext("session", "cancelled")
    return f"{session.kind_label} · {cancelled}"


def agreement_in_words(agreement: Agreement) -> list[str]:
    """The title and the parties, or these alone where they are its title."""

    def told() -> str:
        parties = " – ".join(party.organisation.name for party in agreement.parties)
        title = agreement.title
        is_more = parties and parties != title
        return in_brackets(title.plain, parties) if is_more else title.plain

    return [f"• {text}" for text in dict.fromkeys(filter(None, in_both(told)))]


def where(session: Session) -> list[TextLine]:
    return [
        *lines(in_both(lambda: session.room)),
        *lines(in_both(lambda: session.language_words), Tone.QUIET),
        *lines(in_both(lambda: session.attendance_label), Tone.QUIET),
    ]
