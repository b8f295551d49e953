"""Place cards for those who sit in the hall, to be folded: a card for each person."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agenda.choices import SessionAttendance
from agenda.models import Conference, Organisation, Speaker
from agenda.papers.both_languages import beside, imprint, scripts
from confsite.bilingual import Bilingual
from confsite.files.cards import PlaceCard, cards_bytes

TITLE = _("Place cards")


def place_cards_pdf(conference: Conference, made_at: datetime) -> bytes:
    """In the order of precedence, without those who are on screen."""
    title = beside(TITLE)
    return cards_bytes(
        imprint(title, conference, made_at, title),
        [card(speaker) for speaker in seated(conference)],
    )


def seated(conference: Conference) -> Iterable[Speaker]:
    return conference.speakers.exclude(
        attendance=SessionAttendance.ONLINE
    ).select_related("organisation")


def card(speaker: Speaker) -> PlaceCard:
    """The name in both scripts; below it the organisation, or else the position."""
    *latin, name = scripts(speaker)
    home = speaker.organisation
    below = Organisation.name.pair(home) if home else None
    below = below or Bilingual("position").pair(speaker)
    lines = dict.fromkeys(filter(None, reversed(below)))
    return PlaceCard(name, "".join(latin), list(lines))
