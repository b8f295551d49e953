"""What a conference keeps no longer than staff have said goes by itself.

By the same functions that erase somebody. Beat asks every minute, and a run takes some
seconds, for letters wait meanwhile: a report is open until everybody was looked at, and
knows how far it has come. Whoever dies in the middle has done what is done.
"""

import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from registration.models import (
    Delegate,
    DelegateTag,
    Letter,
    RetentionReport,
    RetentionRule,
)
from registration.privacy import elsewhere
from registration.privacy.holdings import BY_KIND, DELEGATE, HISTORY, TAGS
from registration.privacy.people import EVENTS, People
from registration.privacy.wiping import all_of, removed
from registration.states import KindOfData, Retained

BATCH = 100
SECONDS = 3.0
# So often it is looked whether anything has come in again.
LOOK_EVERY = timedelta(days=1)
# In the order in which they are wiped; everything is every kind. The history is part of
# each kind: without a word it still says when somebody came and went.
KINDS: Mapping[Retained, tuple[KindOfData, ...]] = {
    Retained.PHONE: (KindOfData.PHONE,),
    Retained.WORK: (KindOfData.WORK,),
    Retained.CONTACT: (KindOfData.CONTACT,),
    Retained.NOTES: (KindOfData.NOTE, KindOfData.REASONS, KindOfData.TAGS),
    Retained.LETTERS: (KindOfData.LETTERS,),
    Retained.HISTORY: (),
    Retained.ALL: tuple(BY_KIND),
}
wipe_history = all_of(removed(EVENTS.model, "pgh_obj"), removed(TAGS, "delegate"))
OF_THE_CONFERENCE = "conference_id = %s"
OF_ITS_DELEGATES = (
    "delegate_id IN (SELECT id FROM registration_delegate WHERE conference_id = %s)"
)
# The tables in which values are counted, and how their rows are found.
COUNTED = {
    DELEGATE: OF_THE_CONFERENCE,
    HISTORY: OF_THE_CONFERENCE,
    Letter._meta.db_table: OF_ITS_DELEGATES,
    DelegateTag._meta.db_table: OF_ITS_DELEGATES,
}
TEXTS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s
    AND data_type IN ('text', 'character varying')
"""
# Whoever is nobody has new ones; the database makes the others of what is counted.
NOT_COUNTED = {"reference", "search_text", "name_key"}


def held(conference_id: int, retained: Retained) -> int:
    """How many values of it there are now, of people, their history and letters."""
    return sum(
        _count(table, columns, conference_id)
        for table, columns in _columns(retained).items()
    )


def run_due(seconds: float = SECONDS) -> None:
    """Wipe what has been kept for its time, for so many seconds, and report."""
    ends_at = time.monotonic() + seconds
    for rule in _due():
        _begin(rule.pk)
    for report in RetentionReport.objects.filter(finished_at=None):
        while time.monotonic() < ends_at and not step(report.pk):
            pass


def _due() -> list[RetentionRule]:
    now = timezone.now()
    rules = RetentionRule.objects.select_related("registration__conference")
    rules = rules.filter(registration__conference__ends_at__lte=now)
    is_unseen = Q(looked_at=None) | Q(looked_at__lte=now - LOOK_EVERY)
    return [rule for rule in rules.filter(is_unseen) if rule.due_at <= now]


@transaction.atomic
def _begin(pk: int) -> None:
    """Open a report if there is anything to wipe, and the first time in any case."""
    free = RetentionRule.objects.select_for_update(skip_locked=True)
    rule = free.filter(pk=pk).first()
    if rule is None:
        return
    RetentionRule.objects.filter(pk=pk).update(looked_at=Now())
    conference, kind = rule.registration_id, rule.kind
    reports = RetentionReport.objects.filter(conference=conference, kind=kind)
    if reports.filter(finished_at=None).exists():
        return
    if not reports.exists() or held(conference, Retained(kind)):
        RetentionReport.objects.create(
            conference_id=conference, kind=kind, days=rule.days
        )


@transaction.atomic
def step(pk: int) -> bool:
    """Look at some people more; whether that were all, or somebody else is at it."""
    free = RetentionReport.objects.select_for_update(skip_locked=True)
    report = free.filter(pk=pk, finished_at=None).first()
    if report is None:
        return True
    people = Delegate.with_tests.filter(conference=report.conference_id)
    after = people.filter(pk__gt=report.reached).order_by("pk")
    keys = list(
        after.select_for_update(no_key=True).values_list("pk", flat=True)[:BATCH]
    )
    if keys:
        removed = Counter(report.removed) + Counter(_wipe(keys, report))
        report.removed, report.reached = dict(removed), keys[-1]
    else:
        report.left = held(report.conference_id, Retained(report.kind))
        report.finished_at = timezone.now()
    report.save(update_fields=["removed", "reached", "left", "finished_at"])
    return not keys


def _wipe(keys: list[int], report: RetentionReport) -> dict[str, int]:
    people = People.of(keys)
    if report.kind == Retained.ALL:
        elsewhere.letters_on_their_way(people)
    if report.kind == Retained.HISTORY:
        return {report.kind: wipe_history(people)}
    kinds = KINDS[Retained(report.kind)]
    return {str(kind): BY_KIND[kind].wipe(people) for kind in kinds}


def _columns(retained: Retained) -> dict[str, set[str]]:
    if retained == Retained.HISTORY:
        return {HISTORY: set()}
    found: dict[str, set[str]] = {}
    for kind in KINDS[retained]:
        for table, columns in BY_KIND[kind].columns.items():
            if table in COUNTED:
                found.setdefault(table, set()).update(columns)
    return found


def _count(table: str, columns: set[str], conference_id: int) -> int:
    """The texts that are not empty; where there is none, the rows."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [table])
        texts = {name for (name,) in cursor.fetchall()} & columns - NOT_COUNTED
        filled = (f"count(*) FILTER (WHERE \"{name}\" <> '')" for name in sorted(texts))
        # Names of tables and columns alone, from the table of holdings.
        cursor.execute(
            f'SELECT {" + ".join(filled) or "count(*)"} FROM "{table}" '  # noqa: S608
            f"WHERE {COUNTED[table]}",
            [conference_id],
        )
        return int(cursor.fetchone()[0])
