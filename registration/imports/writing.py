"""A draft into the database: in statements whose number hardly grows with the file."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, connection
from django.db.models.expressions import RawSQL

from confsite.constraints import violated
from confsite.models import User
from registration import correspondence, enrolment, places, staff_actions
from registration.errors import FileResultChanged
from registration.imports.choices import ImportChoices
from registration.imports.plan import FACTS, Alteration, Entry, ImportDraft
from registration.models import Category, Delegate, DelegateTag, Tag
from registration.staff_actions import Grounds
from registration.states import Mailing

BATCH = 1000
VALUES = ", ".join(f"{column} = new.{column}" for column in FACTS)
UPDATE = f"""
UPDATE registration_delegate AS delegate SET {VALUES}
FROM unnest(%s::bigint[], {", ".join(["%s::text[]"] * len(FACTS))})
    AS new (id, {", ".join(FACTS)})
WHERE delegate.id = new.id
"""  # noqa: S608 - of columns
Report = Callable[[int], None]


def write(
    draft: ImportDraft,
    conference_id: int,
    choices: ImportChoices,
    by: User,
    report: Report,
) -> None:
    """Do what a draft says, in the caller's transaction.

    Raises FileResultChanged where somebody it is about has changed since, or somebody
    has registered with one of its addresses; then the caller rolls back.
    """
    # Quotas before delegates, as everywhere.
    places.hold([conference_id])
    lock(draft.alterations)
    tags = saved_tags(draft)
    try:
        for rows in in_batches(draft.alterations):
            write_facts(rows)
            write_addresses(rows, letters=choices.mailing == Mailing.NOW)
            report(len(rows))
        write_tags(draft.alterations, tags)
        move_all(draft.alterations, choices, by)
        enter_all(draft.entries, choices, by, tags, report)
    except IntegrityError as error:
        if violated(error) == enrolment.ONE_FOR_AN_ADDRESS:
            raise FileResultChanged from error
        raise


def in_batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def lock(alterations: Sequence[Alteration]) -> None:
    """Let nobody else change them; they must be as they were when they were read."""
    versions = {row.known.pk: row.known.version for row in alterations}
    rows = Delegate.objects.filter(pk__in=versions).order_by("pk")
    now = rows.annotate(version=RawSQL('"registration_delegate".xmin::text', ()))
    locked = now.select_for_update(no_key=True).values_list("pk", "version")
    if dict(locked) != versions:
        raise FileResultChanged


def write_facts(alterations: Sequence[Alteration]) -> None:
    columns = [[row.facts[column] for row in alterations] for column in FACTS]
    keys = [row.known.pk for row in alterations]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [keys, *columns])


def write_addresses(alterations: Sequence[Alteration], *, letters: bool) -> None:
    addresses = {
        row.known.pk: (
            row.addresses.get("email", row.known.email),
            row.addresses.get("contact_email", row.known.contact_email),
        )
        for row in alterations
        if row.addresses
    }
    if addresses:
        correspondence.change_addresses(addresses, letters=letters)


def saved_tags(draft: ImportDraft) -> dict[str, Tag]:
    """Those that the file names, by how they are called; new ones are made."""
    groups = [entry.tags for entry in draft.entries]
    groups += [row.tags for row in draft.alterations if row.tags]
    named = {str(tag): tag for tags in groups for tag in tags}
    for tag in named.values():
        if tag.pk is None:
            tag.save(force_insert=True)
    return named


def write_tags(alterations: Sequence[Alteration], tags: dict[str, Tag]) -> None:
    rows = [row for row in alterations if row.tags is not None]
    wanted = {
        (row.known.pk, tags[str(tag)].pk) for row in rows for tag in row.tags or ()
    }
    there = DelegateTag.objects.filter(delegate__in=[row.known.pk for row in rows])
    now = {(d, t): pk for pk, d, t in there.values_list("pk", "delegate", "tag")}
    gone = [pk for pair, pk in now.items() if pair not in wanted]
    DelegateTag.objects.filter(pk__in=gone).delete()
    attach(wanted - now.keys())


def attach(pairs: set[tuple[int, int]]) -> None:
    DelegateTag.objects.bulk_create(
        (DelegateTag(delegate_id=d, tag_id=t) for d, t in sorted(pairs)),
        batch_size=BATCH,
    )


def move_all(
    alterations: Sequence[Alteration], choices: ImportChoices, by: User
) -> None:
    """By the places that they go to, in the order of the file."""
    goals: dict[tuple[int, str], list[Delegate]] = defaultdict(list)
    for row in alterations:
        if row.move:
            (conference, *_before), (_same, category, attendance) = row.move
            delegate = Delegate(pk=row.known.pk, conference_id=conference)
            goals[category, attendance].append(delegate)
    categories = Category.objects.in_bulk({category for category, _way in goals})
    for (category, attendance), people in goals.items():
        result = staff_actions.move(
            people,
            by,
            category=categories[category],
            attendance=attendance,
            beyond=choices.beyond,
            letter=choices.mailing == Mailing.NOW,
            reason=Grounds(choices.reason),
        )
        if result.refused:
            raise FileResultChanged


def enter_all(
    entries: Sequence[Entry],
    choices: ImportChoices,
    by: User,
    tags: dict[str, Tag],
    report: Report,
) -> None:
    if not entries:
        return
    result = staff_actions.enter(
        [entry.signup for entry in entries],
        by,
        mailing=Mailing(choices.mailing),
        beyond=choices.beyond,
        reason=Grounds(choices.reason),
    )
    report(len(entries))
    if result.refused:
        raise FileResultChanged
    pairs = zip(result.people, entries, strict=True)
    attach({(person.pk, tags[str(tag)].pk) for person, e in pairs for tag in e.tags})
