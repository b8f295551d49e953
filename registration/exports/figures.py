"""The numbers of a conference for its host, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext_lazy as _

from agenda.models import Conference
from registration.exports import lists
from registration.models import Delegate
from registration.states import Attendance, DelegateState

# So many countries, organisations and weeks have a line of their own.
MOST = 10
IS_CONFIRMED = Q(state=DelegateState.CONFIRMED)
COUNTS = {
    "registered": Count("pk"),
    "confirmed": Count("pk", filter=IS_CONFIRMED),
    "pending": Count("pk", filter=Q(state=DelegateState.PENDING)),
    "waiting": Count("pk", filter=Q(state=DelegateState.WAITING)),
    "onsite": Count("pk", filter=IS_CONFIRMED & Q(attendance=Attendance.ONSITE)),
    "online": Count("pk", filter=IS_CONFIRMED & Q(attendance=Attendance.ONLINE)),
}


@dataclass(frozen=True)
class Counted:
    """Who has signed up and not gone again; of them the confirmed, who awaits approval
    and who waits for a place; of the confirmed those on site and online."""

    name: str
    registered: int = 0
    confirmed: int = 0
    pending: int = 0
    waiting: int = 0
    onsite: int = 0
    online: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in COUNTS)


@dataclass(frozen=True)
class Figures:
    """What the page says."""

    total: Counted
    categories: Sequence[Counted]
    countries: Sequence[tuple[str, int]]
    organisations: Sequence[tuple[str, int]]
    number_of_countries: int
    number_of_organisations: int
    # Sign-ups of each week by its Monday, those included who are gone again.
    weeks: Sequence[tuple[date, int]]


def figures(conference: Conference) -> Figures:
    everybody = Delegate.objects.filter(conference=conference).order_by()
    live = everybody.live()
    countries = number_by(live.exclude(country=""), "country")
    organisations = number_by(live.exclude(organisation=""), "organisation")
    overrides = lists.country_names(conference)
    week = TruncWeek(
        "signed_up_at",
        output_field=DateField(),
        tzinfo=ZoneInfo(conference.clocks[0].zone),
    )
    return Figures(
        total=Counted("", **live.aggregate(**COUNTS)),
        categories=by_category(live, conference),
        countries=[
            *((lists.country(c, overrides), n) for c, n in countries[:MOST]),
            *without(live, "country"),
        ],
        organisations=[*organisations[:MOST], *without(live, "organisation")],
        number_of_countries=len(countries),
        number_of_organisations=len(organisations),
        weeks=sorted(number_by(everybody, week))[-MOST:],
    )


def by_category(live: Any, conference: Conference) -> list[Counted]:
    """In the order of the categories; without those in which nobody is."""
    rows = live.values("category").annotate(**COUNTS)
    found = {row.pop("category"): row for row in rows}
    names = lists.categories(conference)
    return [Counted(name, **found[pk]) for pk, name in names.items() if pk in found]


def without(delegates: Any, column: str) -> list[tuple[str, int]]:
    """How many have told nothing, if anybody: sums of the page are those of it."""
    number = delegates.filter(**{column: ""}).count()
    return [(lists.both(_("No answer")), number)] if number else []


def number_by(delegates: Any, value: Any) -> list[tuple[Any, int]]:
    """How many there are of each, the most first."""
    rows = delegates.annotate(told=value) if not isinstance(value, str) else delegates
    name = value if isinstance(value, str) else "told"
    counted = rows.values_list(name).annotate(number=Count("pk"))
    return list(counted.order_by("-number", name))
