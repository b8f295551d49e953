"""The page of the programme: a day at a time, filtered by plain links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.choices import CEREMONIES, Kind
from agenda.exports.texts import absolute, address
from agenda.release import now, selection
from agenda.release.content import Session
from agenda.release.days import day_in_full, day_in_short, sessions_by_day
from agenda.release.now import NowAndNext
from agenda.release.programme import Programme
from agenda.release.selection import ALL_DAYS, Selection
from agenda.release.timetable import side_by_side, timetable
from agenda.views.page import Page, programme_or_404, serve

IN_SHORT = 12  # sessions of the day on the front page
# What stands out of it, the first above all.
OUTSTANDING = ((Kind.OPENING, *CEREMONIES), (Kind.KEYNOTE,), (Kind.ROUND_TABLE,))


@require_safe
def programme(request: HttpRequest, conference: str) -> HttpResponse:
    published = programme_or_404(conference)
    page = page_of(published, Selection.of(request.GET, published))
    return serve(request, conference, page, facts)


def page_of(programme: Programme, chosen: Selection) -> Page:
    """The page that shows a selection now; another day than today knows no now."""
    phase = now.phase(programme)
    moment = now.moment(programme, phase)
    today = programme.conference.clocks[0].at(moment).date() if moment else None
    if chosen.day and (not today or chosen.day != today.isoformat()):
        phase = 0
    return Page("programme", query=chosen.query, phase=phase)


def facts(programme: Programme, page: Page) -> dict[str, Any]:
    """What the page shows. It follows from the page alone, and so can be kept."""
    chosen = Selection.of(QueryDict(page.query), programme)
    slug = programme.conference.slug
    unfiltered = Selection(chosen.day).address(slug)
    feed = address("agenda:feed", slug)
    moment = now.moment(programme, page.phase)
    by_day = sessions_by_day(programme)
    days = shown_days(programme, chosen, moment)
    sessions = [session for day in days for session in by_day[day]]
    tables = [timetable(day, filter(chosen.shows, by_day[day]), moment) for day in days]
    links = day_links(programme, chosen, days)
    now_and_next = now.now_and_next(filter(chosen.shows, programme.sessions), moment)
    return {
        "title": title(days) if links else _("Programme"),
        "days": links,
        # Of several days, those on which something is left.
        "timetables": [t for t in tables if t.entries] if len(days) > 1 else tables,
        "filters": selection.filters(programme, chosen, sessions),
        "chips": selection.chips(programme, chosen),
        "elsewhere": [day for day in links[:-1] if day.sessions],
        "shown": sum(len(table.entries) for table in tables),
        "total": len(sessions),
        "unfiltered": unfiltered,
        "address": absolute(chosen.address(slug)),
        "feed": feed,
        # Opens in a calendar, which then asks for it again and again.
        "subscribe": "webcal:" + feed.partition(":")[2],
        # For search engines a page with filters is the one without them.
        "path": unfiltered,
        "now": now_and_next,
        "jump": jump(programme, chosen, now_and_next, days),
    }


def jump(
    programme: Programme, chosen: Selection, found: NowAndNext, shown: list[date]
) -> str:
    """Where the days show what runs, or else what comes next."""
    if not found:
        return ""
    if found.latest.starts.local.date() in shown:
        return f"#{found.latest.anchor}"
    return place_of(programme, found.latest, chosen)


def place_of(
    programme: Programme, session: Session, chosen: Selection | None = None
) -> str:
    """The address of a session on its day in the programme."""
    chosen = chosen or Selection()
    if len(sessions_by_day(programme)) > 1:
        chosen = replace(chosen, day=session.starts.local.date().isoformat())
    return f"{chosen.address(programme.conference.slug)}#{session.anchor}"


def title(days: list[date]) -> str:
    """Of one day among several, or of all of them."""
    day = day_in_full(days[0]) if len(days) == 1 else _("All days")
    return _("Programme: %(day)s") % {"day": day}


def shown_days(
    programme: Programme, chosen: Selection, moment: datetime | None
) -> list[date]:
    """The day that is chosen; or else today, or the next one with what fits."""
    by_day = sessions_by_day(programme)
    if chosen.day == ALL_DAYS:
        return list(by_day)
    if chosen.day:
        return [date.fromisoformat(chosen.day)]
    fitting = [day for day, held in by_day.items() if any(map(chosen.shows, held))]
    days = fitting or list(by_day)
    if moment:
        today = programme.conference.clocks[0].at(moment).date()
        days = [day for day in days if day >= today] or days[-1:]
    return days[:1]


class DayLink(NamedTuple):
    label: str
    address: str
    is_current: bool
    sessions: int | None  # that fit what is chosen, if anything is


def day_links(
    programme: Programme, chosen: Selection, shown: list[date]
) -> tuple[DayLink, ...]:
    """The bar of days, and all of them at the end; nothing for one day."""
    days = sessions_by_day(programme)
    if len(days) < 2:
        return ()
    rows = [(day_in_short(d), d.isoformat(), shown == [d], days[d]) for d in days]
    every = (_("All days"), ALL_DAYS, chosen.day == ALL_DAYS, programme.sessions)
    return tuple(
        DayLink(
            label,
            replace(chosen, day=day).address(programme.conference.slug),
            is_current,
            sum(map(chosen.shows, held)) if chosen.filters else None,
        )
        for label, day, is_current, held in (*rows, every)
    )


def in_short(programme: Programme, page: Page) -> dict[str, Any]:
    """What the front page shows of the programme: its day in short, now and next."""
    moment = now.moment(programme, page.phase)
    days = shown_days(programme, Selection(), moment)
    sessions = sessions_by_day(programme)[days[0]] if days else ()
    short = highlights(sessions)
    links = day_links(programme, Selection(), days)
    slug = programme.conference.slug
    now_and_next = now.now_and_next(programme.sessions, moment)
    return {
        "day": {
            "date": day_in_full(days[0]) if days else "",
            "sessions": short,
            "more": sum(s.kind != Kind.BREAK for s in sessions if s not in short),
            "address": Selection(days[0].isoformat() if links else "").address(slug),
        },
        "days": links,
        "now": now_and_next,
        "jump": jump(programme, Selection(), now_and_next, []),
    }


def highlights(sessions: Sequence[Session]) -> Sequence[Session]:
    """A day in short: all of it, or else what everybody attends and what stands out.

    Of what is side by side a kind is there as a whole or not at all: nobody could say
    why some of forty talks are.
    """
    if len(sessions) <= IN_SHORT:
        return sessions
    held = [session for session in sessions if session.kind != Kind.BREAK]
    alone = {group[0].id for group in side_by_side(held) if len(group) == 1}
    short = [session for session in held if session.id in alone][:IN_SHORT]
    for kinds in OUTSTANDING:
        more = [s for s in held if s.kind in kinds and s.id not in alone]
        if len(short) + len(more) > IN_SHORT:
            break
        short += more
    return sorted(short, key=lambda session: session.starts_at)
