"""Possible duplicates: of whom staff enter, and what staff say of them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from confsite.models import User
from registration.duplicates import search
from registration.duplicates.people import known_organisations, person
from registration.errors import NotAPair, SaidAlready
from registration.models import Delegate, PossibleDuplicate
from registration.states import Likelihood, PairState, Sign


class Candidate(NamedTuple):
    """A live registration that may be of the same person, and why, in words."""

    delegate_pk: int
    why: str
    likelihood: Likelihood


def candidates(conference_id: int, people: Sequence[Any]) -> dict[int, list[Candidate]]:
    """Who of a conference may be one of these people, by their place in the list.

    They have names, phone, organisation and email as a delegate or a SignUp has. Those
    alone are in the answer whom somebody resembles; the likeliest come first. Whom
    staff have told apart from this very person are left out. Writes nothing.
    """
    known = known_organisations()
    # Negative: none of them is the key of a delegate.
    asked = {-n: person(one, known) for n, one in enumerate(people, start=1)}
    unseen = search.of_unseen(conference_id)
    found = search.resembling(conference_id, asked, unseen)
    apart = search.told_apart({pk for others in found.values() for pk in others})
    answer: dict[int, list[Candidate]] = {}
    for n, others in found.items():
        rows = [
            Candidate(pk, in_words(alike.signs), alike.likelihood)
            for pk, alike in others.items()
            if not apart.is_one_of(pk, asked[n])
        ]
        if rows:
            answer[-n - 1] = sorted(rows, key=lambda row: (row.likelihood, -row[0]))
    return answer


def alike_among(
    conference_id: int, people: Sequence[Any]
) -> dict[int, tuple[int, str]]:
    """Of people in one list, by their places: who before each is likely the same, and
    why."""
    known = known_organisations()
    asked = {n: person(one, known) for n, one in enumerate(people)}
    found = search.alike_among(conference_id, asked)
    return {n: (other, in_words(alike.signs)) for n, (other, alike) in found.items()}


def in_words(signs: Iterable[str]) -> str:
    return " · ".join(str(Sign(sign).label) for sign in signs)


@transaction.atomic
def tell_apart(pair: PossibleDuplicate, by: User) -> None:
    """Remember that two registrations are of two people. Raises SaidAlready."""
    now = PossibleDuplicate.objects.select_for_update().get(pk=pair.pk)
    if now.state != PairState.OPEN:
        raise SaidAlready
    now.state, now.decided_by, now.decided_at = PairState.DIFFERENT, by, timezone.now()
    now.save(update_fields=["state", "decided_by", "decided_at"])


def remember_apart(pairs: Iterable[tuple[int, int]], by: User) -> None:
    """Remember of delegates, by their keys, that they are not one person.

    For whom staff have entered knowing whom they resemble; what was said stays.
    """
    ordered = {(min(pair), max(pair)) for pair in pairs}
    first = Delegate.objects.in_bulk({first for first, _second in ordered})
    now = timezone.now()
    PossibleDuplicate.objects.bulk_create(
        (
            PossibleDuplicate(
                conference_id=first[one].conference_id,
                first_id=one,
                second_id=other,
                signs=[],
                likelihood=Likelihood.FAINT,
                state=PairState.DIFFERENT,
                decided_at=now,
                decided_by=by,
            )
            for one, other in sorted(ordered)
        ),
        ignore_conflicts=True,
    )


def pair_by_hand(delegates: Sequence[Delegate]) -> PossibleDuplicate:
    """Two registrations that staff want to compare. Raises NotAPair."""
    if len(delegates) != 2 or delegates[0].conference_id != delegates[1].conference_id:
        raise NotAPair
    if not all(delegate.is_live for delegate in delegates):
        raise NotAPair
    first, second = sorted(delegates, key=lambda delegate: delegate.pk)
    pair, is_new = PossibleDuplicate.objects.get_or_create(
        first=first,
        second=second,
        defaults={
            "conference_id": first.conference_id,
            "signs": [Sign.BY_HAND],
            "likelihood": Likelihood.LIKELY,
        },
    )
    if not is_new and pair.state != PairState.OPEN:
        # Staff think again.
        pair.state, pair.decided_at, pair.decided_by = PairState.OPEN, None, None
        pair.signs = list(dict.fromkeys([*pair.signs, Sign.BY_HAND.value]))
        pair.save(update_fields=["state", "decided_at", "decided_by", "signs"])
    return pair
