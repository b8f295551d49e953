"""Which part of the programme a visitor has chosen, by the query of the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Self
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.choices import Kind, SessionAttendance, SpokenLanguage
from agenda.release.content import Session
from agenda.release.days import sessions_by_day
from agenda.release.programme import Programme
from confsite.bilingual import Text
from confsite.caching.releases import once_per_release

ALL_DAYS = "all"
FILTERS = {
    "kind": _("Kind"),
    "track": _("Track"),
    "language": _("Language"),
    "attendance": _("Attendance"),
}
# What the filters but that of the track choose from.
CHOICES = {"kind": Kind, "language": SpokenLanguage, "attendance": SessionAttendance}
BOTH_WAYS = frozenset({"onsite", "online"})
BOTH_LANGUAGES = frozenset({"en", "zh"})


def values(session: Session) -> dict[str, frozenset[str]]:
    """For each filter, the values under which a session is found.

    A language counts where it is spoken or interpreted into, and a way to attend where
    one can attend in it.
    """
    attendance = frozenset({session.attendance})
    language = frozenset({session.language} - {""})
    if session.attendance == SessionAttendance.HYBRID:
        attendance = BOTH_WAYS
    if language and (session.is_interpreted or session.language == SpokenLanguage.BOTH):
        language = BOTH_LANGUAGES
    return {
        "kind": frozenset({session.kind}),
        "track": frozenset({str(session.thread.id)} if session.thread else ()),
        "language": language,
        "attendance": attendance,
    }


@once_per_release
def known_values(programme: Programme) -> dict[str, frozenset[str]]:
    """What can be chosen: the days if there are several, and the values that occur."""
    found = [values(session) for session in programme.sessions]
    known = {
        name: frozenset[str]().union(*(row[name] for row in found)) for name in FILTERS
    }
    days = [day.isoformat() for day in sessions_by_day(programme)]
    return {"day": frozenset([*days, ALL_DAYS] if len(days) > 1 else ())} | known


@dataclass(frozen=True)
class Selection:
    """A day and the values of the filters; empty where nothing is chosen.

    There are as many as a programme has days and values, whatever is asked for: what
    does not occur counts as not chosen, so that equal pages are equal.
    """

    day: str = ""
    kind: str = ""
    track: str = ""
    language: str = ""
    attendance: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str], programme: Programme) -> Self:
        if not asked:
            return cls()
        chosen = {
            name: asked[name]
            for name, known in known_values(programme).items()
            if name in asked and asked[name] in known
        }
        return cls(**chosen)

    @property
    def filters(self) -> dict[str, str]:
        chosen = {name: getattr(self, name) for name in FILTERS}
        return {name: value for name, value in chosen.items() if value}

    @property
    def query(self) -> str:
        """As it stands in an address, in one order."""
        return urlencode(({"day": self.day} if self.day else {}) | self.filters)

    def address(self, slug: str) -> str:
        path = reverse("agenda:programme", args=[slug])
        return f"{path}?{self.query}" if self.query else path

    def shows(self, session: Session) -> bool:
        found = values(session)
        return all(value in found[name] for name, value in self.filters.items())


class Option(NamedTuple):
    """A value that can be chosen, and how many sessions it would show.

    What fits on other days alone leads to all of them, so that no choice is empty.
    """

    label: Text | str
    sessions: int
    elsewhere: int  # on the days that are not shown
    address: str
    is_chosen: bool


class Filter(NamedTuple):
    label: str
    options: tuple[Option, ...]


class Chip(NamedTuple):
    """A value that is chosen, and the address without it."""

    label: Text | str
    address: str


def filters(
    programme: Programme, chosen: Selection, sessions: Iterable[Session]
) -> tuple[Filter, ...]:
    """The filters that can narrow the programme, each beside what else is chosen.

    They are the same on each of its days; sessions are what the shown ones hold.
    """
    shown = {session.id for session in sessions}
    found = []
    for name, label in FILTERS.items():
        others = replace(chosen, **{name: ""})
        rows = {
            session.id: values(session)[name]
            for session in programme.sessions
            if others.shows(session)
        }
        options = []
        for value, text in labels(programme, name).items():
            fitting = {pk for pk, row in rows.items() if value in row}
            if not fitting:
                continue
            here = len(fitting & shown)
            wanted = replace(chosen, **{name: value})
            if not here:
                wanted = replace(wanted, day=ALL_DAYS)
            address = wanted.address(programme.conference.slug)
            is_chosen = getattr(chosen, name) == value
            options.append(Option(text, here, len(fitting) - here, address, is_chosen))
        if any(option.sessions + option.elsewhere < len(rows) for option in options):
            found.append(Filter(str(label), tuple(options)))
    return tuple(found)


def chips(programme: Programme, chosen: Selection) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            labels(programme, name)[value],
            replace(chosen, **{name: ""}).address(programme.conference.slug),
        )
        for name, value in chosen.filters.items()
    )


def labels(programme: Programme, name: str) -> dict[str, Text | str]:
    """The values of a filter in their order, in words."""
    if name == "track":
        threads = {s.thread.id: s.thread for s in programme.sessions if s.thread}
        ordered = sorted(threads.values(), key=lambda t: (t.position, t.id))
        return {str(thread.id): thread.name for thread in ordered}
    return {value: str(label) for value, label in CHOICES[name].choices}
