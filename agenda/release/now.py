"""What runs now and what comes next, for pages that are kept.

A kept page cannot ask the clock. It is kept by its phase: how many of the moments at
which something begins or ends have passed. Between two of them nothing changes, so the
page is right to the second, and made once for each phase.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from agenda.release.content import Room, Session
from agenda.release.days import day_in_full, sessions_by_day
from agenda.release.programme import Programme
from confsite.caching.releases import once_per_release
from confsite.clocks import Moment


@once_per_release
def boundaries(programme: Programme) -> tuple[datetime, ...]:
    """The moments at which a page may change, from the first day's midnight on.

    A new day is one, since the programme opens at the day it is; so is the end of the
    conference, since its front page then looks back.
    """
    conference = programme.conference
    moments = {conference.ends_at}
    for session in programme.sessions:
        moments |= {session.starts_at, session.ends_at}
    zone = conference.starts.local.tzinfo
    for day in sessions_by_day(programme):
        for midnight in (day, day + timedelta(days=1)):
            moments.add(datetime.combine(midnight, time(), zone))
    return tuple(sorted(moments))


def phase(programme: Programme) -> int:
    """How many boundaries have passed; 0 before the first day, constant after all."""
    return bisect_right(boundaries(programme), timezone.now())


def moment(programme: Programme, phase: int) -> datetime | None:
    """When a phase began; None before the first day and after everything."""
    moments = boundaries(programme)
    return moments[phase - 1] if 0 < phase < len(moments) else None


def in_order(place: Room | None) -> tuple[bool, int, int]:
    """As staff have put the rooms, and what is in no room last."""
    return (False, place.position, place.id) if place else (True, 0, 0)


def is_on(session: Session, moment: datetime) -> bool:
    return session.starts_at <= moment < session.ends_at and not session.is_cancelled


@dataclass(frozen=True)
class NowAndNext:
    on: tuple[Session, ...]
    next: tuple[Session, ...]
    starts: Moment | None = None  # of what comes next
    day: str = ""  # on which that is, if it is not the same

    def __bool__(self) -> bool:
        return bool(self.on or self.next)

    @property
    def latest(self) -> Session:
        """What has begun last of all that runs; in a gap, what comes next."""
        return max(self.on or self.next, key=lambda session: session.starts_at)


def now_and_next(sessions: Iterable[Session], moment: datetime | None) -> NowAndNext:
    """What runs at a moment, and what begins together as the next, room by room."""
    if moment is None:
        return NowAndNext((), ())
    held = [session for session in sessions if not session.is_cancelled]
    held.sort(key=lambda session: in_order(session.place))
    on = tuple(session for session in held if is_on(session, moment))
    to_come = [session for session in held if session.starts_at > moment]
    if not to_come:
        return NowAndNext(on, ())
    starts = min(to_come, key=lambda session: session.starts_at).starts
    today = starts.first.at(moment).date()
    return NowAndNext(
        on,
        tuple(session for session in to_come if session.starts_at == starts.at),
        starts,
        "" if starts.local.date() == today else day_in_full(starts.local.date()),
    )
