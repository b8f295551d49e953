"""Details that people correct themselves, until a date that staff set."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from registration.errors import AlreadyOver, EditedMeanwhile, TooLateToCorrect
from registration.letters import kinds, outbox
from registration.models import Delegate
from registration.states import DelegateState

NAMES = ("title", "given_name", "family_name", "native_name")
DETAILS = (*NAMES, "phone", "organisation", "position", "country", "language")
# What staff have approved of somebody, where they approve of each.
APPROVED = {*NAMES[1:], "organisation", "position"}


def may_correct(delegate: Delegate) -> bool:
    ends = delegate.conference.registration.corrections_end
    return delegate.is_live and timezone.now() < ends


def details_of(delegate: Delegate) -> dict[str, str]:
    """As they stand, in the words of the form."""
    return {name: str(getattr(delegate, name) or "") for name in DETAILS}


def seen(delegate: Delegate) -> str:
    """A mark of how the details stood when a page was opened."""
    details = json.dumps(details_of(delegate)).encode()
    return hashlib.sha256(details).hexdigest()[:16]


def asks_again(delegate: Delegate) -> bool:
    """Whether a change of what staff approved of awaits their approval again."""
    return (
        delegate.category.needs_approval and delegate.state == DelegateState.CONFIRMED
    )


@transaction.atomic
def correct(delegate: Delegate, details: Mapping[str, Any], seen_then: str) -> bool:
    """Write down corrected details; returns whether they await approval again.

    The place stays theirs meanwhile. Raises EditedMeanwhile, with nothing written,
    where they are not as that page showed them; AlreadyOver, TooLateToCorrect.
    """
    rows = Delegate.objects.filter(pk=delegate.pk)
    now = rows.select_for_update(no_key=True, of=("self",)).get()
    if not now.is_live:
        raise AlreadyOver
    if not may_correct(now):
        raise TooLateToCorrect
    if seen(now) != seen_then:
        raise EditedMeanwhile
    known = details_of(now)
    changed = {k: v for k, v in details.items() if k in known and str(v) != known[k]}
    if not changed:
        return False
    rows.update(**changed)
    if not (asks_again(now) and APPROVED & set(changed)):
        return False
    rows.update(state=DelegateState.PENDING)
    now.refresh_from_db()
    outbox.overtake(now)
    outbox.queue(kinds.PENDING, now, asked=True)
    return True
