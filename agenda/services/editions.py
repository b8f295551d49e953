"""What is there already, once more: a session, a conference; and on other days."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pgtrigger
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.module_loading import import_string

from agenda.models import (
    Agreement,
    Conference,
    JoinOption,
    Participation,
    RunItem,
    Session,
)
from agenda.services import roles
from agenda.services.rooms import at_its_time
from confsite.models import User
from confsite.slugs import free_slug

Row = TypeVar("Row", bound=Model)
Pks = dict[int, int]
# The rule that a session lies within its conference, from both ends.
WITHIN = (
    "agenda.Session:session_keeps_to_its_conference",
    "agenda.Conference:conference_holds_its_sessions",
)
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Edition:
    """What is new in a new edition of a conference."""

    first_day: date
    slug: str
    name_en: str
    name_zh: str
    short_name_en: str
    short_name_zh: str

    @property
    def columns(self) -> dict[str, Any]:
        columns = asdict(self)
        del columns["first_day"]
        return columns


@dataclass(frozen=True)
class Shift:
    """To another time by the clock on the wall, whether it is summer time or not.

    So many days on, or to the same time of day on the clock of another zone.
    """

    zone: ZoneInfo
    days: int = 0
    to_zone: ZoneInfo | None = None

    @classmethod
    def to(cls, first_day: date, conference: Conference) -> "Shift":
        days = (first_day - conference.starts.local.date()).days
        return cls(ZoneInfo(conference.time_zone), days)

    def moment(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.zone) + timedelta(days=self.days)
        return local.replace(tzinfo=self.to_zone or self.zone).astimezone(UTC)

    def span(self, row: Any) -> tuple[datetime, datetime]:
        starts_at, ends_at = self.moment(row.starts_at), self.moment(row.ends_at)
        if ends_at <= starts_at:
            # In the night in which the clocks change, an hour is missing or repeated.
            ends_at = starts_at + (row.ends_at - row.starts_at)
        return starts_at, ends_at


# -- One session -------------------------------------------------------------------


@transaction.atomic
def duplicate(session: Session) -> Session:
    """The same session once more, with its people and its run sheet.

    Nothing of what has happened in it: no agreements, no recording. The room is kept
    if it is free then, which it seldom is.
    """
    conference, title = session.conference, Session.title.pair(session)
    copy = copy_of(
        session,
        slug=free_slug(session.slug, conference.sessions.all(), otherwise=session.kind),
        title_en=marked(title.en, " (copy)"),
        title_zh=marked(title.zh, "（副本）"),
        room_id=None if at_its_time(session).exists() else session.room_id,
        is_cancelled=False,
        recording_url="",
    )
    copy.save()
    speakers = conference.speakers.values_list("pk", flat=True)
    copy_people({session.pk: copy.pk}, {pk: pk for pk in speakers})
    return copy


def marked(title: str, mark: str) -> str:
    return title[: LONGEST_TITLE - len(mark)] + mark if title else ""


# -- A whole conference ------------------------------------------------------------


@transaction.atomic
def new_edition(
    conference: Conference, edition: Edition, by: User | None = None
) -> Conference:
    """A conference like this one, on other days, and not published.

    Neither what came of this one (agreements, recordings, its film) nor what did not
    take place is repeated, nor the addresses for joining: they lead into the meetings
    of last time, and whoever has one gets in. What other apps know of a conference
    they copy themselves. Whoever makes it owns it; nobody else has a role in it yet.
    """
    shift = Shift.to(edition.first_day, conference)
    starts_at, ends_at = shift.span(conference)
    new = copy_of(
        conference,
        **edition.columns,
        previous_id=conference.pk,
        starts_at=starts_at,
        ends_at=ends_at,
        outcome_en="",
        outcome_zh="",
        video_url="",
    )
    new.save()
    copy_all(conference.country_names, conference_id=new.pk)
    copy_all(conference.partners, conference_id=new.pk)
    rooms = copy_all(conference.rooms, conference_id=new.pk)
    tracks = copy_all(conference.tracks, conference_id=new.pk)
    speakers = copy_all(conference.speakers, conference_id=new.pk)
    JoinOption.objects.bulk_create(
        copy_of(option, room_id=rooms[option.room_id], url="")
        for option in JoinOption.objects.filter(room__in=rooms)
    )
    sessions = copy_sessions(conference, new, shift, rooms, tracks)
    copy_people(sessions, speakers)
    for copy_more in settings.COPIED_INTO_A_NEW_EDITION:
        import_string(copy_more)(conference, new, shift)
    if by:
        roles.own(by, new)
    return new


def copy_sessions(
    conference: Conference, new: Conference, shift: Shift, rooms: Pks, tracks: Pks
) -> Pks:
    copies = {}
    for session in conference.sessions.filter(is_cancelled=False):
        starts_at, ends_at = shift.span(session)
        copies[session.pk] = copy_of(
            session,
            conference_id=new.pk,
            # Somebody may have added a room since the rooms were copied.
            room_id=rooms.get(session.room_id or 0),
            track_id=tracks.get(session.track_id or 0),
            starts_at=starts_at,
            ends_at=ends_at,
            recording_url="",
        )
    return made(Session, copies)


def copy_people(sessions: Pks, speakers: Pks) -> None:
    """Whoever takes part in these sessions takes part in their copies as well."""
    Participation.objects.bulk_create(
        copy_of(
            row,
            session_id=sessions[row.session_id],
            speaker_id=speakers[row.speaker_id],
        )
        for row in Participation.objects.filter(session__in=sessions)
        if row.speaker_id in speakers
    )
    # An item without words of its own is about an agreement, which is not copied.
    told = RunItem.objects.exclude(item_en="", item_zh="")
    copies = {
        row.pk: copy_of(row, session_id=sessions[row.session_id], agreement_id=None)
        for row in told.filter(session__in=sessions)
    }
    items = made(RunItem, copies)
    named: Any = RunItem.people.through
    named.objects.bulk_create(
        named(runitem_id=items[row.runitem_id], speaker_id=speakers[row.speaker_id])
        for row in named.objects.filter(runitem__in=items)
        if row.speaker_id in speakers
    )


def copy_all(rows: Any, **changes: Any) -> Pks:
    """Copy rows in two statements; which row became which."""
    return made(rows.model, {row.pk: copy_of(row, **changes) for row in rows.all()})


def made(model: type[Model], copies: dict[int, Any]) -> Pks:
    model._default_manager.bulk_create(copies.values())
    return {pk: copy.pk for pk, copy in copies.items()}


def copy_of(row: Row, **changes: Any) -> Row:
    """A row like this one, not yet saved; its identity in exports is its own."""
    columns = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "uid"
    }
    return type(row)(**columns | changes)


# -- Other days, another zone ------------------------------------------------------


@transaction.atomic
def move(conference: Conference, first_day: date) -> None:
    """Move a conference and its sessions, so that it begins on this day.

    Every session keeps its time of day. An embargo that has not ended moves along.
    Asked twice for the same day, the second time changes nothing.
    """
    sessions, row = held(conference)
    shift = Shift.to(first_day, row)
    if shift.days:
        shift_all(row, sessions, shift)


@transaction.atomic
def change_zone(conference: Conference, zone: str) -> None:
    """Correct the time zone: every time of day stays what it is, on another clock.

    That of the conference, of its sessions, and of the embargoes that have not ended.
    """
    sessions, row = held(conference)
    shift = Shift(ZoneInfo(row.time_zone), to_zone=ZoneInfo(zone))
    row.time_zone = zone
    shift_all(row, sessions, shift)


def held(conference: Conference) -> tuple[list[Session], Conference]:
    """Sessions first, and then the conference, as nobody else changes them for now.

    It is the order in which whoever saves a session holds them, so that neither waits
    for the other in a circle.
    """
    sessions = hold_sessions(conference)
    rows = Conference.objects.select_for_update(no_key=True)
    return sessions, rows.get(pk=conference.pk)


def hold_sessions(conference: Conference) -> list[Session]:
    locked = conference.sessions.select_for_update(no_key=True)
    return list(locked.order_by("pk"))


def shift_all(row: Conference, sessions: list[Session], shift: Shift) -> None:
    # A session is outside until all have moved.
    pgtrigger.constraints(pgtrigger.Deferred, *WITHIN)
    for batch in in_turn(sessions, shift):
        for session in batch:
            session.starts_at, session.ends_at = shift.span(session)
        Session.objects.bulk_update(batch, ["starts_at", "ends_at"])
    row.starts_at, row.ends_at = shift.span(row)
    row.save(update_fields=["time_zone", "starts_at", "ends_at"])
    move_embargoes(row, shift)
    pgtrigger.constraints(pgtrigger.Immediate, *WITHIN)


def in_turn(sessions: list[Session], shift: Shift) -> Iterator[list[Session]]:
    """Sessions that one statement may move: none needs the place that another leaves.

    If they become later, the last goes first, and the other way round.
    """
    batch: list[Session] = []
    is_later = any(shift.moment(s.starts_at) > s.starts_at for s in sessions)
    by_time = sorted(sessions, key=lambda s: s.starts_at, reverse=is_later)
    for session in by_time:
        starts_at, ends_at = shift.span(session)
        if any(
            other.room_id == session.room_id
            and other.starts_at < ends_at
            and starts_at < other.ends_at
            for other in batch
        ):
            yield batch
            batch = []
        batch.append(session)
    yield batch


def move_embargoes(conference: Conference, shift: Shift) -> None:
    """What is public stays so; what is not yet waits for the new time."""
    waiting = Agreement.objects.filter(
        session__conference=conference, embargo_until__gt=timezone.now()
    )
    agreements = list(waiting)
    for agreement in agreements:
        agreement.embargo_until = shift.moment(agreement.embargo_until)  # type: ignore[arg-type]
    Agreement.objects.bulk_update(agreements, ["embargo_until"])
