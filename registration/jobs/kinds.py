"""Which kinds of jobs there are; whoever has one registers it here.

    @batch_kind("cancel", label=_("Cancelling"))
    def cancel(job: Job, keys: list[int], report: Report) -> Tally: ...

    @job_kind("import", label=_("Import of delegates"))
    def import_(job: Job, report: Report) -> Tally: ...

The first is called for so many people at a time, each time in a transaction of its own:
half done it stays half done. The second is one transaction for all there is, with
`report.come_to(done, total)` now and then: half done it is undone. Both say with
`report.refuse(…)` what they will not do, and return what has come of the rest, in
numbers by name. What they raise as a ServiceError ends the job, with its sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from registration.models import Job

Tally = Mapping[str, int]
Words = str | Promise


def people(_job: Job) -> Sequence[str]:
    """The heads of a file of people who were refused."""
    return [_("Reference"), _("Name")]


def nothing_more(_arguments: Mapping[str, Any]) -> Sequence[str]:
    return []


def no_words(_tally: Tally) -> Sequence[str]:
    return []


@dataclass(frozen=True)
class JobKind:
    """What a job does, and how it is told."""

    name: str
    label: Words
    work: Callable[..., Tally]
    # Whether all of it is one transaction.
    is_whole: bool
    # Of people for a batch: with fewer each costs the more, for what one batch costs.
    at_least: int = 100
    # Of staff who see, besides who has started it, what it has refused and whom.
    permission: str = "registration.change_delegate"
    # What staff have chosen for it, a line each.
    asked: Callable[[Mapping[str, Any]], Sequence[str]] = nothing_more
    # What has come of it, in whole sentences.
    in_words: Callable[[Tally], Sequence[str]] = no_words
    # The heads of the file with what was refused; a last one, "Reason", follows.
    columns: Callable[[Job], Sequence[str]] = people
    # Verbs of the list of delegates that may well be wanted next, with their buttons.
    next_verbs: Mapping[str, Words] = field(default_factory=dict)


KINDS: dict[str, JobKind] = {}


def batch_kind(
    name: str, *, label: Words, **looks: Any
) -> Callable[[Callable[..., Tally]], JobKind]:
    """Register what is done with some people at a time."""
    return lambda work: register(JobKind(name, label, work, is_whole=False, **looks))


def job_kind(
    name: str, *, label: Words, **looks: Any
) -> Callable[[Callable[..., Tally]], JobKind]:
    """Register what is done in one transaction, or not at all."""
    return lambda work: register(JobKind(name, label, work, is_whole=True, **looks))


def register(kind: JobKind) -> JobKind:
    KINDS[kind.name] = kind
    return kind
