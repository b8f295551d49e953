"""Many changes in short: counted first, then by day and subject."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from agenda.changes.change import Change, ChangeKind, Subject
from confsite.bilingual import suffix
from confsite.clocks import day_in_words

COUNTED = {
    (Subject.SESSION, ChangeKind.MOVED): ngettext_lazy(
        "%d session moved", "%d sessions moved"
    ),
    (Subject.SESSION, ChangeKind.CANCELLED): ngettext_lazy(
        "%d session cancelled", "%d sessions cancelled"
    ),
    (Subject.SESSION, ChangeKind.NEW): ngettext_lazy(
        "%d new session", "%d new sessions"
    ),
    (Subject.SESSION, ChangeKind.GONE): ngettext_lazy(
        "%d session taken out", "%d sessions taken out"
    ),
    (Subject.AGREEMENT, ChangeKind.NEW): ngettext_lazy(
        "%d new agreement", "%d new agreements"
    ),
    (Subject.AGREEMENT, ChangeKind.CONCLUDED): ngettext_lazy(
        "%d agreement concluded", "%d agreements concluded"
    ),
    (Subject.AGREEMENT, ChangeKind.GONE): ngettext_lazy(
        "%d agreement taken out", "%d agreements taken out"
    ),
    (Subject.SPEAKER, ChangeKind.NEW): ngettext_lazy(
        "%d new speaker", "%d new speakers"
    ),
    (Subject.SPEAKER, ChangeKind.GONE): ngettext_lazy(
        "%d speaker taken out", "%d speakers taken out"
    ),
}
TOTAL = ngettext_lazy("%d change", "%d changes")
OTHERS = ngettext_lazy("%d other", "%d others")


def in_short(changes: Iterable[Change]) -> str:
    """12 changes: 3 sessions moved, 1 session cancelled, 8 others."""
    counts = Counter((change.subject, change.kind) for change in changes)
    named = [words % counts[key] for key, words in COUNTED.items() if counts[key]]
    others = counts.total() - sum(counts[key] for key in COUNTED)
    total = TOTAL % counts.total()
    if not named:
        return _("%(total)s.") % {"total": total}
    if others:
        named.append(OTHERS % others)
    parts = ("、" if suffix() == "zh" else ", ").join(named)
    return _("%(total)s: %(parts)s.") % {"total": total, "parts": parts}


@dataclass(frozen=True)
class Group:
    """The changes of one subject, or the sessions of one day."""

    subject: Subject
    day: date | None
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        return day_in_words(self.day) if self.day else str(self.subject.label)


def groups(changes: Iterable[Change]) -> tuple[Group, ...]:
    """In the order of the subjects; the sessions day by day."""
    found: dict[tuple[Subject, date | None], list[Change]] = {}
    for change in changes:
        found.setdefault((change.subject, change.day), []).append(change)
    subjects = list(Subject)
    keys = sorted(found, key=lambda key: (subjects.index(key[0]), key[1] or date.min))
    return tuple(Group(*key, tuple(found[key])) for key in keys)
