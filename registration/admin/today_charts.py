"""The charts of the first page: who has signed up, beside the edition before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.models import Conference, CountryName
from confsite import countries
from confsite.admin.columns import day_and_time, day_in_words
from confsite.charts import Bar, DayColumn, bars, columns, grouped
from confsite.words import headed
from registration import numbers
from registration.models import Category
from registration.numbers import Answers, Numbers
from registration.states import Attendance, DelegateState

SEES = "registration.view_delegate"
# More days than that are drawn by several together.
MOST_DAYS = 120
FEWEST_DAYS = 14
LANGUAGES = {"en": "English", "zh-hans": "中文"}

Names = Callable[[str], str]


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same as rows of a table: what, how many, and before."""

    heading: str
    drawing: SafeString
    rows: list[tuple[str, str, str]]
    first: str  # what the first column of the table holds


def of(conference: Conference, request: HttpRequest) -> dict[str, Any]:
    """Numbers and charts, for those who see delegates."""
    if not request.user.has_perm(SEES, conference):
        return {}
    now = numbers.of(conference)
    if now is None:
        return {"is_being_counted": True}
    if not now.total:
        return {}
    edition = conference.previous
    if edition and not request.user.has_perm(SEES, edition):
        edition = None
    before = numbers.of(edition) if edition else None
    if before and not before.total:
        before = None
    return {
        "total": grouped(now.total),
        "states": [
            headed(DelegateState(state).label, grouped(number))
            for state, number in now.of("state").given
        ],
        "as_of": as_of(conference, now),
        "is_being_counted": now.is_stale,
        "compared": compared(conference, now, edition, before),
        "edition": edition if before else None,
        "charts": [
            by_day(conference, now, edition, before),
            *by_answers(conference, now, edition, before),
        ],
    }


def as_of(conference: Conference, now: Numbers) -> str:
    """When they were counted, if that was not just now."""
    clock, _second = conference.clocks
    if now.counted_at > timezone.now() - timedelta(minutes=1):
        return ""
    return f"{day_and_time(clock.at(now.counted_at))} {clock.label.active.plain}"


# -- By day ----------------------------------------------------------------------------


def days_before(conference: Conference, numbers_: Numbers) -> dict[int, int]:
    """Sign-ups by how many days were left until the first day."""
    first = conference.starts.local.date()
    return {(first - day).days: number for day, number in numbers_.by_day.items()}


def left_now(conference: Conference) -> int:
    today = conference.clocks[0].at(timezone.now()).date()
    return max((conference.starts.local.date() - today).days, -1)


def compared(
    conference: Conference,
    now: Numbers,
    edition: Conference | None,
    before: Numbers | None,
) -> str:
    """How the edition before stood when as many days were left."""
    if edition is None or before is None:
        return ""
    left = left_now(conference)
    then = sum(n for day, n in days_before(edition, before).items() if day >= left)
    words = _("As many days before its beginning, %(edition)s had %(number)s.")
    return words % {"edition": plain(edition), "number": grouped(then)}


def by_day(
    conference: Conference,
    now: Numbers,
    edition: Conference | None,
    before: Numbers | None,
) -> Chart:
    """From the first sign-up of either edition until today, by the days left."""
    own = days_before(conference, now)
    then = days_before(edition, before) if edition and before else {}
    last = min(left_now(conference), min(own))
    first = max([*own, *(day for day in then if day >= last), last + FEWEST_DAYS - 1])
    step = ceil((first - last + 1) / MOST_DAYS)
    starts = conference.starts.local.date()
    drawn, rows = [], []
    for begin in range(first, last - 1, -step):
        days = range(begin, max(begin - step, last - 1), -1)
        number = sum(own.get(day, 0) for day in days)
        earlier = sum(then.get(day, 0) for day in days) if then else None
        label = span(starts, days)
        words = headed(label, grouped(number))
        drawn.append(DayColumn(number, words, earlier))
        rows.append((label, grouped(number), written(earlier)))
    heading = _("Sign-ups by day")
    begins, ends = (day_in_words(starts - timedelta(days=day)) for day in (first, last))
    return Chart(heading, columns(heading, drawn, begins, ends), rows, _("Day"))


def span(starts: date, days: range) -> str:
    """The day, or the first and the last of several."""
    first, last = (starts - timedelta(days=day) for day in (days[0], days[-1]))
    return (
        day_in_words(first)
        if first == last
        else f"{day_in_words(first)} – {day_in_words(last)}"
    )


# -- By what they told -----------------------------------------------------------------


def by_answers(
    conference: Conference,
    now: Numbers,
    edition: Conference | None,
    before: Numbers | None,
) -> list[Chart]:
    return [
        by_answer(
            str(heading),
            now.of(facet),
            names(conference),
            before.of(facet) if before else None,
            names(edition) if edition else None,
        )
        for facet, (heading, names) in FACETS.items()
    ]


def by_answer(
    heading: str,
    now: Answers,
    names: Names,
    before: Answers | None,
    names_before: Names | None,
) -> Chart:
    """The most frequent answers; beside each how many gave the same the time before."""
    then: Mapping[str, int] = {}
    if before and names_before:
        then = {names_before(key): number for key, number in before.given}
    rows = [
        Bar(name, number, then.get(name) if then else None, lang=language_of(name))
        for name, number in ((names(key), number) for key, number in now.given)
    ]
    if now.others:
        words = ngettext("%d other", "%d others", now.others) % now.others
        rows.append(Bar(words, now.by_others))
    if now.none:
        rows.append(Bar(_("No answer"), now.none, before.none if before else None))
    table = [(row.label, grouped(row.number), written(row.before)) for row in rows]
    return Chart(heading, bars(heading, rows), table, _("Answer"))


def written(number: int | None) -> str:
    return "–" if number is None else grouped(number)


def language_of(name: str) -> str:
    return "zh-Hans" if any("\u4e00" <= letter <= "\u9fff" for letter in name) else ""


def plain(conference: Conference) -> str:
    return Conference.name.pair(conference).active.plain


def categories(conference: Conference) -> Names:
    """By their names: those of two editions are different rows."""
    rows = Category.objects.filter(conference=conference)
    known = {str(row.pk): Category.name.pair(row).active.plain for row in rows}
    return lambda key: known.get(key, key)


def countries_(conference: Conference) -> Names:
    overrides = tuple(
        (str(row.country), None if row.is_hidden else CountryName.name.pair(row))
        for row in conference.country_names.all()
    )
    return lambda code: str(countries.name_of(code, overrides)) or code


def as_it_is(conference: Conference) -> Names:
    return str


def attendances(conference: Conference) -> Names:
    return lambda key: str(Attendance(key).label)


def languages(conference: Conference) -> Names:
    return lambda key: LANGUAGES.get(key, key)


FACETS: dict[str, tuple[Any, Callable[[Conference], Names]]] = {
    "category": (gettext_lazy("By category"), categories),
    "attendance": (gettext_lazy("By attendance"), attendances),
    "country": (gettext_lazy("By country/region"), countries_),
    "organisation": (gettext_lazy("By organisation"), as_it_is),
    "language": (gettext_lazy("By language of letters"), languages),
}
