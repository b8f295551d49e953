"""Two registrations side by side, and what staff keep of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import IntegrityError
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.models import CountryName
from confsite import countries
from confsite.admin.columns import badge_with_word, short_day
from confsite.admin.pages import StaffRequest
from confsite.bilingual import Pair
from confsite.words import apart, in_brackets, sentences
from registration.admin.badges import DELEGATES
from registration.admin.holds import with_hold
from registration.duplicates import merging
from registration.duplicates.merging import FACTS, Choice, Fact
from registration.errors import RegistrationError
from registration.fields import shown
from registration.many import move_up
from registration.models import Delegate, PossibleDuplicate
from registration.states import DelegateState


class MergeForm(forms.Form):
    """Of which of the two each fact is kept; what is not asked follows by itself."""

    seen = forms.IntegerField(min_value=0)

    def __init__(self, pair: PossibleDuplicate, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = merging.proposed(pair)
        keys = [(delegate.pk, str(delegate)) for delegate in merging.two(pair)]
        for name in ("place", *(fact.name for fact in FACTS)):
            self.fields[name] = forms.TypedChoiceField(
                choices=keys, coerce=int, empty_value=None, required=name == "place"
            )

    @property
    def choice(self) -> Choice:
        told = {k: v for k, v in self.cleaned_data.items() if v is not None}
        place, seen = told.pop("place"), told.pop("seen")
        return Choice(place, {**self.proposed.facts, **told}, seen)


@dataclass(frozen=True)
class FactCell:
    """What one of the two says; and what follows if that is kept."""

    key: int
    text: object
    is_kept: bool = False
    follows: str = ""


@dataclass(frozen=True)
class FactRow:
    """One fact of both. Where one can choose it has a name."""

    label: str
    cells: tuple[FactCell, FactCell]
    differs: bool
    name: str = ""


def lines(
    request: StaffRequest, pair: PossibleDuplicate, choice: Choice, *, may_merge: bool
) -> Iterator[FactRow]:
    """All that is known of both, first how they stand."""
    effects = effects_of(request, pair, choice) if may_merge else {}
    place = cells(pair, standing, choice.place, effects)
    differs = place[0].text != place[1].text
    yield FactRow(_("Place"), place, differs, name="place" if may_merge else "")
    for fact in FACTS:
        kept = choice.facts[fact.name]
        both = cells(pair, lambda row, fact=fact: text_of(fact, row), kept)
        told = [cell.text for cell in both if cell.text]
        if told:
            differs = len(told) == 2 and told[0] != told[1]
            name = fact.name if may_merge and differs else ""
            yield FactRow(capfirst(str(fact.label)), both, differs, name)
    yield from without_choice(pair)


def without_choice(pair: PossibleDuplicate) -> Iterator[FactRow]:
    """What is kept of both."""
    for label, text in (
        (_("Tags"), lambda row: apart(*row.tags.all())),
        (_("Note for colleagues"), lambda row: row.note),
        (_("Signed up"), signed_up),
    ):
        both = cells(pair, text)
        if any(cell.text for cell in both):
            yield FactRow(str(label), both, differs=False)


def cells(
    pair: PossibleDuplicate,
    text: Any,
    kept: int = 0,
    effects: Mapping[int, str] | None = None,
) -> tuple[FactCell, FactCell]:
    first, second = (
        FactCell(row.pk, text(row), row.pk == kept, (effects or {}).get(row.pk, ""))
        for row in merging.two(pair)
    )
    return first, second


def effects_of(
    request: StaffRequest, pair: PossibleDuplicate, choice: Choice
) -> dict[int, str]:
    """What happens to the other one's place if this one's is kept: it is tried."""
    found = {}
    for kept, gone in (merging.two(pair), merging.two(pair)[::-1]):
        tried = Choice(kept.pk, choice.facts, choice.seen)
        try:
            result = merging.merge(pair, tried, request.user, only_try=True)
        except (RegistrationError, IntegrityError):
            # It is told when somebody presses the button, or by the nightly count.
            continue
        found[kept.pk] = in_words(gone, result.are_seated)
    return found


def in_words(gone: Delegate, seated: int) -> str:
    if not gone.holds_a_place:
        return _("The other one leaves the waiting list.")
    given_back = _("The other place is given back.")
    return sentences(given_back, move_up(seated) if seated else "")


# -- What a fact says ------------------------------------------------------------------


def standing(delegate: Delegate) -> str:
    """Confirmed, and of which category; who waits, at which number in line."""
    badge = DELEGATES[DelegateState(delegate.state)]
    word = with_hold(badge_with_word(delegate.get_state_display(), badge), delegate)
    place = [delegate.category, delegate.get_attendance_display()]
    if delegate.state == DelegateState.WAITING:
        ahead = Delegate.objects.ahead_of(delegate).count()
        place.append(_("number %d in line") % (ahead + 1))
    return format_html('{}<span class="block">{}</span>', word, apart(*place))


def text_of(fact: Fact, delegate: Delegate) -> str:
    match fact.name:
        case "latin":
            return ", ".join(filter(None, fact.of(delegate)[:2]))
        case "contact":
            name, email = fact.of(delegate)
            return in_brackets(name, email) if name and email else name or email
        case "phone":
            return shown(delegate.phone)
        case "country":
            return country(delegate)
        case "language":
            return delegate.get_language_display()
        case "mailing":
            return str(delegate.get_mailing_display())
    return str(getattr(delegate, fact.columns[0]))


def country(delegate: Delegate) -> str:
    """As the conference words it."""
    code: str = delegate.country.code  # type: ignore[attr-defined]
    names: Any = CountryName.objects.filter(conference=delegate.conference_id)
    words = ((row.country.code, Pair(row.name_en, row.name_zh)) for row in names)
    return str(countries.name_of(code, tuple(words))) if code else ""


def signed_up(delegate: Delegate) -> str:
    clock, _second = delegate.conference.clocks
    return short_day(clock.at(delegate.signed_up_at))
