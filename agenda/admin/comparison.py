"""What a release changes, on pages of the admin: both languages side by side."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agenda.admin.base import sees_agreements
from agenda.changes.change import Change, Subject
from agenda.changes.summary import groups, in_short
from agenda.publishing.compare import Comparison

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
    """Changes of one sort; of those that are kept from somebody there are no groups."""

    heading: str | Promise
    in_short: Both
    groups: list[Group]


def parts(comparison: Comparison, request: HttpRequest) -> list[Part]:
    """What visitors see and what is under embargo, as far as there is any.

    Whoever may not see agreements is told how many changes are about them, and no more.
    """
    shown, embargoed = comparison.shown, comparison.embargoed
    kept: tuple[Change, ...] = ()
    if not sees_agreements(request):
        kept = tuple(c for c in shown if c.subject == Subject.AGREEMENT) + embargoed
        shown, embargoed = tuple(c for c in shown if c not in kept), ()
    found = []
    if shown:
        found.append(part(_("What changes for visitors"), shown))
    if embargoed:
        words = _("Under embargo: visitors see nothing of this yet")
        found.append(part(words, embargoed))
    if kept:
        words = _("About agreements, which you may not see")
        found.append(Part(words, Both.of(lambda: in_short(kept)), []))
    return found


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
