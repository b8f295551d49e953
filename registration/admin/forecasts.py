"""What a verb would do with many people, as things stand: by counting, not by doing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confsite.admin.actions import LONGEST, Outcome, Refusals
from confsite.words import headed
from registration import many
from registration.enrolment import Decision
from registration.errors import (
    HasTheTag,
    LacksTheTag,
    NobodyToWriteTo,
    NoLettersWanted,
    NotHeld,
    NotOver,
    OfAnotherConference,
    RegisteredAgain,
    RegistrationError,
)
from registration.ledger import Group, Ledger
from registration.models import Category, Delegate, DelegateTag
from registration.models.delegate import DelegateQuerySet
from registration.moving import Move
from registration.states import HOLDING_A_PLACE, OVER, DelegateState, Mailing

Said = Mapping[str, Any]
Why = list[tuple[RegistrationError | None, Q]]
Forecast = Callable[[DelegateQuerySet, Said], Outcome]


def refusals(
    people: DelegateQuerySet, *why: tuple[RegistrationError | None, Q]
) -> list[Refusals]:
    """For whom each reason holds: how many, and the first of them."""
    found: dict[str, Q] = {}
    for refusal, whom in why:
        if refusal:
            reason = str(refusal)
            found[reason] = found[reason] | whom if reason in found else whom
    numbers = people.order_by().aggregate(
        **{
            f"reason_{n}": Count("pk", filter=whom)
            for n, whom in enumerate(found.values())
        }
    )
    return [
        Refusals(reason, number, list(people.filter(whom)[:LONGEST]))
        for n, (reason, whom) in enumerate(found.items())
        if (number := numbers[f"reason_{n}"])
    ]


def by_state(people: DelegateQuerySet) -> dict[str, int]:
    states = people.order_by().values_list("state")
    return dict(states.annotate(Count("pk")))


def decision(which: Decision) -> Forecast:
    def forecast(people: DelegateQuerySet, said: Said) -> Outcome:
        numbers = by_state(people)
        refused = [
            (which.refusal(Delegate(state=state)), Q(state=state)) for state in numbers
        ]
        moved = {s: n for s, n in numbers.items() if s in which.from_states}
        lost = sum(n for state, n in moved.items() if state in HOLDING_A_PLACE)
        letters = people.written_to().filter(state__in=moved).count()
        effects = {"letters": letters}
        if not which.keeps_the_place:
            effects["lose_their_place"] = lost
        words = many.in_words(effects)
        if effects.get("lose_their_place"):
            words.append(_("Their places go to those who wait for them."))
        done = sum(moved.values())
        return Outcome(done, words, counted=refusals(people, *refused))

    return forecast


def keep(people: DelegateQuerySet, said: Said) -> Outcome:
    done = people.held().count()
    held = Q(state__in=HOLDING_A_PLACE, held_until__isnull=False)
    told = people.held().written_to().filter(state=DelegateState.CONFIRMED)
    words = many.in_words({"letters": told.count()})
    return Outcome(done, words, counted=refusals(people, (NotHeld(), ~held)))


def send_again(people: DelegateQuerySet, said: Said) -> Outcome:
    numbers = by_state(people)
    states = [
        headed(state.label, numbers[state])
        for state in DelegateState
        if numbers.get(state)
    ]
    never = Q(mailing=Mailing.NEVER)
    no_address = ~never & Q(email="", contact_email="")
    refused = refusals(
        people, (NoLettersWanted(), never), (NobodyToWriteTo(), no_address)
    )
    done = sum(numbers.values()) - sum(one.number for one in refused)
    words = [*many.in_words({"letters": done}), *states]
    return Outcome(done, words, counted=refused)


def everybody(people: DelegateQuerySet, said: Said) -> Outcome:
    return Outcome(people.count())


def restore(people: DelegateQuerySet, said: Said) -> Outcome:
    live = Delegate.objects.live().exclude(email="").alias(lower=Lower("email"))
    again = Exists(
        live.filter(conference=OuterRef("conference"), lower=Lower(OuterRef("email")))
    )
    people = people.alias(again=again)
    is_over = Q(state__in=OVER)
    refused = refusals(
        people,
        (NotOver(), ~is_over),
        (RegisteredAgain(), is_over & Q(again=True)),
    )
    back = people.filter(is_over, again=False)
    wait, letters = waiting_of(groups_of(back)), back.written_to().count()
    done = back.count()
    words = [*places_in_words(done - wait, wait), *many.in_words({"letters": letters})]
    return Outcome(done, words, counted=refused)


def move(people: DelegateQuerySet, said: Said) -> Outcome:
    """Each group of the same kind at once: how many of it find places there."""
    columns = ("conference", "category", "attendance", "state")
    groups = people.order_by().values_list(*columns).annotate(Count("pk"))
    categories = Category.objects.in_bulk({group[1] for group in groups})
    ledger = Ledger({group[0] for group in groups})
    numbers: Counter[str] = Counter()
    refused: Why = []
    for conference, category, attendance, state, number in groups:
        delegate = Delegate(
            conference_id=conference,
            category=categories[category],
            attendance=attendance,
            state=state,
        )
        goal = said.get("category") or delegate.category
        one = Move(delegate, goal, said.get("attendance") or attendance)
        if no := one.refusal():
            whom = zip(columns, (conference, category, attendance, state), strict=True)
            refused.append((no, Q(**dict(whom))))
            continue
        numbers["done"] += number
        for _person in range(number):
            one.is_beyond = False
            one.seat(ledger, beyond=bool(said.get("beyond")))
            loses = delegate.holds_a_place and one.state == DelegateState.WAITING
            numbers["lose_their_place"] += loses
            numbers["wait"] += one.state == DelegateState.WAITING != state
            numbers["beyond"] += one.is_beyond
    if said.get("letter"):
        numbers["letters"] = people.written_to().exclude(any_of(refused)).count()
    words = many.in_words(numbers)
    return Outcome(numbers["done"], words, counted=refusals(people, *refused))


def any_of(why: Why) -> Q:
    return reduce(or_, (whom for _refusal, whom in why), Q(pk=None))


def tag(people: DelegateQuerySet, said: Said) -> Outcome:
    has = DelegateTag.objects.filter(delegate=OuterRef("pk"), tag=said["tag"])
    people = people.alias(has=Exists(has))
    of_another = ~Q(conference=said["tag"].conference_id)
    return of_the_others(
        people, (HasTheTag(), Q(has=True)), (OfAnotherConference(), of_another)
    )


def untag(people: DelegateQuerySet, said: Said) -> Outcome:
    has = DelegateTag.objects.filter(delegate=OuterRef("pk"), tag=said["tag"])
    people = people.alias(has=Exists(has))
    return of_the_others(people, (LacksTheTag(), Q(has=False)))


def of_the_others(
    people: DelegateQuerySet, *why: tuple[RegistrationError, Q]
) -> Outcome:
    """Whom no reason concerns."""
    refused = refusals(people, *why)
    number = people.count() - sum(one.number for one in refused)
    return Outcome(number, counted=refused)


def groups_of(people: DelegateQuerySet) -> Counter[Group]:
    rows = people.order_by().values_list("conference", "category", "attendance")
    return Counter({tuple(group): n for *group, n in rows.annotate(Count("pk"))})


def waiting_of(groups: Mapping[Group, int]) -> int:
    """How many of these would find no place as the quotas stand."""
    ledger = Ledger({group[0] for group in groups})
    return sum(
        not ledger.take(group)
        for group, number in groups.items()
        for _person in range(number)
    )


def places_in_words(seated: int, waiting: int) -> Iterable[str]:
    if seated:
        words = ngettext(
            "%d person finds a place, as the quotas stand.",
            "%d people find a place, as the quotas stand.",
            seated,
        )
        yield words % seated
    if waiting:
        words = ngettext(
            "For %d person there is no place free.",
            "For %d people there is no place free.",
            waiting,
        )
        yield words % waiting
