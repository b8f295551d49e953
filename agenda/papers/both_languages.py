"""Words on papers, which speak both languages at once: English first, Chinese below."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.functional import Promise

from agenda.models import Conference, Speaker
from agenda.release.content import ConferenceFacts
from agenda.release.content import Speaker as PublishedSpeaker
from confsite.bilingual import Bilingual, Pair, in_both
from confsite.clocks import Moment
from confsite.files.pdf import Imprint, TextLine, Tone

LANGUAGE = "en-GB"


def beside(words: Promise) -> str:
    """As the title of a column or a paper: Time 时间."""
    return joined(in_both(lambda: words), " ")


def joined(pair: Pair, between: str = "\n") -> str:
    """Both languages, one below the other; one alone where they are the same."""
    return between.join(dict.fromkeys(filter(None, pair)))


def lines(pair: Pair, tone: Tone = Tone.PLAIN) -> list[TextLine]:
    return [TextLine(text, tone) for text in dict.fromkeys(filter(None, pair))]


def scripts(speaker: Speaker | PublishedSpeaker) -> list[str]:
    """The name in Latin letters and in its own script, as far as there are both."""
    latin = speaker.latin_name if speaker.family_name or speaker.given_name else ""
    return list(filter(None, [latin, speaker.native.plain]))


def people(speakers: Iterable[Speaker]) -> str:
    return "\n".join(" ".join(scripts(speaker)) for speaker in speakers)


def clock_lines(moment: Moment) -> list[TextLine]:
    """The time on both clocks, with the day where it is another one there."""
    found = [TextLine(moment.time, Tone.STRONG)]
    if moment.other:
        day = in_both(lambda: moment.second_day)
        label = " ".join(filter(None, moment.other.label))
        found.append(TextLine(f"{moment.second_time} {label}", Tone.QUIET))
        found += lines(day, Tone.QUIET)
    return found


def imprint(
    title: str,
    conference: Conference | ConferenceFacts,
    created: datetime,
    version: str,
) -> Imprint:
    """`version` says which state of the programme the paper shows."""
    name = joined(Bilingual("name").pair(conference), " · ")
    return Imprint(
        title=f"{title} – {name}",
        language=LANGUAGE,
        created=created,
        author=" · ".join(filter(None, Bilingual("organiser").pair(conference))),
        footer=f"{name} – {version}",
        accent=conference.accent,
    )
