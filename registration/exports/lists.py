"""The lists that are ready for the door, the caterer, security and the seating.

Each speaks both languages at once, because those who hold it do not all read one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Conference, CountryName
from agenda.papers.both_languages import joined
from confsite import countries
from confsite.bilingual import in_both
from confsite.clocks import day_in_words, day_of_end
from registration.exports.guests import ListOrder, coming, in_order
from registration.models import Category, Delegate
from registration.states import Attendance

Row = tuple[str, ...]
ORGANISATION, CATEGORY = _("organisation"), _("category")
NAME = pgettext_lazy("person", "name")
NATIVE_NAME = _("Chinese name")


@dataclass(frozen=True)
class ListColumn:
    """A column of a list; of widths 1 and 3 the second has three quarters."""

    label: Promise
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class ListChoice:
    """How somebody wants a list: in which order, and of whom."""

    order: str = ListOrder.LATIN
    attendance: str = ""


@dataclass(frozen=True)
class ReadyList:
    """One of the lists, with what it is for."""

    code: str
    title: Promise
    purpose: Promise
    columns: Sequence[ListColumn]
    rows: Callable[[Conference, ListChoice], list[Row]]
    is_of_people: bool = True
    # Whether those who are online may be on it.
    has_online: bool = False


# -- Words in both languages -----------------------------------------------------------


def both(words: Promise) -> str:
    """On site 现场参会."""
    return joined(in_both(lambda: words), " ")


def categories(conference: Conference) -> dict[int, str]:
    rows = Category.objects.filter(conference=conference)
    return {row.pk: joined(Category.name.pair(row), " ") for row in rows}


def country(code: str, names: countries.Overrides) -> str:
    return joined(in_both(partial(countries.name_of, code, names)), " ") if code else ""


def country_names(conference: Conference) -> countries.Overrides:
    """As the conference words them; what visitors do not see has its usual name."""
    rows = conference.country_names.all()
    pairs = {str(row.country): CountryName.name.pair(row) for row in rows}
    return tuple((code, pair) for code, pair in pairs.items() if any(pair))


# -- Lists of people -------------------------------------------------------------------


def names(delegate: Delegate) -> Row:
    """The name in Latin letters, with its title, and in its own script."""
    has_latin = delegate.family_name or delegate.given_name
    return (delegate.latin_name if has_latin else ""), delegate.native_name


def on_site(conference: Conference, choice: ListChoice) -> list[Delegate]:
    return in_order(coming(conference, Attendance.ONSITE), choice.order)


def door(conference: Conference, choice: ListChoice) -> list[Row]:
    category = categories(conference)
    attendance = {way: both(way.label) for way in Attendance}
    return [
        (
            *names(guest),
            guest.organisation,
            category[guest.category_id],
            attendance[Attendance(guest.attendance)],
            guest.reference,
        )
        for guest in in_order(coming(conference, choice.attendance), choice.order)
    ]


def security(conference: Conference, choice: ListChoice) -> list[Row]:
    overrides = country_names(conference)
    guests = on_site(conference, choice)
    words = {
        code: country(code, overrides) for code in {str(g.country) for g in guests}
    }
    return [
        (*names(guest), guest.organisation, words[str(guest.country)])
        for guest in guests
    ]


def seating(conference: Conference, choice: ListChoice) -> list[Row]:
    return [
        (str(number), *names(guest), guest.organisation, guest.position)
        for number, guest in enumerate(on_site(conference, choice), 1)
    ]


# -- The caterer's ---------------------------------------------------------------------


def caterer(conference: Conference, _choice: ListChoice) -> list[Row]:
    """How many eat on each day, by category, and all of them."""
    guests = coming(conference, Attendance.ONSITE).order_by()
    number = Counter(guests.values_list("category", flat=True))
    counted = [
        (name, number[pk]) for pk, name in categories(conference).items() if number[pk]
    ]
    counted.append((both(_("All")), number.total()))
    return [
        (joined(in_both(partial(day_in_words, day)), " "), name, str(count))
        for day in days(conference)
        for name, count in counted
    ]


def days(conference: Conference) -> Iterator[date]:
    """On the conference's own clock."""
    clock, _second = conference.clocks
    day = clock.at(conference.starts_at).date()
    last = max(day, day_of_end(clock.at(conference.ends_at)))
    while day <= last:
        yield day
        day += timedelta(days=1)


# -- All of them -----------------------------------------------------------------------

LISTS = {
    ready.code: ready
    for ready in (
        ReadyList(
            "door",
            _("List for the door"),
            _("Everybody whose place is confirmed, to be ticked off as they come."),
            (
                ListColumn(NAME, 3.4),
                ListColumn(NATIVE_NAME, 2),
                ListColumn(ORGANISATION, 4),
                ListColumn(CATEGORY, 2.4),
                ListColumn(_("attendance"), 1.7),
                ListColumn(_("reference"), 1.8),
            ),
            door,
            has_online=True,
        ),
        ReadyList(
            "caterer",
            _("Numbers for the caterer"),
            _(
                "Those who come on site and are confirmed count on each day of the "
                "conference. Diets are not asked for yet."
            ),
            (
                ListColumn(_("day"), 4),
                ListColumn(CATEGORY, 4),
                ListColumn(_("number of people"), 1.6, is_number=True),
            ),
            caterer,
            is_of_people=False,
        ),
        ReadyList(
            "security",
            _("List for security"),
            _("Everybody who comes on site and is confirmed."),
            (
                ListColumn(NAME, 3.4),
                ListColumn(NATIVE_NAME, 2),
                ListColumn(ORGANISATION, 4.4),
                ListColumn(_("country/region"), 2.6),
            ),
            security,
        ),
        ReadyList(
            "seating",
            _("List for the seating"),
            _(
                "Everybody who comes on site and is confirmed, numbered in the order "
                "that you choose. Nobody's precedence is kept here yet: move the rows "
                "of the Excel file where protocol asks for another order."
            ),
            (
                ListColumn(_("number"), 1, is_number=True),
                ListColumn(NAME, 3.4),
                ListColumn(NATIVE_NAME, 2),
                ListColumn(ORGANISATION, 4),
                ListColumn(_("position"), 4),
            ),
            seating,
        ),
    )
}
