"""What a change is, and the sentence that tells it.

A sentence is put together when it is read, in the active language: its parts are names,
moments and labels that speak both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any, NamedTuple, Protocol, runtime_checkable

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.release.content import Agreement, Speaker
from confsite import countries
from confsite.bilingual import Pair, Text, suffix
from confsite.clocks import Moment


class Subject(TextChoices):
    """What changes are about, in the order in which they are told."""

    CONFERENCE = "conference", gettext_lazy("The conference")
    SESSION = "session", gettext_lazy("Sessions")
    AGREEMENT = "agreement", gettext_lazy("Agreements and centres")
    SPEAKER = "speaker", gettext_lazy("Speakers")
    PLACE = "place", gettext_lazy("Rooms and tracks")
    ORGANISATION = "organisation", gettext_lazy("Organisations")


class What(Enum):
    """What is counted by a word of its own."""

    NEW = auto()
    GONE = auto()
    MOVED = auto()
    CANCELLED = auto()
    CONCLUDED = auto()
    OTHER = auto()


class OwnPage(NamedTuple):
    """The page of a session or speaker, by the row's id, whatever its address is."""

    view: str
    id: int


# Where such a page is now; "" if there is none.
Address = Callable[[OwnPage], str]


@dataclass(frozen=True)
class Sentence:
    words: str | Promise
    parts: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        return str(self.words) % {name: plain(part) for name, part in self.parts}

    def html(self, address: Address = lambda page: "") -> SafeString:
        """The sentence, its names marked with their language and leading to a page."""
        parts = {name: marked_up(part, address) for name, part in self.parts}
        return SafeString(escape(str(self.words)) % parts)


def say(words: str | Promise, **parts: Any) -> Sentence:
    return Sentence(words, tuple(parts.items()))


@dataclass(frozen=True)
class Change:
    """One thing that is different, as a visitor would put it."""

    subject: Subject
    what: What
    sentence: Sentence
    day: date | None = None  # of a session

    def __str__(self) -> str:
        return str(self.sentence)


# -- Parts of a sentence ---------------------------------------------------------------


@runtime_checkable
class Part(Protocol):
    def said(self) -> Any: ...


class Words(NamedTuple):
    """A text in both languages."""

    pair: Pair

    def said(self) -> Text:
        return self.pair.active


class Title(NamedTuple):
    """The title of a session, an agreement, a room: it stands in quotation marks."""

    of: Pair | Agreement
    page: OwnPage | None = None

    def said(self) -> Text:
        return self.of.title if isinstance(self.of, Agreement) else self.of.active


class Person(NamedTuple):
    speaker: Speaker

    @property
    def page(self) -> OwnPage:
        return OwnPage("speaker", self.speaker.id)

    def said(self) -> Text:
        return self.speaker.display_name


class When(NamedTuple):
    """A moment on both clocks, with or without the day on the first one."""

    moment: Moment
    has_day: bool = True

    def said(self) -> str:
        comma = "" if suffix() == "zh" else ", "
        day = f"{self.moment.date}{comma}" if self.has_day else ""
        return f"{day}{self.moment}"


class Names(NamedTuple):
    pairs: tuple[Pair, ...]

    def said(self) -> str:
        """A, B and C; A、B、C."""
        names = [pair.active.plain for pair in self.pairs]
        if suffix() == "zh" or len(names) < 2:
            return "、".join(names)
        return f"{', '.join(names[:-1])} and {names[-1]}"


class CountryOrRegion(NamedTuple):
    """As the conference names it, or not at all where it leaves it out."""

    code: str
    overrides: countries.Overrides

    def said(self) -> Text | str:
        return countries.name_of(self.code, self.overrides) or "–"


# Columns without a name of their own, since no form has them.
LABELS = {
    "portrait_id": gettext_lazy("portrait"),
    "ways_in": gettext_lazy("ways to join online"),
    "country_names": gettext_lazy("names of countries and regions"),
}


class Label(NamedTuple):
    """The name of a column, with the language of one half of a pair."""

    model: type[Model]
    column: str
    language: str = ""

    def said(self) -> str:
        what = self.name.removesuffix(" (English)").removesuffix(" (中文)")
        if self.language == "en":
            return _("%(what)s in English") % {"what": what}
        if self.language == "zh":
            return _("%(what)s in Chinese") % {"what": what}
        return what

    @property
    def name(self) -> str:
        if self.column in LABELS:
            return str(LABELS[self.column])
        try:
            field: Any = self.model._meta.get_field(self.column)
        except FieldDoesNotExist:
            return self.column.replace("_", " ")
        return str(field.verbose_name)


def said(part: Any) -> Any:
    return part.said() if isinstance(part, Part) else part


def plain(part: Any) -> str:
    text = str(said(part))
    return f"“{text}”" if isinstance(part, Title) else text


def marked_up(part: Any, address: Address) -> str:
    html = conditional_escape(said(part))
    page = getattr(part, "page", None)
    if page and (url := address(page)):
        html = format_html('<a href="{}">{}</a>', url, html)
    return f"“{html}”" if isinstance(part, Title) else html
