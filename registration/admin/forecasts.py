"""What a verb would do with many people, as things stand: by counting, not by doing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confsite.admin.actions import LONGEST, Outcome, Refusals
from confsite.words import headed
from registration import many
from registration.enrolment import Decision
from registration.errors import NotHeld, NotOver, RegisteredAgain, RegistrationError
from registration.models import Delegate, Quota
from registration.models.delegate import DelegateQuerySet
from registration.states import HOLDING_A_PLACE, OVER, DelegateState

Said = Mapping[str, Any]
Forecast = Callable[[DelegateQuerySet, Said], Outcome]
Group = tuple[int, int, str]


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
        effects = {"letters": sum(moved.values())}
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
    letters = people.held().filter(state=DelegateState.CONFIRMED).count()
    words = many.in_words({"letters": letters})
    return Outcome(done, words, counted=refusals(people, (NotHeld(), ~held)))


def send_again(people: DelegateQuerySet, said: Said) -> Outcome:
    numbers = by_state(people)
    states = [
        headed(state.label, numbers[state])
        for state in DelegateState
        if numbers.get(state)
    ]
    done = sum(numbers.values())
    return Outcome(done, [*many.in_words({"letters": done}), *states])


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
    wait = waiting_of(groups_of(back))
    done = back.count()
    words = [*places_in_words(done - wait, wait), *many.in_words({"letters": done})]
    return Outcome(done, words, counted=refused)


def groups_of(people: DelegateQuerySet) -> Counter[Group]:
    rows = people.order_by().values_list("conference", "category", "attendance")
    return Counter({tuple(group): n for *group, n in rows.annotate(Count("pk"))})


def waiting_of(groups: Mapping[Group, int]) -> int:
    """How many of these would find no place as the quotas stand."""
    quotas = list(Quota.objects.filter(conference__in={g[0] for g in groups}))
    taken: Counter[Quota] = Counter()
    waiting = 0
    for group, number in groups.items():
        counting = [quota for quota in quotas if counts(quota, group)]
        free = [q.free - taken[q] for q in counting if q.free is not None]
        seated = max(0, min([number, *free]))
        for quota in counting:
            taken[quota] += seated
        waiting += number - seated
    return waiting


def counts(quota: Quota, group: Group) -> bool:
    conference, category, attendance = group
    return (
        quota.conference_id == conference
        and quota.category_id in (None, category)
        and quota.attendance in ("", attendance)
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
