"""Letters on paper, for people whom none can reach: how each of them stands."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from agenda.models import Conference
from confsite.bilingual import LANGUAGES
from confsite.files.pdf import Imprint, Paper, TextLine, Tone
from registration.letters import kinds, render
from registration.models import Delegate, Letter, RegistrationSettings

# Begins the signature in a mail (RFC 3676, 4.3).
SIGNATURE = "--"


def letters_pdf(delegates: Sequence[Delegate], made_at: datetime) -> bytes:
    """A letter for each, on pages of its own. Raises LetterCannotBeWritten."""
    first = delegates[0]
    paper = Paper(imprint(first.conference, first.language, made_at), size=11)
    for place, delegate in enumerate(delegates):
        if place:
            paper.new_page()
        with translation.override(delegate.language):
            write(paper, delegate)
    return paper.to_bytes()


def write(paper: Paper, delegate: Delegate) -> None:
    kind = kinds.telling(delegate.state, is_held=delegate.is_held)
    letter = Letter(delegate=delegate, kind=kind, language=delegate.language)
    text = render.content(letter, on_paper=True).text
    name, *parts = text.strip().split("\n\n")
    paper.heading(name)
    paper.paragraph([TextLine(line, Tone.QUIET) for line in addressee(delegate)])
    for part in parts:
        lines = [line for line in part.split("\n") if line.strip() != SIGNATURE]
        paper.paragraph([TextLine(line) for line in lines if line.strip()])


def addressee(delegate: Delegate) -> list[str]:
    names = [delegate.display_name.plain, delegate.other_name.plain]
    return [line for line in [*names, delegate.position, delegate.organisation] if line]


def imprint(conference: Conference, language: str, made_at: datetime) -> Imprint:
    with translation.override(language):
        name = conference.name.plain
        sender: RegistrationSettings | None = getattr(conference, "registration", None)
        return Imprint(
            title=name,
            language=LANGUAGES[language][1],
            created=made_at,
            author=sender.sender_name.plain if sender else name,
            footer=name,
            accent=conference.accent,
        )
