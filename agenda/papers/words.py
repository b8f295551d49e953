"""Words on papers, which speak both languages at once: English first, Chinese below."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import override

from agenda.models import Conference, Speaker
from agenda.release.content import ConferenceFacts
from agenda.release.content import Speaker as PublishedSpeaker
from confsite.bilingual import Bilingual, Pair
from confsite.clocks import Moment
from confsite.files.pdf import Imprint, TextLine, Tone

LANGUAGE = "en-GB"


def in_both(say: Callable[[], object]) -> Pair:
    """What a function says in either language."""
    with override("en"):
        english = str(say())
    with override("zh-hans"):
        return Pair(english, str(say()))


def beside(words: Promise) -> str:
    """As the title of a column or a paper: Time 时间."""
    return " ".join(dict.fromkeys(in_both(lambda: words)))


def joined(pair: Pair) -> str:
    """Both languages, one below the other; one alone where they are the same."""
    return "\n".join(dict.fromkeys(text for text in pair if text))


def lines(pair: Pair, tone: Tone = Tone.PLAIN) -> list[TextLine]:
    return [TextLine(text, tone) for text in dict.fromkeys(filter(None, pair))]


def person(speaker: Speaker | PublishedSpeaker) -> str:
    """The name in both scripts, beside each other."""
    latin = speaker.latin_name if speaker.family_name or speaker.given_name else ""
    return " ".join(filter(None, [latin, speaker.native.plain]))


def people(speakers: Iterable[Speaker | PublishedSpeaker]) -> str:
    return "\n".join(person(speaker) for speaker in speakers)


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
    name = " · ".join(dict.fromkeys(filter(None, Bilingual("name").pair(conference))))
    return Imprint(
        title=f"{title} – {name}",
        language=LANGUAGE,
        created=created,
        author=" · ".join(filter(None, Bilingual("organiser").pair(conference))),
        footer=f"{name} – {version}",
        accent=conference.accent,
    )
