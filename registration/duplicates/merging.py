"""Two registrations of one person become one: the better place, and the best facts.

The registration whose place is kept is kept, with its reference and its history; the
other ends as cancelled and points to it. Nobody is told that they were cancelled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pghistory.models import Event

from confsite.models import User
from registration import correspondence, places, staff_actions
from registration.errors import ChangedSinceShown, OneIsOver, SaidAlready
from registration.letters import kinds, outbox
from registration.models import (
    Delegate,
    DelegateKey,
    DelegateMerge,
    Letter,
    PossibleDuplicate,
    StaffAction,
)
from registration.staff_actions import Refused, Result
from registration.states import (
    OVER,
    DelegateState,
    LetterState,
    PairState,
    Sign,
    StaffVerb,
)

Pair = PossibleDuplicate
# The better place first; of two that wait the lower number.
PLACES = (
    DelegateState.CONFIRMED,
    DelegateState.PENDING,
    DelegateState.OFFERED,
    DelegateState.WAITING,
    *OVER,
)
EVENTS = Delegate.pgh_event_model.objects  # type: ignore[attr-defined]
# What tells of the registration itself stays where it was.
STAY = (Letter, DelegateKey, DelegateMerge, PossibleDuplicate)


class Fact(NamedTuple):
    """Columns that are kept together, from one of the two."""

    name: str
    label: str | Promise
    columns: tuple[str, ...]

    def of(self, delegate: Delegate) -> tuple[Any, ...]:
        return tuple(getattr(delegate, column) for column in self.columns)

    def is_told(self, delegate: Delegate) -> bool:
        return any(map(str, self.of(delegate)[:2]))


FACTS = (
    Fact("title", pgettext_lazy("person", "title"), ("title",)),
    Fact("latin", _("Latin name"), ("family_name", "given_name", "name_order")),
    Fact("native", _("姓名 (name in Chinese)"), ("native_name",)),
    Fact("email", _("email address"), ("email",)),
    Fact("contact", _("contact"), ("contact_name", "contact_email")),
    Fact("mailing", pgettext_lazy("to a delegate", "letters"), ("mailing",)),
    Fact("phone", _("telephone"), ("phone",)),
    Fact("language", _("language of letters"), ("language",)),
    Fact("organisation", _("organisation"), ("organisation",)),
    Fact("position", _("position"), ("position",)),
    Fact("country", _("country/region"), ("country",)),
)


@dataclass(frozen=True)
class Choice:
    """What is kept of whom, by the keys of the two; and what one saw when choosing."""

    place: int
    facts: Mapping[str, int]
    seen: int


def two(pair: Pair) -> tuple[Delegate, Delegate]:
    return pair.first, pair.second


# -- What is proposed ------------------------------------------------------------------


def proposed(pair: Pair) -> Choice:
    """The better place, and of each fact the newer that says something."""
    facts = {fact.name: newer(pair, fact).pk for fact in FACTS}
    facts["email"] = address(pair).pk
    return Choice(better_place(pair).pk, facts, seen(pair))


def newer(pair: Pair, fact: Fact) -> Delegate:
    return pair.second if fact.is_told(pair.second) else pair.first


def address(pair: Pair) -> Delegate:
    """The one that we know to be read, or else the newer."""
    for delegate in (pair.second, pair.first):
        if delegate.email and delegate.proved_at:
            return delegate
    return pair.second if pair.second.email else pair.first


def better_place(pair: Pair) -> Delegate:
    return min(pair.second, pair.first, key=rank)


def rank(delegate: Delegate) -> tuple[Any, ...]:
    number = delegate.waiting_number or 0
    return PLACES.index(DelegateState(delegate.state)), delegate.is_held, number


def seen(pair: Pair) -> int:
    """A number that rises when either of the two changes."""
    rows = EVENTS.filter(pgh_obj__in=[pair.first_id, pair.second_id])
    return rows.aggregate(latest=Max("pgh_id"))["latest"] or 0


# -- The merge -------------------------------------------------------------------------


def merge(pair: Pair, choice: Choice, by: User, *, only_try: bool = False) -> Result:
    """Let one registration stand for both; it cannot be undone.

    Raises SaidAlready, OneIsOver, ChangedSinceShown; then nothing is merged.
    """

    def work(action: StaffAction) -> Refused:
        _merge(pair, choice, action)
        return []

    return staff_actions.carry_out(work, StaffVerb.MERGED, by, only_try=only_try)


def _merge(pair: Pair, choice: Choice, action: StaffAction) -> None:
    places.hold([pair.conference_id])
    both = Delegate.objects.filter(pk__in=[pair.first_id, pair.second_id])
    rows = {row.pk: row for row in both.order_by("pk").select_for_update(no_key=True)}
    now = Pair.objects.select_for_update().get(pk=pair.pk)
    if now.state != PairState.OPEN:
        raise SaidAlready
    if not all(row.is_live for row in rows.values()):
        raise OneIsOver
    if choice.seen != seen(pair):
        raise ChangedSinceShown
    kept = rows.pop(choice.place)
    [gone] = rows.values()
    action.number = 1
    action.moves(gone, DelegateState.CANCELLED)
    _end(gone)
    _take_over(kept, gone, choice)
    _move_rows(gone, kept)
    DelegateMerge.objects.create(delegate=gone, into=kept, by=action.by)
    _decide(now, PairState.MERGED, action.by)
    _hand_on_pairs(gone, kept)
    if gone.holds_a_place:
        places.give_back([gone], action)
    # It concerns who stays, too, though nothing moves them.
    moved = {row[0] for row in action.changes}
    action.keys = [kept.pk, *sorted(moved - {kept.pk})]


def _end(gone: Delegate) -> None:
    """Let it be over, and tell nobody; first of all, for an address is live once."""
    Delegate.objects.filter(pk=gone.pk).update(
        state=DelegateState.CANCELLED, waiting_number=None, held_until=None
    )
    unsent = gone.letters.filter(state=LetterState.QUEUED, recipient="")
    unsent.update(state=LetterState.OVERTAKEN)


def _take_over(kept: Delegate, gone: Delegate, choice: Choice) -> None:
    """Write the chosen facts down, and to whom they lead: one letter at most."""
    facts = {
        column: getattr(gone, column)
        for fact in FACTS
        if choice.facts.get(fact.name) == gone.pk and fact.is_told(gone)
        for column in fact.columns
    }
    facts["note"] = "\n\n".join(dict.fromkeys(filter(None, [kept.note, gone.note])))
    was_held = kept.is_held
    if proved_at := kept.proved_at or gone.proved_at:
        # The person reads letters of ours: there is nothing left to prove.
        facts |= {"proved_at": proved_at, "held_until": None}
    mailbox = {
        name: facts.pop(name, getattr(kept, name))
        for name in ("email", "contact_email")
    }
    vars(kept).update(facts)
    Delegate.objects.filter(pk=kept.pk).update(**facts)
    before = kept.mailbox
    correspondence.change_address(kept, **mailbox)
    is_theirs_now = was_held and proved_at and kept.state == DelegateState.CONFIRMED
    if kept.mailbox == before and is_theirs_now:
        outbox.queue(kinds.CONFIRMED, kept)


def _move_rows(gone: Delegate, kept: Delegate) -> None:
    """Let what belongs to the person belong to the one that is kept.

    Where it has such a row already, the other stays where it was.
    """
    for model, column in _references():
        for row in model._base_manager.filter(**{column: gone.pk}):
            try:
                with transaction.atomic():
                    itself = model._base_manager.filter(pk=row.pk)
                    itself.update(**{column: kept.pk})
            except IntegrityError:
                continue


def _references() -> Iterator[tuple[type[models.Model], str]]:
    """Models whose rows name a delegate, but for the history."""
    for relation in Delegate._meta.get_fields(include_hidden=True):
        is_named = relation.auto_created and not relation.concrete
        if is_named and not relation.many_to_many:
            model: Any = relation.related_model
            if not issubclass(model, (Event, *STAY)):
                yield model, relation.field.name  # type: ignore[union-attr]


def _decide(pair: Pair, state: PairState, by: User | None) -> None:
    pair.state, pair.decided_by, pair.decided_at = state, by, timezone.now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def _hand_on_pairs(gone: Delegate, kept: Delegate) -> None:
    """Whom the other was like, or told apart from, the one that is kept is as well."""
    decided = {pair.pk for pair in Pair.objects.of(kept)}
    for pair in Pair.objects.of(gone).exclude(pk__in=decided):
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id
        if pair.state == PairState.MERGED:
            continue
        signs = list(dict.fromkeys([Sign.MERGED.value, *pair.signs]))
        columns = {
            "conference_id": pair.conference_id,
            "likelihood": pair.likelihood,
            "signs": signs,
            "state": pair.state,
            "decided_at": pair.decided_at,
            "decided_by": pair.decided_by,
        }
        known, _is_new = Pair.objects.get_or_create(
            first_id=min(kept.pk, other),
            second_id=max(kept.pk, other),
            defaults=columns,
        )
        if pair.state == PairState.DIFFERENT and known.state == PairState.OPEN:
            _decide(known, PairState.DIFFERENT, pair.decided_by)
