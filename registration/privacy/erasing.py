"""A person is erased: asked for, confirmed, done, and a receipt is left.

The row stays and counts as before, by category, attendance, country and day, but tells
nobody who it was. Before the conference has ended its place goes to who waits for it.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from confsite.mailbox.forgetting import forget_letters_to
from confsite.models import User
from registration import correspondence, enrolment
from registration.errors import (
    AlreadyOver,
    NobodyToWriteTo,
    TooManyLetters,
    WasErased,
)
from registration.letters import kinds, outbox
from registration.models import Delegate, Erasure
from registration.privacy import elsewhere
from registration.privacy.holdings import wipe_all
from registration.privacy.people import People, with_merged


@transaction.atomic
def ask(delegate: Delegate, by: User | None = None) -> Erasure:
    """Note that somebody wants to be erased, and write to them what confirms it.

    Asked again, the newer letter counts. `by` staff whom they told so, if they did.
    Raises WasErased, NobodyToWriteTo, TooManyLetters.
    """
    now = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
    if now.erased_at:
        raise WasErased
    if not now.gets_letters:
        raise NobodyToWriteTo
    if not by and not correspondence.may_write_to(now):
        raise TooManyLetters
    erasure, is_new = Erasure.objects.open().get_or_create(
        delegate=now, defaults={"conference_id": now.conference_id, "asked_by": by}
    )
    if not is_new:
        Erasure.objects.filter(pk=erasure.pk).update(asked_at=Now())
    outbox.queue(kinds.CONFIRM_ERASURE, now, asked=True)
    return erasure


def erase(delegate: Delegate, by: User | None = None) -> Erasure:
    """Erase somebody now: by the link that confirmed it, or by staff who were asked.

    With the registrations that had been merged into theirs. Other registrations of the
    same person, of this conference or another, are not concerned. Raises WasErased.

    In two steps, for a search of everything that staff ever wrote must not keep a whole
    conference waiting for its quotas. Whoever falls between them is cancelled and still
    to be erased: the link, or staff, do it again.
    """
    _end(delegate)
    return _wipe(delegate, by)


@transaction.atomic
def _end(delegate: Delegate) -> None:
    """Give the places back, as if they had cancelled, but no letter says so."""
    if timezone.now() >= delegate.conference.ends_at:
        return
    rows = Delegate.objects.filter(pk__in=with_merged(delegate)).live()
    for row in rows:
        # Somebody else may just have done it.
        with suppress(AlreadyOver):
            enrolment.cancel(row)
    elsewhere.letters_on_their_way(People.of([row.pk for row in rows]))


@transaction.atomic
def _wipe(delegate: Delegate, by: User | None) -> Erasure:
    rows = Delegate.objects.filter(pk__in=with_merged(delegate)).order_by("pk")
    known = {row.pk: row for row in rows.select_for_update(no_key=True)}
    now = known[delegate.pk]
    if now.erased_at:
        raise WasErased
    mailbox = now.mailbox
    people = People.of(known)
    erasure = _receipt(now, by)
    erasure.removed = wipe_all(people)
    erasure.registrations = len(known)
    erasure.save(update_fields=["done_by", "done_at", "removed", "registrations"])
    Erasure.objects.open().filter(delegate__in=people.keys).delete()
    if mailbox:
        now.refresh_from_db()
        outbox.queue(kinds.ERASED, now, recipient=mailbox, asked=True)
    # The embedded mailbox stands in for theirs; the receipt comes later, and stays.
    addresses = people.emails | {mailbox}
    transaction.on_commit(lambda: forget_letters_to(addresses), robust=True)
    return Erasure.objects.get(pk=erasure.pk)


def _receipt(delegate: Delegate, by: User | None) -> Erasure:
    """What was asked for, or what staff do on their own."""
    erasure = Erasure.objects.open().filter(delegate=delegate).first()
    if erasure is None:
        columns = {"delegate": delegate, "conference_id": delegate.conference_id}
        erasure = Erasure.objects.create(asked_by=by, **columns)
    erasure.done_by, erasure.done_at = by, Now()
    return erasure


def others_of(delegate: Delegate) -> int:
    """How many more registrations of this conference have the same mailbox.

    They are not erased with it; those that were merged into it are.
    """
    if not delegate.mailbox:
        return 0
    same = Q(email__iexact=delegate.mailbox)
    same |= Q(email="", contact_email__iexact=delegate.mailbox)
    others = Delegate.objects.filter(same, conference=delegate.conference_id)
    return others.exclude(pk__in=with_merged(delegate)).count()
