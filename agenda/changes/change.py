"""What a change is, and how it is told.

It is put into words when it is read, in the active language: what stands in its
placeholders speaks both.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agenda.changes.columns import REORDERED, is_reordered
from agenda.release.content import Agreement, Organisation, Room, Session, Speaker
from confsite.bilingual import Bilingual, Pair, Text
from confsite.differences import Difference, marked_up


class Subject(TextChoices):
    """What changes are about, in the order in which they are told."""

    CONFERENCE = "conference", _("The conference")
    SESSION = "session", _("Sessions")
    AGREEMENT = "agreement", _("Agreements and centres")
    SPEAKER = "speaker", _("Speakers")
    PLACE = "place", _("Rooms and tracks")
    ORGANISATION = "organisation", _("Organisations")


class ChangeKind(Enum):
    """What is counted by a word of its own."""

    NEW = auto()
    GONE = auto()
    MOVED = auto()
    CANCELLED = auto()
    CONCLUDED = auto()
    OTHER = auto()


# The page of a session or speaker, by the row's id, whatever its address is.
OwnPage = tuple[str, int]
# Where such a page is now; "" if there is none.
Address = Callable[[OwnPage], str]


@dataclass(frozen=True)
class Name:
    """What something is called, and the page that its name leads to."""

    of: Pair | Agreement | Speaker
    page: OwnPage | None = None

    @property
    def text(self) -> Text:
        if isinstance(self.of, Pair):
            return self.of.active
        return self.of.title if isinstance(self.of, Agreement) else self.of.display_name

    def __str__(self) -> str:
        return self.text.plain

    def html(self, address: Address) -> SafeString:
        html = conditional_escape(self.text)
        if self.page and (url := address(self.page)):
            return format_html('<a href="{}">{}</a>', url, html)
        return html


@dataclass(frozen=True)
class Change:
    """One thing that is different, as a visitor would put it."""

    subject: Subject
    kind: ChangeKind
    words: str | Promise
    placeholders: tuple[tuple[str, object], ...]
    day: date | None = None  # of a session

    def __str__(self) -> str:
        return str(self.words) % dict(self.placeholders)

    def html(self, address: Address = lambda page: "") -> SafeString:
        """The change, its names marked with their language and leading to a page."""
        parts = {
            key: part.html(address) if isinstance(part, Name) else part
            for key, part in self.placeholders
        }
        return marked_up(str(self.words), parts)


class Topic(NamedTuple):
    """A session, an agreement or whatever else there is to tell something about."""

    subject: Subject
    name: Name | str | Promise
    day: date | None = None

    def sentence(
        self,
        words: str | Promise,
        kind: ChangeKind = ChangeKind.OTHER,
        **others: object,
    ) -> Change:
        parts = {"name": self.name, **others}
        return Change(self.subject, kind, words, tuple(parts.items()), self.day)

    def row(self, difference: Difference) -> Change:
        """What has no sentence of its own: Opening remarks · Places: 200 → 150."""
        return self.sentence("%(name)s · %(difference)s", difference=difference)


def topic_of(row: Session | Agreement | Speaker | Room | Organisation) -> Topic:
    match row:
        case Session():
            name = Name(Bilingual("title").pair(row), ("session", row.id))
            return Topic(Subject.SESSION, name, row.starts.local.date())
        case Agreement():
            return Topic(Subject.AGREEMENT, Name(row))
        case Speaker():
            return Topic(Subject.SPEAKER, Name(row, ("speaker", row.id)))
    subject = Subject.PLACE if isinstance(row, Room) else Subject.ORGANISATION
    return Topic(subject, Name(Bilingual("name").pair(row)))


class HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=HasId)


def pairs(
    before: Iterable[Row], after: Iterable[Row]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Each row before and after, in the order of today; what is gone comes last."""
    was, now = ({row.id: row for row in rows} for rows in (before, after))
    for pk in [*now, *(pk for pk in was if pk not in now)]:
        yield was.get(pk), now.get(pk)


def order_of(
    topic: Topic, of: object, before: Iterable[HasId], after: Iterable[HasId]
) -> Iterator[Change]:
    """That the rows which stay stand in another order."""
    if is_reordered(*([row.id for row in rows] for rows in (before, after))):
        yield topic.row(Difference(of, "", "", REORDERED))
