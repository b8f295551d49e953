"""Whether letters leave: what workers note of it, and what /readyz says.

Who waits before the page is never to wait for long. Behind them the queue may be: an
alarm is only that none of a priority leaves any more.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import BooleanField, ExpressionWrapper, Min, Q
from django.db.models.functions import Now

from confsite.models import Heartbeat
from registration.errors import MailboxHasEnough
from registration.letters import claims
from registration.letters.kinds import Priority
from registration.models import Letter, MailTrouble
from registration.states import LetterState

OVERDUE = timedelta(minutes=10)
# Heartbeats of letters, one for each priority.
BEATS = {f"letters {priority.name}": priority for priority in Priority}


def note(left: Collection[int]) -> None:
    """Letters of these priorities have left just now."""
    Heartbeat.objects.bulk_create(
        [
            Heartbeat(name=n, at=Now())
            for n, priority in BEATS.items()
            if priority in left
        ],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def letters_leave() -> bool:
    """Whether the mail server can be used, and nobody waits who should not.

    No urgent letter is older than ten minutes, and of another priority only while some
    leave. But for those that their own recipients' servers put off while younger ones
    leave, and those whose mailbox has had enough for this hour.
    """
    if MailTrouble.objects.of_the_relay().exists():
        return False
    overdue = Now() - OVERDUE
    put_off = Q(attempts__gt=0, due_at__gt=overdue, state=LetterState.QUEUED)
    held_back = Q(reason=claims.in_english(MailboxHasEnough()), due_at__gt=overdue)
    old = Letter.objects.unsent().filter(queued_at__lt=overdue).order_by()
    old = old.exclude(held_back, state=LetterState.QUEUED)
    kinds_of_old = old.values_list(
        "priority", ExpressionWrapper(put_off, output_field=BooleanField())
    )
    # One look at those that have not left; the oldest by itself would be looked for
    # among all letters.
    oldest = {
        (p, is_put_off): pk for p, is_put_off, pk in kinds_of_old.annotate(Min("pk"))
    }
    if not oldest:
        return True
    beats = Heartbeat.objects.filter(name__in=BEATS, at__gt=overdue)
    moving = {BEATS[name] for name in beats.values_list("name", flat=True)}
    waiting = {priority for priority, is_put_off in oldest if not is_put_off}
    if Priority.URGENT in waiting or waiting - moving:
        return False
    younger = Letter.objects.filter(pk__gt=min(oldest.values()), state=LetterState.SENT)
    return bool(moving) or younger.exists()
