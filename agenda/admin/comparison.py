"""What a release changes, on pages of the admin: both languages side by side."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agenda.changes.change import Change
from agenda.changes.summary import groups, in_short
from agenda.services.comparing import Comparison

# With more of them a group is opened by whoever wants to read it.
MOST_OPEN = 60


class Both(NamedTuple):
    """The same in English and in Chinese."""

    en: Any
    zh: Any

    @classmethod
    def of(cls, words: Callable[[], Any]) -> "Both":
        with override("en"):
            english = words()
        with override("zh-hans"):
            return cls(english, words())


class Group(NamedTuple):
    title: Both
    sentences: list[Both]
    is_open: bool


class Part(NamedTuple):
    """Changes of one sort: what visitors see, or what is under embargo."""

    heading: str | Promise
    in_short: Both
    groups: list[Group]


def parts(comparison: Comparison) -> list[Part]:
    """Both sorts of changes, as far as there are any."""
    sorts = (
        (_("What changes for visitors"), comparison.shown),
        (_("Under embargo: visitors see nothing of this yet"), comparison.embargoed),
    )
    return [part(heading, changes) for heading, changes in sorts if changes]


def part(heading: str | Promise, changes: tuple[Change, ...]) -> Part:
    is_open = len(changes) <= MOST_OPEN
    return Part(
        heading,
        Both.of(lambda: in_short(changes)),
        [
            Group(
                Both.of(lambda: group.title),  # noqa: B023 - called at once
                [Both.of(change.sentence.html) for change in group.changes],
                is_open,
            )
            for group in groups(changes)
        ],
    )
