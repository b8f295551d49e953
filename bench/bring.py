"""Brings a list of people into the conference of bench.prepare, as staff do.

python -m bench.bring 10000 prints the seconds of the check and of the import.
"""

import sys
import time

import django

django.setup()

from bench.people import workbook  # noqa: E402
from confsite.models import User  # noqa: E402
from registration.imports import jobs, services  # noqa: E402
from registration.imports.choices import ImportChoices  # noqa: E402
from registration.jobs.services import start  # noqa: E402
from registration.models import Category, Delegate, DelegateFile, Job  # noqa: E402
from registration.states import JobState, Mailing  # noqa: E402

LOOK_EVERY = 0.05  # seconds


def bring(number: int) -> None:
    content = workbook(number)
    category = Category.objects.get()
    by = User.objects.create_superuser(email="bench@example.org", password=None)
    began = time.monotonic()
    file = services.receive(services.read(content), category.conference, by)
    heads = [head for sheet in services.sheets(file) for head in sheet.heads]
    columns = {head.key: head.column or "" for head in heads}
    choices = ImportChoices(columns, category.pk, "onsite", mailing=Mailing.LATER.value)
    services.choose(file, choices)
    carry_out(jobs.CHECK, file, by)
    checked = time.monotonic()
    carry_out(jobs.IMPORT, file, by)
    print(checked - began, time.monotonic() - checked)
    assert Delegate.objects.count() == number


def carry_out(kind: str, file: DelegateFile, by: User) -> None:
    job = start(
        kind, conference=file.conference_id, by=by, arguments={"file": str(file.pk)}
    )
    while not job.is_over:
        time.sleep(LOOK_EVERY)
        job.refresh_from_db()
    assert job.state == JobState.DONE, Job.objects.get(pk=job.pk).fault_en  # type: ignore[attr-defined]


if __name__ == "__main__":
    bring(int(sys.argv[1]))
