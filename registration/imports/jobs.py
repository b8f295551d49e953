"""Checks and imports of large files, which the worker does."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confsite.tables.result import RowStatus, in_words
from registration.errors import FileIsGone
from registration.imports import services
from registration.jobs.kinds import Tally, job_kind
from registration.jobs.report import Progress
from registration.models import DelegateFile, Job

LEFT_OUT = (RowStatus.REFUSED, RowStatus.DUPLICATE)
CHECK, IMPORT = "delegate_check", "delegate_import"


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A third of the time goes by with looking for garbage among rows that stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def line_and_name(_job: Job) -> Sequence[str]:
    return [_("Line"), _("Name")]


def what_it_comes_to(tally: Tally) -> Sequence[str]:
    return [_("Checked: %s. Nothing has been written.") % in_numbers(tally)]


def what_was_done(tally: Tally) -> Sequence[str]:
    """What went in; and apart from it what stayed out."""
    out = {status: n for status, n in tally.items() if status in LEFT_OUT}
    done = {status: n for status, n in tally.items() if status not in LEFT_OUT}
    words = [_("Imported: %s.") % in_numbers(done)]
    return [*words, _("Left out: %s.") % in_numbers(out)] if out else words


def in_numbers(tally: Tally) -> str:
    return in_words({RowStatus(status): number for status, number in tally.items()})


@job_kind(
    CHECK,
    label=gettext_lazy("Check of a file of delegates"),
    permission="registration.add_delegate",
    in_words=what_it_comes_to,
)
def check(job: Job, report: Progress) -> Tally:
    file = DelegateFile.objects.filter(pk=job.arguments["file"]).first()
    if file is None:
        raise FileIsGone
    with without_garbage_collection():
        services.look_into(file, file.by, report.come_to)
    return file.result["counts"]


@job_kind(
    IMPORT,
    label=gettext_lazy("Import of delegates"),
    permission="registration.add_delegate",
    columns=line_and_name,
    in_words=what_was_done,
)
def import_(job: Job, report: Progress) -> Tally:
    with without_garbage_collection():
        counts, left_out = services.carry_out(
            job.arguments["file"], job.by, report.come_to
        )
    for row in left_out:
        report.refuse(services.reasons(row), row.line, row.name)
    return counts
