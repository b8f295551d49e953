"""Tags on many people at once; the history of each says who put it there."""

from collections.abc import Sequence

from django.db import transaction

from registration.errors import (
    HasTheTag,
    LacksTheTag,
    OfAnotherConference,
    RegistrationError,
)
from registration.models import Delegate, DelegateTag, Tag

Refused = list[tuple[Delegate, RegistrationError]]


@transaction.atomic
def tag(people: Sequence[Delegate], with_: Tag) -> Refused:
    """Give all of them a tag; returns those who cannot have it, or have it already."""
    rows = _locked(people)
    tagged = _tagged(rows, with_)
    refused: Refused = []
    for row in rows:
        if row.conference_id != with_.conference_id:
            refused.append((row, OfAnotherConference()))
        elif row.pk in tagged:
            refused.append((row, HasTheTag()))
    others = {row.pk for row, _refusal in refused}
    DelegateTag.objects.bulk_create(
        DelegateTag(delegate=row, tag=with_) for row in rows if row.pk not in others
    )
    return refused


@transaction.atomic
def untag(people: Sequence[Delegate], of: Tag) -> Refused:
    """Take a tag away from all of them; returns those who do not have it."""
    rows = _locked(people)
    tagged = _tagged(rows, of)
    DelegateTag.objects.filter(tag=of, delegate__in=tagged).delete()
    return [(row, LacksTheTag()) for row in rows if row.pk not in tagged]


def _locked(people: Sequence[Delegate]) -> list[Delegate]:
    """Of two who tag the same people at once one comes second, and sees it."""
    rows = Delegate.objects.filter(pk__in=[row.pk for row in people])
    return list(rows.order_by("pk").select_for_update(no_key=True))


def _tagged(rows: Sequence[Delegate], tag_: Tag) -> set[int]:
    tags = DelegateTag.objects.filter(tag=tag_, delegate__in=rows)
    return set(tags.values_list("delegate", flat=True))
