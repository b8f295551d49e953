"""A copy of the database sends nothing until a person has released its letters.

Whoever tries out a backup must not write to hundreds of people for a second time. The
outbox names the database that it was released for; in every other it is held.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Now

from registration.errors import CameWithACopy, NothingToRelease
from registration.letters import claims, outbox
from registration.models import Letter, Outbox
from registration.models.outbox import ONLY, Here
from registration.states import LetterState


@dataclass(frozen=True)
class Waiting:
    """The letters that wait for somebody to release them, and those of the copy."""

    number: int
    oldest: datetime | None
    copied: int
    copy_since: datetime | None


def is_held() -> bool:
    return not Outbox.objects.released().exists()


def may_leave() -> bool | str:
    """For /readyz: whether they may, or what is to be done."""
    if is_held():
        return (
            "No letter leaves: this database is a copy. Release its letters in the "
            "admin, or by manage.py release_outbox."
        )
    return True


def notice() -> None:
    """Write down since when this is a copy, once."""
    Outbox.objects.held().exclude(copy=Here()).update(copy=Here(), copy_since=Now())


def waiting() -> Waiting:
    """Before the worker has noticed that this is a copy, all came with it."""
    known = Outbox.objects.filter(copy=Here())
    since = known.values_list("copy_since", flat=True).first()
    facts = Letter.objects.unsent().aggregate(
        number=Count("pk"),
        oldest=Min("queued_at"),
        copied=Count("pk", filter=Q(queued_at__lt=since) if since else None),
    )
    return Waiting(**facts, copy_since=since)


@transaction.atomic
def release(by: Any = None) -> int:
    """Let every letter leave. Gives how many wait. Raises NothingToRelease."""
    letters = Letter.objects.unsent().count()
    _release(by)
    return letters


@transaction.atomic
def release_new(by: Any = None) -> int:
    """Set aside what came with the copy, and let the others leave.

    Gives how many were set aside. Staff can queue each of them again. Raises
    NothingToRelease.
    """
    notice()
    aside = came_with_the_copy().update(
        state=LetterState.FAILED,
        claim=None,
        reason=claims.in_english(CameWithACopy()),
    )
    _release(by)
    return aside


def came_with_the_copy() -> QuerySet[Letter]:
    since = Outbox.objects.values("copy_since")[:1]
    return Letter.objects.unsent().filter(queued_at__lt=since)


def check_held(_outbox: Outbox | None = None) -> None:
    """Whether there is something to release. Raises NothingToRelease."""
    if not is_held():
        raise NothingToRelease


def hold() -> None:
    """Let no letter leave any more: for copies that nothing tells from the original."""
    Outbox.objects.update_or_create(
        pk=ONLY, defaults={"released_for": "", "copy": Here(), "copy_since": Now()}
    )


def _release(by: Any) -> None:
    Outbox.objects.get_or_create(pk=ONLY, defaults={"released_for": ""})
    moved = Outbox.objects.held().update(
        released_for=Here(),
        released_at=Now(),
        released_by=by,
        copy="",
        copy_since=None,
    )
    if not moved:
        raise NothingToRelease
    transaction.on_commit(lambda: outbox.wake_worker(), robust=True)
